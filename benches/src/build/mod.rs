//! How long it takes to build, how many crates it takes, and how large it gets: small applications, each with a target folder of its own.

mod project;

use crate::page::{self, Table};
use crate::{Result, machine, rounds};
use project::{Cost, Project};
use std::time::Duration;

/// What our layer needs at least, for HS256 in axum.
const LEAST: &str = "default-features = false, features = [\"axum\", \"jwt\", \"macros\"]";
/// Beside the default ones.
const FEATURES: [&str; 7] = ["jwe", "jwt-asymmetric", "memory", "sqlite", "postgres", "mysql", "redis"];
/// How often a build after a change is timed.
const CHANGES: usize = 5;

pub fn measure() -> Result<()> {
    let alone = Project::new("axum alone", "", include_str!("applications/alone.rs"));
    let mut projects = vec![
        alone,
        ours("**ours**, default features", ""),
        ours("**ours**, HS256 alone", LEAST),
        Project::new(
            "tower-sessions",
            "tower-sessions = \"0.15\"\ntime = \"0.3\"",
            include_str!("applications/tower_sessions.rs"),
        ),
        jsonwebtoken("`jsonwebtoken` by hand, rust_crypto", "rust_crypto"),
        jsonwebtoken("`jsonwebtoken` by hand, aws_lc_rs", "aws_lc_rs"),
    ];
    projects.extend(FEATURES.map(|feature| {
        ours(&format!("**ours**, default features and `{feature}`"), &format!("features = [\"{feature}\"]"))
    }));

    let mut table = Table::new(&[
        "beside axum",
        "crates",
        "clean build, s",
        "of axum alone",
        "build after a change, s",
        "stripped release binary, kB",
        "over axum alone, kB",
    ]);
    let mut first = None;
    for project in &projects {
        eprintln!("{}", project.name);
        let cost = project.build(rounds(CHANGES))?;
        let beside = *first.get_or_insert(cost);
        table.row(&row(&project.name, &cost, &beside));
    }
    let machine = machine::line(&["axum", "tokio", "tower-sessions", "jsonwebtoken"])?;
    let what = "A debug build from nothing with sources there; then the median of builds after one line was changed; then a release \
                build with thin LTO and one codegen unit, stripped. Each application uses the session that it is named after: \
                it begins, reads and changes one. Features with a store are built, and not used.";
    page::write("build", &format!("{machine}\n\n{what}\n\n{}", table.text()))
}

fn ours(name: &str, settings: &str) -> Project {
    let settings = if settings.is_empty() { String::new() } else { format!(", {settings}") };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../session-runtime");
    Project::new(
        name,
        &format!("session-runtime = {{ path = \"{path}\"{settings} }}"),
        include_str!("applications/ours.rs"),
    )
}

fn jsonwebtoken(name: &str, backend: &str) -> Project {
    let settings = format!("version = \"11\", default-features = false, features = [\"{backend}\"]");
    Project::new(
        name,
        &format!("jsonwebtoken = {{ {settings} }}"),
        include_str!("applications/jsonwebtoken.rs"),
    )
}

fn row(name: &str, cost: &Cost, alone: &Cost) -> Vec<String> {
    let seconds = |duration: Duration| format!("{:.2}", duration.as_secs_f64());
    let kilobytes = |bytes: f64| format!("{:.0}", bytes / 1000.0);
    vec![
        name.to_owned(),
        cost.crates.to_string(),
        seconds(cost.clean),
        format!("{:.2}", cost.clean.as_secs_f64() / alone.clean.as_secs_f64()),
        seconds(cost.changed),
        kilobytes(cost.bytes as f64),
        kilobytes(cost.bytes as f64 - alone.bytes as f64),
    ]
}
