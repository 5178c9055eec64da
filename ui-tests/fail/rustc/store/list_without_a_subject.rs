use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session, SessionError, SessionSlot};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie")]
struct Account {
    user_id: u64,
    name: String,
}

async fn greet(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    let devices = slot.list().await?;
    Ok(devices.len().to_string())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
