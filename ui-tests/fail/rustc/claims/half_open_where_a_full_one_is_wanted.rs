use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

/// Has not seen the second factor.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "half"))]
struct HalfOpen {
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Account {
    user_id: u64,
}

fn secret(account: &AccountSession) -> String {
    format!("the secret of {}", account.user_id())
}

async fn greet(session: HalfOpenSession) -> String {
    secret(&session)
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key.clone())).layer(HalfOpen::layer(key))
}

fn main() {}
