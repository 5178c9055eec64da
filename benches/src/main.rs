//! One request through the tower service: ours, hand-written `jsonwebtoken`, tower-sessions' memory store, and the bare handler,
//! interleaved in one run. `cargo run --release --manifest-path benches/Cargo.toml` prints the tables; it takes about a minute.
//!
//! With a contender's and a scenario's place in those tables (`session-benches 1 2`) it serves two thousand such requests and nothing
//! else, for a profiler.
//!
//! Machines are shared and noisy: the ratio of each round's costs over the bare handler, and the allocations, are the figures that
//! count. Nanoseconds are their witness.

mod contenders;
mod hand_jwt;

use contenders::{Contender, Run, Scenario};
use std::time::Instant;

const ROUNDS: usize = 400;
const REQUESTS: u32 = 128;

fn main() {
    let places: Vec<usize> = std::env::args().skip(1).filter_map(|place| place.parse().ok()).collect();
    if let [contender, scenario] = places[..] {
        let mut contenders = contenders::all(Scenario::ALL[scenario % Scenario::ALL.len()]);
        let contender = contender % contenders.len();
        contenders[contender].run.prepare(2000)();
        return;
    }
    for scenario in Scenario::ALL {
        let mut contenders = contenders::all(scenario);
        let mut rounds = vec![Vec::with_capacity(ROUNDS); contenders.len()];
        for round in 0..ROUNDS {
            for place in 0..contenders.len() {
                // The start moves, so that nobody always runs after the same other.
                let index = (place + round) % contenders.len();
                rounds[index].push(nanoseconds(&mut contenders[index].run));
            }
        }
        report(scenario, &mut contenders, &rounds);
    }
}

/// Of one request, in a batch; the requests are made before, outside of the time that is taken.
fn nanoseconds(run: &mut Run) -> f64 {
    let mut batch = run.prepare(REQUESTS);
    let start = Instant::now();
    batch();
    start.elapsed().as_nanos() as f64 / f64::from(REQUESTS)
}

fn report(scenario: Scenario, contenders: &mut [Contender], rounds: &[Vec<f64>]) {
    println!("\n### {}\n", scenario.title());
    println!(
        "| | ns, median | over bare | of hand-written, median of rounds [quartiles] | allocations over bare |"
    );
    println!("|---|---|---|---|---|");
    let allocations: Vec<u64> = contenders.iter_mut().map(|contender| contender.run.allocations()).collect();
    let hand = contenders.iter().position(|contender| contender.name == "hand-written").unwrap_or(0);
    for (index, contender) in contenders.iter().enumerate() {
        let over: Vec<f64> = rounds[index].iter().zip(&rounds[0]).map(|(own, bare)| own - bare).collect();
        let ratios = over
            .iter()
            .zip(rounds[hand].iter().zip(&rounds[0]))
            .map(|(own, (hand, bare))| own / (hand - bare));
        let ratios = sorted(ratios.collect());
        println!(
            "| {} | {:.0} | {:.0} | {:.2} [{:.2}..{:.2}] | {} |",
            contender.name,
            at(&sorted(rounds[index].clone()), 0.5),
            at(&sorted(over), 0.5),
            at(&ratios, 0.5),
            at(&ratios, 0.25),
            at(&ratios, 0.75),
            allocations[index].saturating_sub(allocations[0]),
        );
    }
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

fn at(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}
