//! One login for a Python and a Rust server: they share Starlette's session cookie, and each reads what the other wrote.
//!
//! Beside `starlette_shared.py`, with the same secret:
//! ```text
//! export SECRET_KEY=$(openssl rand -hex 32)
//! uvicorn --app-dir examples starlette_shared:app --port 8000 &
//! cargo run --example starlette_shared &
//! curl -c jar -b jar -d name=Ada localhost:8000/login    # Python logs in,
//! curl -c jar -b jar localhost:3000/                     # Rust knows who it is,
//! curl -c jar -b jar -X POST localhost:3000/theme/dark   # and changes one field,
//! curl -c jar -b jar localhost:8000/                     # which Python sees.
//! ```

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot, Sha1};

/// What Python keeps in `request.session`.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    // Starlette's defaults; behind TLS, leave `secure` on here and set `https_only=True` there.
    cookie(name = "session", secure = false)
)]
pub struct Visitor {
    #[session(subject)]
    name: String,
    #[serde(default)]
    theme: Option<String>,
    /// Whatever else Python writes stays as it is.
    #[serde(flatten)]
    #[session(skip_accessors)]
    more: Map<String, Value>,
}

async fn index(visitor: Option<VisitorSession>) -> String {
    match visitor {
        Some(visitor) => {
            format!("rust: {} likes it {}\n", visitor.name(), visitor.theme().unwrap_or("light"))
        }
        None => "rust: nobody\n".to_owned(),
    }
}

async fn theme(mut visitor: VisitorSession, Path(theme): Path<String>) {
    visitor.set_theme(Some(theme));
}

async fn logout(slot: SessionSlot<Visitor>) -> Result<(), SessionError> {
    slot.end()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Python's secret is text, and its bytes are the key.
    let secret = std::env::var("SECRET_KEY").map_err(|_| "set SECRET_KEY to what the Python server has")?;
    let key = SecretKey::<Sha1>::from_bytes(secret)?;

    let app = Router::new()
        .route("/", get(index))
        .route("/theme/{theme}", post(theme))
        .route("/logout", post(logout))
        .layer(Visitor::layer(key));
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("starlette_shared: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
