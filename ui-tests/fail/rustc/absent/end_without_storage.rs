use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth = "header")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(account: AccountSession) -> Result<(), SessionError> {
    account.end()
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
