//! Where am I logged in? A list of a user's sessions, and buttons that sign out one of them, or all others. In SQLite, so that it
//! runs anywhere: `cargo run --example devices --features servers`, then log in from two browsers.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::{Deserialize, Serialize};
use session_runtime::{RecordKey, Session, SessionError, SessionSlot, SqliteStore, sweep_every};
use std::time::{Duration, SystemTime};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "sqlite", auth = "cookie", lifetime = "30d", idle = "7d")]
pub struct Account {
    /// Whose sessions are listed together.
    #[session(subject)]
    name: String,
    #[session(readonly)]
    device: String,
}

#[derive(Deserialize)]
struct Login {
    name: String,
}

async fn index(
    account: Option<AccountSession>,
    slot: SessionSlot<Account>,
) -> Result<Html<String>, SessionError> {
    let Some(account) = account else {
        let form = "<form method=post action=/login><input name=name placeholder='Your name' required> \
                    <button>Log in</button></form>";
        return Ok(page("Who are you?", form));
    };
    let mut rows = String::new();
    for session in slot.list().await? {
        let age = SystemTime::now().duration_since(session.started_at).unwrap_or_default().as_secs();
        let action = if session.is_current { "this device: log out" } else { "sign out" };
        rows += &format!(
            "<li>{}, for {age} s <form method=post action=/sign-out/{}><button>{action}</button></form></li>",
            escape(&session.claims.device),
            session.key
        );
    }
    let others =
        "<form method=post action=/sign-out-others><button>Sign out all other devices</button></form>";
    Ok(page(&format!("Devices of {}", escape(account.name())), &format!("<ul>{rows}</ul>{others}")))
}

async fn login(
    slot: SessionSlot<Account>,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Result<Redirect, SessionError> {
    let agent =
        headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("some device");
    let device = agent.chars().take(60).collect();
    slot.start(Account { name: login.name, device })?;
    Ok(Redirect::to("/"))
}

/// The key names the session and opens nothing. One of another user's sessions ends nothing either.
async fn sign_out(
    slot: SessionSlot<Account>,
    Path(key): Path<String>,
) -> Result<Redirect, SessionErrorOr404> {
    let key = RecordKey::from_hex(&key).ok_or(StatusCode::NOT_FOUND)?;
    slot.end_one(&key).await?;
    Ok(Redirect::to("/"))
}

async fn sign_out_others(slot: SessionSlot<Account>) -> Result<Redirect, SessionError> {
    slot.end_others().await?;
    Ok(Redirect::to("/"))
}

type SessionErrorOr404 = axum::response::ErrorResponse;

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><meta charset=utf-8><title>{title}</title>\
         <style>body{{font:1rem/1.6 system-ui;max-width:44rem;margin:4rem auto;padding:0 1rem}}form{{display:inline}}</style>\
         <h1>{title}</h1>{body}"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::var("DATABASE").unwrap_or_else(|_| "devices.sqlite".to_owned());
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(2));
    let store = SqliteStore::new(sqlx::SqlitePool::connect_with(options).await?);
    store.migrate().await?;
    let _sweeper = sweep_every(store.clone(), Duration::from_secs(600));
    let app = Router::new()
        .route("/", get(index))
        .route("/login", post(login))
        .route("/sign-out/{key}", post(sign_out))
        .route("/sign-out-others", post(sign_out_others))
        .layer(Account::layer(store));
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("devices: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
