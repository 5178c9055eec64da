//! Fields that say how two changes of them become one.
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};
use std::collections::BTreeSet;

fn sum(base: &u32, mine: u32, theirs: &u32) -> u32 {
    mine + theirs - base
}

trait Set: Sized {
    fn union(base: &Self, mine: Self, theirs: &Self) -> Self;
}

impl<T: Ord + Clone> Set for BTreeSet<T> {
    fn union(base: &Self, mut mine: Self, theirs: &Self) -> Self {
        mine.extend(theirs.difference(base).cloned());
        mine
    }
}

fn larger<T: Ord + Clone>(_: &T, mine: T, theirs: &T) -> T {
    mine.max(theirs.clone())
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    #[session(merge = sum)]
    visits: u32,
    #[session(merge = crate::sum)]
    clicks: u32,
    #[session(merge = larger)]
    last: Option<u64>,
    #[session(merge = larger<String>)]
    word: String,
    #[session(merge = <BTreeSet<String> as Set>::union)]
    tags: BTreeSet<String>,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
