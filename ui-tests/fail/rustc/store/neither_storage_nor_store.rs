use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::Session;

/// No store at all.
#[derive(Clone)]
struct Disk;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = Disk, auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(store: Disk) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
