use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
enum Account {
    Guest,
    Member { user_id: u64 },
}

async fn greet(account: AccountSession) -> String {
    format!("{:?}", account.expires_at())
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
