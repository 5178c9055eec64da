//! `docs/security.md` says of each requirement where it is shown: what it names exists, and no number is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The requirements are numbered from 1 to this.
const LAST: u32 = 69;

/// What a result begins with.
const RESULTS: [&str; 4] = ["holds", "decided otherwise", "does not apply", "open"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A row of the table.
struct Row {
    number: u32,
    shown: Vec<String>,
    result: String,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let number = cells[0].parse().ok()?;
        let [_, requirement, shown, result] = cells[..] else { panic!("four cells: {line}") };
        assert!(!requirement.is_empty(), "{line}");
        Some(Row { number, shown: quoted(shown), result: result.to_owned() })
    });
    rows.collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The numbers in `req_09_req_10_…` and `req_20_and_21_…`.
fn numbers(function: &str) -> BTreeSet<u32> {
    let mut words = function.split('_');
    if words.next() != Some("req") {
        return BTreeSet::new();
    }
    words
        .take_while(|word| matches!(*word, "req" | "and") || word.len() == 2 && word.parse::<u32>().is_ok())
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Whether a name of the page is something of the tree: a file, or a test as `binary::…::function`, `package::…::function`.
fn exists(name: &str) -> bool {
    let Some((home, _)) = name.split_once("::") else { return root().join(name).exists() };
    let function = name.rsplit("::").next().unwrap_or(name);
    let homes = match home {
        "session_runtime" => vec![root().join("session-runtime/src")],
        "session_macros" => vec![root().join("session-macros/src")],
        test => vec![root().join(format!("tests/{test}.rs")), root().join(format!("tests/{test}"))],
    };
    let mut sources = homes.iter().flat_map(|home| sources(home));
    sources.any(|source| {
        source.contains(&format!("fn {function}(")) || source.contains(&format!("fn {function}<"))
    })
}

fn sources(home: &Path) -> Vec<String> {
    if home.is_file() {
        return vec![fs::read_to_string(home).unwrap()];
    }
    let Ok(entries) = fs::read_dir(home) else { return vec![] };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "rs"));
    paths.iter().flat_map(|path| sources(path)).collect()
}

#[test]
fn the_table_has_every_number_once_and_in_order() {
    let found: Vec<u32> = rows().iter().map(|row| row.number).collect();
    assert_eq!(found, (1..=LAST).collect::<Vec<_>>());
}

#[test]
fn every_row_names_tests_that_exist_and_one_of_its_number() {
    let mut wrong = vec![];
    for Row { number, shown, result } in rows() {
        if !RESULTS.iter().any(|word| result.starts_with(word)) {
            wrong.push(format!("{number}: the result begins with none of {RESULTS:?}: {result}"));
        }
        for name in shown.iter().filter(|name| !exists(name)) {
            wrong.push(format!("{number}: there is no `{name}`"));
        }
        let numbered =
            shown.iter().any(|name| numbers(name.rsplit("::").next().unwrap_or(name)).contains(&number));
        if !numbered && !result.starts_with("open") {
            wrong.push(format!("{number}: no test with this number is named"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The reader of names, by names that it has to tell apart.
#[test]
fn names_are_read() {
    assert_eq!(numbers("req_09_req_10_a_session_has_a_greatest_age"), BTreeSet::from([9, 10]));
    assert_eq!(numbers("req_20_and_21_whatever_is_flipped_is_refused"), BTreeSet::from([20, 21]));
    assert_eq!(numbers("a_user_sees_their_own_sessions_and_ends_them"), BTreeSet::new());
    assert!(exists("security::page::names_are_read") && exists("deny.toml"));
    assert!(!exists("security::page::names_that_are_not") && !exists("no/such/file.rs"));
}
