//! Sessions in Redis: the client holds a random id, Redis the claims.
//!
//! `REDIS_URL=redis://127.0.0.1 cargo run --example axum_redis --features servers`, then
//! `curl -c jar -b jar -X POST localhost:3000/login/ada`, `curl -b jar localhost:3000/me`.

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use session_runtime::{RedisStore, Session, SessionError, SessionSlot};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "redis", auth = "cookie", lifetime = "30d", idle = "2h")]
pub struct Account {
    #[session(subject)]
    name: String,
    /// Two requests that count at the same time both count.
    #[session(merge = sum)]
    visits: u64,
}

fn sum(before: &u64, mine: u64, theirs: &u64) -> u64 {
    theirs + (mine - before)
}

async fn login(slot: SessionSlot<Account>, Path(name): Path<String>) -> Result<&'static str, SessionError> {
    slot.start(Account { name, visits: 0 })?;
    Ok("logged in\n")
}

async fn me(mut account: AccountSession) -> String {
    *account.visits_mut() += 1;
    format!("{}, visit {}\n", account.name(), account.visits())
}

/// The session is gone from Redis when this is answered: a copy of the id opens nothing.
async fn logout(slot: SessionSlot<Account>) -> Result<&'static str, SessionError> {
    slot.end()?;
    Ok("logged out\n")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1".to_owned());
    // Connects when the first session is asked for: the server starts while Redis is down, and answers 503 to those who need a
    // session until it is there.
    let store = RedisStore::new(&url)?.prefix("axum_redis:");
    let app = Router::new()
        .route("/", get(async || "this page needs no session, and no Redis\n"))
        .route("/login/{name}", post(login))
        .route("/me", get(me))
        .route("/logout", post(logout))
        .layer(Account::layer(store));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("axum_redis: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
