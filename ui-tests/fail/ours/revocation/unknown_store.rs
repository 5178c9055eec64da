use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, SecretKey, Session};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = "memori")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey, list: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key, list))
}

fn main() {}
