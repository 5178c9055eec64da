use axum::Router;
use axum::routing::get;
use session_runtime::{SecretKey, Session};

#[derive(Session, Clone, Copy)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
union Account {
    user_id: u64,
    guest: u32,
}

async fn greet() {}

fn app(_: SecretKey) -> Router {
    Router::new().route("/", get(greet))
}

fn main() {}
