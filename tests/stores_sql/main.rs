//! Sessions in SQLite, PostgreSQL and MySQL (here MariaDB): the suite that every store passes, and what is SQL's own.

#[path = "../support/program.rs"]
#[allow(dead_code, reason = "only servers are started here")]
mod program;
#[path = "../support/servers/mod.rs"]
mod servers;
#[path = "../support/mod.rs"]
mod support;

mod cancelled;
mod conformance;
mod kept;
mod migrations;
mod opened;
mod races;
mod restarts;
mod sweeping;
mod unanswered;

use session_runtime::{Record, RecordKey, SubjectKey};
use std::time::{SystemTime, UNIX_EPOCH};

/// A key that differs for each number.
fn key(number: u64) -> RecordKey {
    RecordKey::from_bytes(bytes(number))
}

fn bytes(number: u64) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// A record of nobody that ends in `seconds`, or ended before.
fn record(document: &str, seconds: i64) -> Record {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Record { document: document.to_owned(), expires: now.saturating_add_signed(seconds), subject: None }
}

fn record_of(subject: u64, document: &str) -> Record {
    Record { subject: Some(SubjectKey::from_bytes(bytes(subject))), ..record(document, 3600) }
}

/// How much of a test is enough: a little, or a lot with `SESSION_TEST_SCALE=full`.
fn scale(small: u64, full: u64) -> u64 {
    match std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full") {
        true => full,
        false => small,
    }
}
