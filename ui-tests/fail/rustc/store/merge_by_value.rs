use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};

fn sum(base: u32, mine: u32, theirs: u32) -> u32 {
    mine + theirs - base
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    #[session(merge = sum)]
    visits: u32,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
