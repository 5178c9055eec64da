use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Account<'a> {
    user_id: u64,
    name: &'a str,
}

async fn greet() {}

fn app(_: SecretKey) -> Router {
    Router::new().route("/", get(greet))
}

fn main() {}
