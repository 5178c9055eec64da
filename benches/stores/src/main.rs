//! Sessions that a server keeps, for `session-benches`, which makes tables of the lines that this prints.
//!
//! - `stores redis`, `stores postgres`: private servers, requests per second with one and with many at once, round trips.
//! - `stores memory`: one thread and two on one store.
//! - `stores resident ours|tower-sessions COUNT`: what so many sessions take in memory.
//! - `stores kept redis|postgres COUNT`: what they take at a server.

#[path = "../../contenders/src/claims.rs"]
#[allow(dead_code, reason = "a part is needed here")]
mod claims;
mod compare;
mod kept;
mod load;
mod memory;
mod ours;
mod peers;
mod postgres;
#[path = "../../../tests/support/program.rs"]
#[allow(dead_code, reason = "a part is needed here")]
mod program;
mod redis_server;
mod resident;
#[path = "../../../tests/support/servers/mod.rs"]
mod servers;

use nix::sched::{CpuSet, sched_setaffinity};
use nix::unistd::Pid;
use std::error::Error;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match arguments[..] {
        ["redis"] => runtime.block_on(redis_server::measure()),
        ["postgres"] => runtime.block_on(postgres::measure()),
        ["memory"] => memory::measure(),
        ["kept", kind, count] => runtime.block_on(kept::measure(kind, count.parse()?)),
        ["resident", kind, count] => runtime.block_on(resident::measure(kind, count.parse()?)),
        _ => Err("stores redis|postgres|memory|resident|kept …".into()),
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

/// Keeps this process, and those that it starts from now on, on the first core, or on the last.
fn keep_on(first: bool) -> Result<()> {
    let last = std::thread::available_parallelism()?.get() - 1;
    let mut set = CpuSet::new();
    set.set(if first { 0 } else { last })?;
    Ok(sched_setaffinity(Pid::from_raw(0), &set)?)
}
