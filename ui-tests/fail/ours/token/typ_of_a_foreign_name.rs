use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Über {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(account: ÜberSession) -> String {
    account.name().to_owned()
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Über::layer(key))
}

fn main() {}
