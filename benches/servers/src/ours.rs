//! Ours, with a JWT in a cookie.

use crate::SECRET;
use crate::claims;
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot};
use std::error::Error;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "session", secure = false))]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    roles: Vec<String>,
    dark: bool,
    since: u64,
    visits: u32,
}

async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
    let claims::Account { user_id, name, roles, dark, since, visits } = claims::account(claims::MEASURED);
    slot.start(Account { user_id, name, roles, dark, since, visits }).map(drop)
}

async fn change(mut account: AccountSession) -> &'static str {
    account.set_visits(account.visits() + 1);
    "4711"
}

pub fn app() -> Result<Router, Box<dyn Error>> {
    Ok(Router::new()
        .route("/login", get(log_in))
        .route("/", get(async |account: AccountSession| account.user_id().to_string()))
        .route("/change", get(change))
        .route("/untouched", get(async || "4711"))
        .layer(Account::layer(SecretKey::from_bytes(SECRET)?)))
}
