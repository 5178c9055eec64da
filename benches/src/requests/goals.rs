//! What a request may cost at most, and what it is to cost: parts of what is written by hand, and allocations.

use super::measured::Round;
use super::scenario::SCENARIOS;
use crate::page::Table;

struct Goal {
    request: &'static str,
    scenario: &'static str,
    contender: &'static str,
    /// Time and instructions over the bare handler, as a part of what is written by hand.
    ratio: Option<Bound>,
    allocations: Option<Bound>,
    /// Over the bare handler.
    instructions: Option<f64>,
}

struct Bound {
    must: f64,
    aim: f64,
}

const fn bound(must: f64, aim: f64) -> Option<Bound> {
    Some(Bound { must, aim })
}

/// In a router, which makes the request's map of extensions anyway, fewer allocations are aimed at.
const fn untouched(
    request: &'static str,
    scenario: &'static str,
    contender: &'static str,
    allocations: f64,
) -> Goal {
    let aim = if allocations.is_finite() { allocations } else { 2.0 };
    Goal {
        request,
        scenario,
        contender,
        ratio: None,
        allocations: bound(allocations, aim),
        instructions: Some(700.0),
    }
}

/// No must.
const ANY: f64 = f64::INFINITY;

const GOALS: [Goal; 8] = [
    untouched("none presented", "none", "ours, jwt", 4.0),
    untouched("presented and never touched", "untouched", "ours, jwt", 4.0),
    untouched("none presented, in a router", "none", "ours, jwt, in axum's router", ANY),
    untouched("presented and never touched, in a router", "untouched", "ours, jwt, in axum's router", ANY),
    Goal {
        request: "read, HS256",
        scenario: "read",
        contender: "ours, jwt",
        ratio: bound(0.40, 0.30),
        allocations: bound(10.0, 6.0),
        instructions: None,
    },
    Goal {
        request: "changed, HS256",
        scenario: "changed",
        contender: "ours, jwt",
        ratio: bound(0.50, 0.35),
        allocations: bound(18.0, 10.0),
        instructions: None,
    },
    Goal {
        request: "forged, HS256",
        scenario: "forged",
        contender: "ours, jwt",
        ratio: bound(0.40, 0.26),
        allocations: bound(5.0, 1.0),
        instructions: None,
    },
    Goal {
        request: "read, encrypted",
        scenario: "read",
        contender: "ours, jwe",
        ratio: bound(0.40, 0.28),
        allocations: None,
        instructions: None,
    },
];

/// What a figure decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    /// The command ends with an error where a must is missed.
    Instructions,
    /// A must is missed. A test of the product asserts how many there are.
    Allocations,
    /// A witness, which misses nothing.
    Time,
}

/// The table, and which musts the command fails for.
pub fn held_against(rounds: &[Round]) -> (Table, Vec<String>) {
    let columns = ["request", "what", "must", "aim", "have", ""];
    let (mut table, mut missed) = (Table::new(&columns), Vec::new());
    for goal in &GOALS {
        let index = SCENARIOS.iter().position(|scenario| scenario.name == goal.scenario);
        let Some(round) = index.and_then(|index| rounds.get(index)) else { continue };
        let Some(own) = round.named(goal.contender) else { continue };
        let mut line =
            |what: &str, bound: Option<&Bound>, have: Option<f64>, figure: Figure, digits: usize| {
                let (Some(Bound { must, aim }), Some(have)) = (bound, have) else { return };
                let verdict = match have {
                    _ if have <= *aim => "aim reached",
                    _ if *must == ANY => "aim not reached",
                    _ if have <= *must => "holds",
                    _ if figure != Figure::Time => "**missed**",
                    _ => "over, by the clock",
                };
                if have > *must && figure == Figure::Instructions {
                    missed
                        .push(format!("{}: {what}: {have:.3}, and at most {must} is allowed", goal.request));
                }
                let must = if *must == ANY { "–".into() } else { must.to_string() };
                let (what, have) = (what.to_owned(), format!("{have:.digits$}"));
                table.row(&[goal.request.into(), what, must, aim.to_string(), have, verdict.into()]);
            };
        let ratio = goal.ratio.as_ref();
        line("instructions, part of by hand", ratio, round.instruction_ratio(own), Figure::Instructions, 3);
        line("time, part of by hand", ratio, Some(round.ratio(own).median), Figure::Time, 3);
        line(
            "allocations",
            goal.allocations.as_ref(),
            Some(round.allocations_over(own)),
            Figure::Allocations,
            0,
        );
        let instructions = goal.instructions.map(|aim| Bound { must: ANY, aim });
        line("instructions", instructions.as_ref(), round.instructions_over(own), Figure::Instructions, 0);
    }
    (table, missed)
}
