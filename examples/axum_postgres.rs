//! Sessions in PostgreSQL: the application's own pool, a table that makes itself, and a task that sweeps it.
//!
//! `DATABASE_URL=postgres://… cargo run --example axum_postgres --features servers`, then
//! `curl -c jar -b jar -X POST localhost:3000/login/ada`, `curl -c jar -b jar localhost:3000/me`.

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use session_runtime::{PostgresStore, SecretKey, Session, SessionError, SessionSlot, sweep_every};
use std::time::Duration;

/// The client holds a JSON Web Token that carries the session's id and nothing else: forged and expired ones never reach the
/// database.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "postgres", auth = "cookie", lifetime = "30d", idle = "2h")]
pub struct Account {
    #[session(subject)]
    name: String,
    theme: Option<String>,
    /// A change moves the session to a new id; the old one is dead when the response is sent.
    #[session(rotate)]
    admin: bool,
}

async fn login(slot: SessionSlot<Account>, Path(name): Path<String>) -> Result<&'static str, SessionError> {
    slot.start(Account { name, theme: None, admin: false })?;
    Ok("logged in\n")
}

async fn me(account: AccountSession) -> String {
    format!("{}, admin: {}, theme: {:?}\n", account.name(), account.admin(), account.theme())
}

async fn theme(mut account: AccountSession, Path(theme): Path<String>) {
    account.set_theme(Some(theme));
}

async fn sudo(mut account: AccountSession) {
    account.set_admin(true);
}

async fn logout(slot: SessionSlot<Account>) -> Result<&'static str, SessionError> {
    slot.end()?;
    Ok("logged out\n")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "postgres://localhost/postgres".to_owned());
    let store = PostgresStore::new(sqlx::PgPool::connect(&url).await?).table("account_sessions")?;
    store.migrate().await?;
    // Stops when it is dropped.
    let _sweeper = sweep_every(store.clone(), Duration::from_secs(600));
    // In production: `SecretKey::from_env("SESSION_KEY")?`.
    let key = SecretKey::generate()?;
    let app = Router::new()
        .route("/login/{name}", post(login))
        .route("/me", get(me))
        .route("/theme/{theme}", post(theme))
        .route("/sudo", post(sudo))
        .route("/logout", post(logout))
        .layer(Account::layer(key, store));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("axum_postgres: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
