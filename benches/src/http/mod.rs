//! Real servers on loopback: processor time of a request, requests per second, and how long the slowest wait.

mod report;
mod server;

use crate::programs::Programs;
use crate::{Result, machine, page, rounds};
use server::Server;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const ROUNDS: usize = 9;
const EACH: Duration = Duration::from_millis(1500);
const CONNECTIONS: usize = 32;

/// Whom the others are held against.
const BARE: &str = "axum, bare";
/// What a microsecond of work costs there: where the server is slower, the client sleeps more, and the server wakes it.
const BUSY: &str = "axum, and one microsecond of work";
const OURS: &str = "**ours, jwt**";
/// The middleware in Python that has our three axes.
const MIDDLEWARE: &str = "uvicorn, starlette-session-middleware, jwt";
const SERVERS: [(&str, &str); 5] = [
    (BARE, "bare"),
    (BUSY, "busy"),
    (OURS, "ours"),
    ("by hand, `jsonwebtoken`", "by-hand"),
    ("tower-sessions, in memory", "tower-sessions"),
];
const PYTHON: [(&str, &str); 3] =
    [("uvicorn, bare", "bare"), (MIDDLEWARE, "three-backends"), ("uvicorn, Starlette's own", "starlette")];
const PATHS: [(&str, &str); 3] =
    [("/untouched", "not touched"), ("/", "one field read"), ("/change", "one field changed")];

/// What one run of the client gave.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Microseconds of the server's processor time.
    processor: f64,
    per_second: f64,
    /// Microseconds.
    slowest: f64,
}

/// One server and path, by round.
struct Series {
    server: &'static str,
    path: &'static str,
    what: &'static str,
    runs: Vec<Run>,
}

pub fn measure() -> Result<()> {
    let programs = Programs::of("servers")?;
    let mut servers = Vec::new();
    for (name, kind) in SERVERS {
        servers.push(Server::axum(&programs, name, kind)?);
    }
    match python() {
        Some(python) => {
            for (name, kind) in PYTHON {
                servers.push(Server::python(&python, name, kind)?);
            }
        }
        None => println!(
            "skipped: uvicorn; `python3 -m venv .venv && .venv/bin/pip install -r tests/python/requirements.txt` installs it"
        ),
    }
    let ours = servers.iter().find(|server| server.name == OURS).ok_or("no server")?;
    let presented = ours.cookie().to_owned();
    servers.iter_mut().for_each(|server| server.present_as(&presented));
    let mut all = Vec::new();
    for (path, what) in PATHS {
        // What has no session does the same on each path.
        let same = |server: &Server| server.name.ends_with("bare") || server.name == BUSY;
        let asked = servers.iter().filter(|server| !same(server) || path == "/");
        all.extend(asked.map(|server| Series { server: server.name, path, what, runs: Vec::new() }));
    }
    for round in 0..rounds(ROUNDS) {
        eprintln!("round {}", round + 1);
        for place in 0..all.len() {
            let series = (place + round) % all.len();
            let series = &mut all[series];
            let server = servers.iter().find(|server| server.name == series.server).ok_or("no server")?;
            series.runs.push(run(&programs, server, series.path)?);
        }
    }
    let machine = machine::line(&["axum", "hyper", "tokio", "jsonwebtoken", "tower-sessions"])?;
    page::write("http", &report::text(&all, &machine))
}

fn run(programs: &Programs, server: &Server, path: &str) -> Result<Run> {
    let before = server.processor_time()?;
    let mut load = programs.command("load");
    load.args([&server.port().to_string(), path, &CONNECTIONS.to_string(), &EACH.as_millis().to_string()]);
    let child = load.arg(server.cookies()).stdout(Stdio::piped()).spawn()?;
    machine::keep_on(Some(child.id()), machine::cores() - 1)?;
    let output = child.wait_with_output()?;
    let processor = server.processor_time()?.saturating_sub(before);
    let text = String::from_utf8(output.stdout)?;
    let [answers, _, slowest] = text.trim().split('\t').collect::<Vec<_>>()[..] else {
        return Err(format!("{}, {path}: the client failed", server.name).into());
    };
    let answers: f64 = answers.parse()?;
    Ok(Run {
        processor: processor.as_secs_f64() * 1e6 / answers,
        per_second: answers / EACH.as_secs_f64(),
        slowest: slowest.parse()?,
    })
}

/// The one of the tests, where it has what is needed.
fn python() -> Option<PathBuf> {
    let python = match std::env::var_os("SESSION_TEST_PYTHON") {
        Some(python) => PathBuf::from(python),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../.venv/bin/python"),
    };
    let mut check = Command::new(&python);
    check.args(["-c", "import starlette, starlette_session, uvicorn"]).stderr(Stdio::null());
    check.status().is_ok_and(|status| status.success()).then_some(python)
}
