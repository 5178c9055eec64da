use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{A256Gcm, SecretKey, Session};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwe", storage = "cookie", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey<A256Gcm>) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
