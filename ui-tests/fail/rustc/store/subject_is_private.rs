use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};

#[derive(Serialize, Deserialize, Clone)]
struct UserId(u64);

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie")]
pub struct Account {
    #[session(subject)]
    user_id: UserId,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id().0, account.name())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
