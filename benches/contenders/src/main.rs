//! A process that serves requests for `session-benches`, which times it, or counts its instructions.
//!
//! - `contenders serve GROUP`: reads commands, answers with lines. `open SCENARIO ROLES` describes the contenders, one a line, and
//!   a dot; `time INDEX REQUESTS` gives the nanoseconds of a request; `length ROLES` says how long claims are as JSON.
//! - `contenders count GROUP NAME SCENARIO ROLES REQUESTS`: stops itself before and after it serves so many requests, for a parent
//!   that traces it.
//! - `contenders profile GROUP NAME SCENARIO REQUESTS`: serves so many, for a profiler.
//! - `contenders length ROLES`: how long the claims are as JSON.

use contenders::{Contender, Group, MEASURED, Scenario, json_length};
use nix::sys::ptrace;
use nix::sys::signal::{Signal, raise};
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use std::time::Instant;

/// How many requests a contender serves before it is measured.
const WARM_UP: usize = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["serve", group] => serve(set_up(group)?),
        ["count", group, name, scenario, roles, requests] => {
            let mut contender = find(group, name, scenario, roles.parse()?)?;
            contender.runs.prepare(WARM_UP);
            contender.runs.run();
            contender.runs.prepare(requests.parse()?);
            ptrace::traceme()?;
            raise(Signal::SIGSTOP)?;
            contender.runs.run();
            raise(Signal::SIGSTOP)?;
            Ok(())
        }
        ["profile", group, name, scenario, requests] => {
            let mut contender = find(group, name, scenario, MEASURED)?;
            let requests: usize = requests.parse()?;
            for _ in 0..requests.div_ceil(128) {
                contender.runs.prepare(128);
                contender.runs.run();
            }
            Ok(())
        }
        ["length", roles] => {
            println!("{}", contenders::json_length(roles.parse()?));
            Ok(())
        }
        _ => Err("contenders serve|count|profile|length …".into()),
    }
}

fn set_up(group: &str) -> Result<Group, String> {
    let group: Group = group.parse()?;
    group.set_up();
    Ok(group)
}

fn find(group: &str, name: &str, scenario: &str, roles: usize) -> Result<Contender, String> {
    let found = set_up(group)?.contender(name, scenario.parse()?, roles);
    found.ok_or_else(|| format!("no contender: {name}"))
}

fn serve(group: Group) -> Result<(), Box<dyn Error>> {
    let mut contenders: Vec<Contender> = Vec::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["open", scenario, roles] => {
                let scenario: Scenario = scenario.parse()?;
                contenders = group.contenders(scenario, roles.parse()?);
                for Contender { name, runs } in &mut contenders {
                    runs.prepare(WARM_UP);
                    let outcome = runs.run();
                    let (status, set) = (outcome.status.as_u16(), outcome.set_cookies);
                    writeln!(out, "{name}\t{status}\t{set}\t{}", runs.cookies())?;
                }
                writeln!(out, ".")?;
            }
            ["length", roles] => writeln!(out, "{}", json_length(roles.parse()?))?,
            ["time", index, requests] => {
                let requests: usize = requests.parse()?;
                let Some(contender) = contenders.get_mut(index.parse::<usize>()?) else {
                    return Err("no such contender".into());
                };
                // The process comes from a wait, and the others were at work meanwhile.
                contender.runs.prepare(WARM_UP);
                contender.runs.run();
                contender.runs.prepare(requests);
                let start = Instant::now();
                contender.runs.run();
                writeln!(out, "{}", start.elapsed().as_nanos() as f64 / requests as f64)?;
            }
            _ => return Err(format!("no such command: {line}").into()),
        }
        out.flush()?;
    }
    Ok(())
}
