//! Sessions in a store of one's own: `cargo run --example custom_store`, then
//! `curl -c jar -X POST localhost:3000/login/ada`, `curl -b jar localhost:3000/me`.

mod store;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use session_runtime::{Session, SessionError, SessionSlot};
use store::Shelf;

/// Every `Store` is a storage: its path stands where a name would.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = store::Shelf, auth = "cookie")]
pub struct Account {
    #[session(subject)]
    name: String,
}

async fn login(slot: SessionSlot<Account>, Path(name): Path<String>) -> Result<&'static str, SessionError> {
    slot.start(Account { name })?;
    Ok("logged in\n")
}

async fn me(account: AccountSession) -> String {
    format!("{}\n", account.name())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = Router::new()
        .route("/login/{name}", post(login))
        .route("/me", get(me))
        .layer(Account::layer(Shelf::default()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("custom_store: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
