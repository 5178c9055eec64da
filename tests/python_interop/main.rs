//! Sessions that are shared with Python: the real packages serve over HTTP, and each side reads what the other wrote.
//!
//! `python3 -m venv .venv && .venv/bin/pip install -r tests/python/requirements.txt` makes them; `SESSION_TEST_PYTHON` names
//! another Python. Skipped where neither is there.

#[path = "../support/program.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;

mod asymmetric;
mod example;
mod itsdangerous;
mod middleware;
mod pyjwt;
mod starlette;

use axum::extract;
use axum::routing::{get, post};
use axum::{Json, Router};
use program::{Program, skipped};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot, Sha1};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};
use support::{Answer, Client, serve};

/// What both sides know.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Python's side, until it is dropped.
struct Python {
    address: SocketAddr,
    _program: Program,
}

/// The Python that has the packages, if there is one.
fn python() -> Option<PathBuf> {
    let python = match std::env::var_os("SESSION_TEST_PYTHON") {
        Some(python) => python.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"),
    };
    let imports = ["-c", "import itsdangerous, jwcrypto, jwt, starlette, starlette_session, uvicorn"];
    let found = Command::new(&python).args(imports).stderr(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        return Some(python);
    }
    skipped("no Python with the packages of tests/python/requirements.txt");
    None
}

impl Python {
    /// None where there is no Python, or none with the packages.
    fn start() -> Option<Python> {
        let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/server.py");
        let command = &mut Command::new(python()?);
        let mut program = Program::start(command.args(["-W", "ignore"]).arg(server).arg(SECRET)).unwrap();
        let port = program.line().parse().unwrap();
        Some(Python { address: SocketAddr::from(([127, 0, 0, 1], port)), _program: program })
    }

    /// What it answers to `body`.
    async fn ask(&self, path: &str, body: &str) -> Answer {
        Client::new(self.address).post(path, body).await
    }
}

/// A session of a Python application: one field that Rust knows, and whatever else there is.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session", secure = false)
)]
pub struct Shared {
    some: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The same routes as Python's side.
fn shared() -> Router {
    async fn view(session: Option<SharedSession>) -> Json<Value> {
        Json(session.map_or(json!({}), |session| serde_json::to_value(&*session.claims()).unwrap()))
    }
    async fn start(
        slot: SessionSlot<Shared>,
        Json(more): Json<Map<String, Value>>,
    ) -> Result<(), SessionError> {
        slot.start(Shared { some: None, more })?;
        Ok(())
    }
    async fn change(mut session: SharedSession, extract::Path(value): extract::Path<String>) {
        session.set_some(Some(value));
    }
    async fn end(slot: SessionSlot<Shared>) -> Result<(), SessionError> {
        slot.end()
    }
    Router::new()
        .route("/view", get(view))
        .route("/start", post(start))
        .route("/change/{value}", post(change))
        .route("/end", post(end))
        .layer(Shared::layer(SecretKey::<Sha1>::from_bytes(SECRET).unwrap()))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

fn value(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{answer:?}"))
}
