//! What a session costs, here and elsewhere. Each part writes its section of `docs/performance.md`.
//!
//! - `cargo run --release --manifest-path benches/Cargo.toml`: one request through the tower service, everybody interleaved.
//!   Ends with an error when a budget is exceeded.
//! - `… -- budgets`: counts instructions alone, and writes `benches/budgets.tsv` anew, a little above them.
//! - `… -- http`: servers on loopback.
//! - `… -- stores`: Redis, PostgreSQL and memory.
//! - `… -- build`: how long it takes to build, and how large it gets.
//!
//! `SESSION_BENCH_ROUNDS` says how many rounds there are, for a quick look with fewer.

mod build;
mod chart;
mod http;
mod machine;
mod page;
mod programs;
mod requests;
mod statistics;
mod stores;

use std::error::Error;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let part = std::env::args().nth(1);
    let done = match part.as_deref() {
        None | Some("requests") => requests::measure(),
        Some("budgets") => requests::set_budgets(),
        Some("http") => http::measure(),
        Some("stores") => stores::measure(),
        Some("build") => build::measure(),
        Some(other) => {
            Err(format!("no part: {other}; there are requests, budgets, http, stores and build").into())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How many rounds there are, unless `SESSION_BENCH_ROUNDS` says otherwise.
fn rounds(usually: usize) -> usize {
    std::env::var("SESSION_BENCH_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(usually)
        .max(1)
}
