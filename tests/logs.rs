//! What the log says, and what it never contains.

mod support;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer, SessionSlot};
use support::KEY;
use support::log::Log;
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "s"))]
pub struct Account {
    name: String,
}

fn layer() -> SessionLayer<Account> {
    Account::layer(SecretKey::from_bytes(KEY).unwrap())
}

async fn answer(handler: MethodRouter, cookie: &str) -> Response {
    let request = Request::builder().uri("/").header("cookie", cookie).body(Body::empty()).unwrap();
    Router::new().route("/", handler).layer(layer()).oneshot(request).await.unwrap()
}

fn one_line(log: &Log, level: &str, text: &str) -> String {
    let lines = log.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with(level) && lines[0].contains(text) && lines[0].contains("Account"),
        "{lines:?}"
    );
    lines[0].clone()
}

#[tokio::test]
async fn a_refused_token_is_logged_with_its_reason_and_without_itself() {
    let token = layer().tokens().issue(&Account { name: "Ada".into() }).unwrap();
    let (log, _guard) = Log::start();
    let forged = format!("{token}AAAA");
    answer(get(|_: Option<AccountSession>| async {}), &format!("s={forged}")).await;
    let line = one_line(&log, "DEBUG", "session refused");
    let (header, rest) = token.split_once('.').unwrap();
    let (payload, tag) = rest.split_once('.').unwrap();
    assert!(![header, payload, tag, "Ada"].iter().any(|part| line.contains(part)), "{line}");
}

#[tokio::test]
async fn a_handle_that_outlives_its_response_is_reported() {
    let token = layer().tokens().issue(&Account { name: "Ada".into() }).unwrap();
    async fn leak(mut account: AccountSession) -> Response {
        account.set_name("late".into());
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(std::sync::Arc::new(account));
        response
    }
    let response = answer(get(leak), &format!("s={token}")).await;
    let (log, _guard) = Log::start();
    drop(response);
    one_line(&log, "WARN", "outlived its response");
}

#[tokio::test]
async fn a_session_that_cannot_be_handed_out_names_its_claims_type() {
    let (log, _guard) = Log::start();
    let large =
        get(|slot: SessionSlot<Account>| async move { drop(slot.start(Account { name: "x".repeat(5000) })) });
    answer(large, "").await;
    let line = one_line(&log, "ERROR", "cannot be handed out");
    assert!(line.contains("4096") && !line.contains("xxxx"), "{line}");
}

#[tokio::test]
async fn what_an_older_handle_may_not_publish_is_in_the_log() {
    let token = layer().tokens().issue(&Account { name: "Ada".into() }).unwrap();
    let (log, _guard) = Log::start();
    let handler = get(|mut old: AccountSession, slot: SessionSlot<Account>| async move {
        old.set_name("old".into());
        slot.end().unwrap();
    });
    answer(handler, &format!("s={token}")).await;
    one_line(&log, "DEBUG", "older handle's changes are dropped");
}

#[test]
fn development_without_tls_is_warned_of() {
    let (log, _guard) = Log::start();
    let _layer = layer().insecure_for_development();
    one_line(&log, "WARN", "development only");
}
