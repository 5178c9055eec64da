//! What a session in memory takes. The only test of its binary, so that nothing else grows meanwhile.

use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};
use std::io::Write as _;

/// Bytes of one session, all in all.
const MOST: usize = 500;

/// The six fields that everything is measured with.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie", idle = "30m")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    roles: Vec<String>,
    theme: String,
    visits: u32,
    beta: bool,
}

#[test]
fn a_session_takes_no_more_than_it_may() {
    let full = std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full");
    let count: usize = if full { 1_000_000 } else { 100_000 };
    let store = MemoryStore::new(count);
    let sessions = Account::layer(store.clone()).sessions();
    let before = resident();
    for user_id in 0..count as u64 {
        let roles = ["admin", "editor", "viewer"].map(str::to_owned).to_vec();
        let (name, theme) = ("Ada Lovelace 1815".into(), "dark".into());
        // Half of the users are there twice.
        let claims =
            Account { user_id: 10_000_000 + user_id / 3 * 2, name, roles, theme, visits: 1234, beta: true };
        sessions.start(claims).now_or_never().expect("the store never waits").unwrap();
    }
    let taken = resident() - before;
    assert_eq!((store.len(), store.evicted()), (count, 0));
    let each = taken / count;
    // Not `println!`, which nobody sees when a test passes.
    let _ = writeln!(std::io::stderr(), "{count} sessions in memory: {each} bytes each");
    assert!(each <= MOST, "{each} bytes a session");
    assert!(each >= 100, "{each} bytes a session are too few to be true");
}

/// What of this process is in memory, in bytes.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let resident: usize = pages.split(' ').nth(1).unwrap().parse().unwrap();
    // Linux counts pages of 4 KiB on the machines that this runs on.
    resident * 4096
}
