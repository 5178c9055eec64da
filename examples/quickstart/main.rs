//! Log in, a typed session, log out: `cargo run --example quickstart`, then open the address that it prints.
//!
//! Two claims types live on one server: `Account` in a cookie for the page, `ApiAccess` in an `Authorization` header for
//! `/api/me`.

mod page;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot, SessionTokens};
use tokio::net::TcpListener;

/// Who is logged in, kept in the browser's cookie.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "7d", idle = "30m")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    theme: Theme,
    visits: u32,
}

/// How the page looks to this account.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    Light,
    Dark,
}

/// What a program may do in an account's name; it presents its token in the `Authorization` header.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth = "header", lifetime = "1h")]
pub struct ApiAccess {
    #[session(subject)]
    user_id: u64,
    name: String,
}

#[derive(Deserialize)]
struct Login {
    name: String,
}

async fn index(account: Option<AccountSession>, headers: HeaderMap) -> Html<String> {
    let Some(mut account) = account else { return Html(page::login()) };
    account.set_visits(account.visits() + 1);
    Html(page::account(&account, &headers))
}

async fn login(slot: SessionSlot<Account>, Form(login): Form<Login>) -> Result<Redirect, SessionError> {
    let name: String = login.name.trim().chars().take(40).collect();
    if !name.is_empty() {
        slot.start(Account { user_id: 7, name, theme: Theme::Light, visits: 0 })?;
    }
    Ok(Redirect::to("/"))
}

async fn switch_theme(mut account: AccountSession) -> Redirect {
    let other = if *account.theme() == Theme::Light { Theme::Dark } else { Theme::Light };
    account.set_theme(other);
    Redirect::to("/")
}

async fn logout(slot: SessionSlot<Account>) -> Result<Redirect, SessionError> {
    slot.end()?;
    Ok(Redirect::to("/"))
}

/// A logged-in browser asks for a token that a program can use.
async fn api_token(
    account: AccountSession,
    State(tokens): State<SessionTokens<ApiAccess>>,
) -> Result<Json<serde_json::Value>, SessionError> {
    let token = tokens.issue(&ApiAccess { user_id: account.user_id(), name: account.name().to_owned() })?;
    Ok(Json(serde_json::json!({ "token": token })))
}

async fn api_me(access: ApiAccessSession) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "user_id": access.user_id(), "name": access.name() }))
}

fn app(key: SecretKey) -> Router {
    let api = ApiAccess::layer(key.clone());
    let tokens = api.tokens();
    Router::new()
        .route("/", get(index))
        .route("/login", post(login))
        .route("/theme", post(switch_theme))
        .route("/logout", post(logout))
        .route("/api/token", post(api_token))
        .route("/api/me", get(api_me))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .layer(Account::layer(key))
        .layer(api)
        .with_state(tokens)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // In production: `SecretKey::from_env("SESSION_KEY")?`. A key made here ends every session when the server stops.
    let key = SecretKey::generate()?;
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let listener = match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind("127.0.0.1:0").await?,
    };
    println!("quickstart: http://{}", listener.local_addr()?);
    axum::serve(listener, app(key)).await?;
    Ok(())
}
