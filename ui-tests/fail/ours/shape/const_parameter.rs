use axum::Router;
use axum::routing::get;
use session_runtime::{SecretKey, Session};

#[derive(Session, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Account<const N: usize> {
    user_id: u64,
    roles: Vec<[u8; N]>,
}

async fn greet() {}

fn app(_: SecretKey) -> Router {
    Router::new().route("/", get(greet))
}

fn main() {}
