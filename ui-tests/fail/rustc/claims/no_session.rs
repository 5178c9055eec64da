use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SessionSlot};

#[derive(Serialize, Deserialize, Clone)]
struct Account {
    user_id: u64,
    name: String,
}

async fn greet(slot: SessionSlot<Account>) -> String {
    format!("{:?}", slot.rejection())
}

fn app() -> Router {
    Router::new().route("/", get(greet))
}

fn main() {}
