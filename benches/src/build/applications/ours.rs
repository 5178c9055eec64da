use axum::{Router, routing::get};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
    slot.start(Account { user_id: 7, name: "Ada".into() }).map(drop)
}

async fn read(account: AccountSession) -> String {
    account.user_id().to_string()
}

async fn change(mut account: AccountSession) {
    account.set_name("Grace".into());
}

#[tokio::main]
async fn main() {
    let key = SecretKey::from_env("SESSION_KEY").unwrap();
    let app: Router = Router::new()
        .route("/login", get(log_in))
        .route("/", get(read))
        .route("/change", get(change))
        .layer(Account::layer(key));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
