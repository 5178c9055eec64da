//! One request through the tower service, everybody interleaved.

mod allocations;
mod budgets;
mod goals;
mod instructions;
mod measured;
mod report;
mod scenario;
mod sizes;
mod worker;

use crate::programs::Programs;
use crate::{Result, machine, page, rounds};
use measured::Round;
use scenario::{GROUPS, Kind, SCENARIOS};
use worker::Worker;

/// How many rounds times are taken in.
const ROUNDS: usize = 200;
/// How many roles the claims have: six fields with five allocations of their own.
const ROLES: usize = 3;
/// Whose versions the page names.
const VERSIONS: [&str; 12] = [
    "axum",
    "tower",
    "http",
    "tokio",
    "jsonwebtoken",
    "tower-sessions",
    "axum_session",
    "axum-extra",
    "actix-web",
    "actix-session",
    "jwt-authorizer",
    "axum-jwt-auth",
];

/// Measures everybody, writes the page, and fails when a budget is exceeded.
pub fn measure() -> Result<()> {
    let programs = Programs::of("contenders")?;
    let mut workers =
        GROUPS.map(|group| Worker::start(&programs, group)).into_iter().collect::<Result<Vec<_>>>()?;
    let mut measured = Vec::new();
    for scenario in &SCENARIOS {
        eprintln!("{}", scenario.title);
        let mut round = Round::times(&mut workers, scenario.name, ROLES, rounds(ROUNDS))?;
        round.count(&programs, scenario.name, ROLES)?;
        measured.push(round);
    }
    let sizes = sizes::measure(&mut workers, rounds(ROUNDS) / 2)?;
    drop(workers);

    let (goals, mut missed) = goals::held_against(&measured);
    page::write("requests", &report::text(&measured, &goals, &sizes, &machine::line(&VERSIONS)?)?)?;
    println!("{}", goals.text());
    if measured.iter().flat_map(|round| &round.all).all(|measured| measured.instructions.is_none()) {
        println!("{}", instructions::NOT_COUNTED);
    } else if machine::has_wanted_instructions() {
        missed.extend(budgets::exceeded(&measured, |scenario, name| count(&programs, scenario, name))?);
    } else {
        println!("counts are not compared: the processor lacks instructions that the reference machine has");
    }
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n").into()) }
}

/// Counts our instructions, and writes the budgets anew.
pub fn set_budgets() -> Result<()> {
    let programs = Programs::of("contenders")?;
    let described = Worker::start(&programs, GROUPS[0])?.open(SCENARIOS[0].name, ROLES)?;
    let names: Vec<String> = described.into_iter().map(|described| described.name).collect();
    let ours: Vec<String> = names.into_iter().filter(|name| Kind::of(name) == Kind::Ours).collect();
    budgets::write(|scenario, name| count(&programs, scenario, name), &ours)
}

/// Of a request to one of ours, or to the bare handler.
fn count(programs: &Programs, scenario: &str, name: &str) -> Result<Option<f64>> {
    instructions::of_request(programs, GROUPS[0], name, scenario, ROLES)
}
