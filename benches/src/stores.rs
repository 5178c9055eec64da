//! Sessions that a server keeps: requests per second, round trips, threads, and memory.

use crate::page::{self, Table};
use crate::programs::Programs;
use crate::statistics::Quartiles;
use crate::{Result, machine, rounds};
use std::fmt::Write as _;

const SESSIONS: usize = 1_000_000;
/// Sessions at a server, which takes a while to be told of them.
const KEPT: usize = 100_000;

/// One line of the program: a contender with so many tasks or threads.
struct Line {
    name: String,
    at_once: usize,
    round_trips: f64,
    /// Requests per second, by round.
    rates: Vec<f64>,
    /// Microseconds that the client had on its core for a request, by round.
    processor: Vec<f64>,
}

pub fn measure() -> Result<()> {
    let programs = Programs::of("stores")?;
    let redis = run(&programs, &["redis"])?;
    let postgres = run(&programs, &["postgres"])?;
    let memory = run(&programs, &["memory"])?;

    let mut text = format!(
        "{}\n\nThe servers run on one core, the client on another.\n\n",
        machine::line(&[
            "redis",
            "fred",
            "sqlx",
            "tower-sessions",
            "tower-sessions-redis-store",
            "tower-sessions-sqlx-store"
        ])?
    );
    for (title, note, raw, lines) in [
        ("Redis", "One connection for everybody; the server keeps no log.", "a raw `GET`", redis),
        (
            "PostgreSQL",
            "Eight connections for each; the server does not flush to its disk.",
            "a raw `SELECT`",
            postgres,
        ),
    ] {
        let _ = writeln!(text, "### {title}\n\n{note}\n\n{}", against(&lines, raw).text());
    }
    let _ = writeln!(
        text,
        "### Memory: two threads\n\nOn one store, but where it says that each has its own: those share nothing, and show what the machine allows.\n\n{}",
        threads(&memory).text()
    );
    let _ = writeln!(text, "### Memory: {SESSIONS} sessions\n\n{}", resident(&programs)?.text());
    let _ = writeln!(text, "### At a server: {KEPT} sessions\n\n{}", kept(&programs)?.text());
    page::write("stores", &text)
}

fn run(programs: &Programs, arguments: &[&str]) -> Result<Vec<Line>> {
    eprintln!("{}", arguments.join(" "));
    let lines = said(programs, arguments)?;
    let lines = lines.lines().map(|line| {
        let [name, at_once, round_trips, rates, processor] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("not understood: {line}").into());
        };
        let numbers =
            |text: &str| text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<_>, _>>();
        let (rates, processor) = (numbers(rates)?, numbers(processor)?);
        let (at_once, round_trips) = (at_once.parse()?, round_trips.parse()?);
        Ok(Line { name: name.to_owned(), at_once, round_trips, rates, processor })
    });
    lines.collect()
}

fn said(programs: &Programs, arguments: &[&str]) -> Result<String> {
    let mut command = programs.command("stores");
    let child = command.args(arguments).stdout(std::process::Stdio::piped()).spawn()?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("stores {} failed", arguments.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// As parts of what the server's client does at best.
fn against(lines: &[Line], raw: &str) -> Table {
    let columns = [
        "",
        "at once",
        "round trips",
        "requests per second [quartiles]",
        "part of the raw one [quartiles]",
        "processor time of the client, µs",
    ];
    let mut table = Table::new(&columns);
    for line in lines {
        let raw = lines.iter().find(|other| other.name == raw && other.at_once == line.at_once);
        let raw = raw.map(|raw| raw.rates.as_slice()).unwrap_or_default();
        table.row(&[
            line.name.clone(),
            line.at_once.to_string(),
            format!("{:.2}", line.round_trips).trim_end_matches(".00").to_owned(),
            format!("{:.0}", Quartiles::of(line.rates.iter().copied())),
            format!("{:.2}", Quartiles::of_pairs(&line.rates, raw, |own, raw| own / raw)),
            format!("{:.1}", Quartiles::of(line.processor.iter().copied()).median),
        ]);
    }
    table
}

fn threads(lines: &[Line]) -> Table {
    let columns = ["", "one thread, requests per second", "two threads", "two against one [quartiles]"];
    let mut table = Table::new(&columns);
    for line in lines.iter().filter(|line| line.at_once == 1) {
        let two = lines.iter().find(|other| other.name == line.name && other.at_once == 2);
        let two = two.map(|two| two.rates.as_slice()).unwrap_or_default();
        table.row(&[
            line.name.clone(),
            format!("{:.0}", Quartiles::of(line.rates.iter().copied())),
            format!("{:.0}", Quartiles::of(two.iter().copied())),
            format!("{:.2}", Quartiles::of_pairs(two, &line.rates, |two, one| two / one)),
        ]);
    }
    table
}

/// Fewer sessions in a quick look.
fn resident(programs: &Programs) -> Result<Table> {
    let count = if rounds(9) < 3 { SESSIONS / 10 } else { SESSIONS };
    let mut table = Table::new(&["", "sessions", "bytes of each", "bytes of its claims as JSON"]);
    for (name, kind) in [("**ours**", "ours"), ("tower-sessions", "tower-sessions")] {
        let said = said(programs, &["resident", kind, &count.to_string()])?;
        let [_, bytes, json] = said.trim().split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("not understood: {said}").into());
        };
        table.row(&[name.to_owned(), count.to_string(), bytes.to_owned(), json.to_owned()]);
    }
    Ok(table)
}

/// What sessions take of a server's memory or disk, with the index of subjects. Fewer in a quick look.
fn kept(programs: &Programs) -> Result<Table> {
    let count = if rounds(9) < 3 { KEPT / 100 } else { KEPT };
    let mut table = Table::new(&["", "sessions", "bytes of each"]);
    for (name, kind) in [("Redis, memory", "redis"), ("PostgreSQL, tables and indexes", "postgres")] {
        let said = said(programs, &["kept", kind, &count.to_string()])?;
        if !said.is_empty() {
            table.row(&[name.to_owned(), count.to_string(), said.trim().to_owned()]);
        }
    }
    Ok(table)
}
