//! A second factor without a flag to forget: a session that has not finished logging in is another type, and cannot be
//! passed where a full one is wanted. `cargo run --example second_factor`, then
//! ```text
//! curl -c jar -X POST localhost:3000/password/ada; curl -b jar localhost:3000/account     # 401
//! curl -c jar -b jar -X POST localhost:3000/code/123456; curl -b jar localhost:3000/account
//! ```

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot};

/// The password was right; the code has not been seen. Ends by itself after five minutes.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "5m", cookie(name = "__Host-half"))]
pub struct HalfOpen {
    #[session(subject)]
    name: String,
}

/// Both factors were seen.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "12h", idle = "30m")]
pub struct Account {
    #[session(subject)]
    name: String,
}

async fn password(
    slot: SessionSlot<HalfOpen>,
    Path(name): Path<String>,
) -> Result<&'static str, SessionError> {
    slot.start(HalfOpen { name })?;
    Ok("now the code\n")
}

/// Only whoever has a half-open session gets here, and only this handler makes a full one out of it.
async fn code(
    half: HalfOpenSession,
    slot: SessionSlot<Account>,
    Path(code): Path<String>,
) -> Result<&'static str, Refusal> {
    // In production: a TOTP of RFC 6238, with a limit on how often it may be tried.
    if code != "123456" {
        return Err(StatusCode::FORBIDDEN.into());
    }
    slot.start(Account { name: half.name().to_owned() })?;
    half.end()?;
    Ok("welcome\n")
}

type Refusal = axum::response::ErrorResponse;

/// What needs both factors says so in its signature.
fn secret(account: &AccountSession) -> String {
    format!("the secret of {}\n", account.name())
}

async fn account(account: AccountSession) -> String {
    secret(&account)
}

/// The application, which its test drives, too.
pub fn app(key: SecretKey) -> Router {
    Router::new()
        .route("/password/{name}", post(password))
        .route("/code/{code}", post(code))
        .route("/account", get(account))
        .layer(HalfOpen::layer(key.clone()))
        .layer(Account::layer(key))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("second_factor: http://{}", listener.local_addr()?);
    axum::serve(listener, app(SecretKey::generate()?)).await?;
    Ok(())
}
