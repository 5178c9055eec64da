use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "signed", digest = "sha1", storage = "cookie", auth = "cookie", revocation = "memory")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(layer: SessionLayer<Account>) -> Router {
    Router::new().route("/", get(greet)).layer(layer)
}

fn main() {}
