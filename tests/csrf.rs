//! Requests that another site makes a browser send: the session is out of their reach, and nothing else is.

mod support;

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionLayer, SessionSlot};
use support::KEY;
use support::log::Log;
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth("cookie", "header"))]
struct Account {
    visits: u32,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", csrf = false)]
struct Open {
    visits: u32,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "header", auth = "header")]
struct Api {
    visits: u32,
}

fn key() -> SecretKey {
    SecretKey::from_bytes(KEY).unwrap()
}

async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
    slot.start(Account { visits: 0 }).map(drop)
}

async fn logout(slot: SessionSlot<Account>) -> Result<(), SessionError> {
    slot.end()
}

async fn visit(mut account: AccountSession) {
    *account.visits_mut() += 1;
}

fn app(layer: SessionLayer<Account>) -> Router {
    Router::new()
        .route("/", get(visit).post(visit))
        .route("/maybe", post(async |_: Option<AccountSession>| "served"))
        .route("/login", post(login))
        .route("/logout", post(logout))
        .route("/hooks/pay", post(async |account: Option<AccountSession>| account.is_some().to_string()))
        .route("/contact", post(async || "sent"))
        .layer(layer)
}

fn token() -> String {
    Account::layer(key()).tokens().issue(&Account { visits: 1 }).unwrap()
}

/// A request of another site's page, with the cookie.
fn forged(method: &str, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "example.com")
        .header("origin", "https://evil.example")
        .header("cookie", format!("__Host-session={}", token()))
}

async fn send(app: &Router, request: http::request::Builder) -> (StatusCode, bool) {
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (response.status(), response.headers().contains_key("set-cookie"))
}

#[tokio::test]
async fn the_session_is_out_of_reach_and_the_log_says_why() {
    let app = app(Account::layer(key()));
    let (log, guard) = Log::start();
    for path in ["/", "/maybe", "/login", "/logout"] {
        assert_eq!(send(&app, forged("POST", path)).await, (StatusCode::FORBIDDEN, false), "{path}");
    }
    drop(guard);
    assert!(log.lines()[0].contains("another site sent a request"), "{:?}", log.lines());
    assert_eq!(send(&app, forged("POST", "/contact")).await.0, StatusCode::OK, "no session, no authority");
    assert_eq!(send(&app, forged("GET", "/")).await, (StatusCode::OK, true), "a safe method");
    let upgrade = forged("GET", "/").header("connection", "upgrade").header("upgrade", "websocket");
    assert_eq!(send(&app, upgrade).await, (StatusCode::FORBIDDEN, false));
    let own = Request::post("/")
        .header("host", "example.com")
        .header("origin", "https://example.com")
        .header("cookie", format!("__Host-session={}", token()));
    assert_eq!(send(&app, own).await, (StatusCode::OK, true));
}

#[tokio::test]
async fn a_header_that_no_browser_adds_by_itself_is_not_asked_where_it_comes_from() {
    let app = app(Account::layer(key()));
    let bearer = forged("POST", "/").header("authorization", format!("Bearer {}", token()));
    assert_eq!(send(&app, bearer).await.0, StatusCode::OK);
    let basic = forged("POST", "/").header("authorization", "Basic eA==");
    assert_eq!(send(&app, basic).await.0, StatusCode::FORBIDDEN);

    let token = Api::layer(key()).tokens().issue(&Api { visits: 0 }).unwrap();
    let app = Router::new().route("/", post(async |_: ApiSession| "served")).layer(Api::layer(key()));
    let request = forged("POST", "/").header("authorization", format!("Bearer {token}"));
    assert_eq!(send(&app, request).await.0, StatusCode::OK);
}

#[tokio::test]
async fn trusted_origins_and_exempt_paths_are_let_through() {
    let layer = Account::layer(key()).trust_origin("https://evil.example").unwrap();
    assert_eq!(send(&app(layer), forged("POST", "/")).await, (StatusCode::OK, true));
    let app = app(Account::layer(key()).csrf_exempt("/hooks"));
    assert_eq!(send(&app, forged("POST", "/hooks/pay")).await.0, StatusCode::OK);
    assert_eq!(send(&app, forged("POST", "/")).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let token = Open::layer(key()).tokens().issue(&Open { visits: 0 }).unwrap();
    let app = Router::new().route("/", post(async |_: OpenSession| "served")).layer(Open::layer(key()));
    let request = Request::post("/")
        .header("origin", "https://evil.example")
        .header("cookie", format!("__Host-session={token}"));
    assert_eq!(send(&app, request).await.0, StatusCode::OK);
}
