use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    let devices = slot.list().await?;
    Ok(devices.len().to_string())
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
