//! Sessions that a store keeps: what a request costs at the store, what concurrent requests do to each other, what a store that
//! fails does to a request, and what a client holds.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/watched.rs"]
mod watched;

mod concurrency;
mod devices;
mod failures;
mod references;
mod requests;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use session_runtime::{Clock, Rejection, Session, SessionError, SessionSlot};
use std::time::Duration;
use tower::ServiceExt;
use watched::Watched;

/// What most tests keep.
#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "opaque", storage = Watched, auth = "cookie", idle = "30m", lifetime = "1d")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    theme: Option<String>,
    #[session(rotate)]
    admin: bool,
    #[session(merge = added)]
    visits: u64,
}

/// Both sides' additions.
fn added(base: &u64, mine: u64, theirs: &u64) -> u64 {
    theirs + (mine - base)
}

/// Seconds since the Unix epoch when the tests begin.
const NOW: u64 = 1_700_000_000;

fn account(user_id: u64) -> Account {
    Account { user_id, name: format!("n{user_id}"), theme: None, admin: false, visits: 0 }
}

/// One application with its store, and one client without a jar of its own.
struct App {
    store: Watched,
    clock: Clock,
    router: Router,
}

/// What came back.
struct Answer {
    status: StatusCode,
    set_cookie: Vec<String>,
    cache_control: Option<String>,
    vary: Option<String>,
    text: String,
}

impl App {
    fn new() -> Self {
        let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
        let router = routes().layer(Account::layer(store.clone()).clock(clock.clone()));
        App { store, clock, router }
    }

    /// A request with a cookie, or without one.
    async fn send(&self, path: &str, cookie: &str) -> Answer {
        send(&self.router, path, cookie).await
    }

    /// The cookie of a new session; what that cost is forgotten.
    async fn log_in(&self, user_id: u64) -> String {
        let cookie = self.send(&format!("/login/{user_id}"), "").await.cookie();
        self.store.asked();
        cookie
    }

    /// The session as a request sees it.
    async fn see(&self, cookie: &str) -> Option<Account> {
        let answer = self.send("/me", cookie).await;
        self.store.asked();
        (answer.status == StatusCode::OK).then(|| serde_json::from_str(&answer.text).unwrap())
    }
}

async fn send(router: &Router, path: &str, cookie: &str) -> Answer {
    let mut request = Request::builder().uri(path);
    if !cookie.is_empty() {
        request = request.header("cookie", cookie);
    }
    read(router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()).await
}

async fn read(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    let all = |name: &str| -> Vec<String> {
        parts.headers.get_all(name).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    };
    Answer {
        status: parts.status,
        set_cookie: all("set-cookie"),
        cache_control: all("cache-control").pop(),
        vary: all("vary").pop(),
        text,
    }
}

impl Answer {
    /// The cookie that it sets.
    fn cookie(&self) -> String {
        assert_eq!(self.set_cookie.len(), 1, "{:?}", self.set_cookie);
        let cookie = self.set_cookie[0].split(';').next().unwrap();
        assert!(!cookie.ends_with('='), "a removal: {cookie}");
        cookie.to_owned()
    }
}

fn routes() -> Router {
    Router::new()
        .route("/", get(async || "public"))
        .route("/me", get(async |account: AccountSession| serde_json::to_string(&account.claims()).unwrap()))
        .route("/maybe", get(async |account: Option<AccountSession>| account.is_some().to_string()))
        .route("/why", get(why))
        .route("/login/{user}", get(login))
        .route("/logout", get(logout))
        .route("/theme/{theme}", get(theme))
        .route("/name/{name}", get(async |mut a: AccountSession, Path(n): Path<String>| a.set_name(n)))
        .route("/visit", get(async |mut account: AccountSession| *account.visits_mut() += 1))
        .route("/admin", get(async |mut account: AccountSession| account.set_admin(true)))
        .route("/become/{user}", get(async |mut a: AccountSession, Path(u): Path<u64>| a.set_user_id(u)))
        .route("/renew", get(async |mut account: AccountSession| account.renew()))
        .route("/fail/{theme}", get(fail))
        .route("/end-and-fail", get(end_and_fail))
        .route("/devices", get(devices::list))
        .route("/devices/end/{key}", post(devices::end_one))
        .route("/devices/end-others", post(devices::end_others))
}

async fn login(slot: SessionSlot<Account>, Path(user_id): Path<u64>) -> Result<(), SessionError> {
    slot.start(account(user_id)).map(drop)
}

async fn logout(slot: SessionSlot<Account>) -> Result<(), SessionError> {
    slot.end()
}

async fn theme(mut account: AccountSession, Path(theme): Path<String>) {
    account.set_theme(Some(theme));
}

async fn fail(mut account: AccountSession, Path(theme): Path<String>) -> StatusCode {
    account.set_theme(Some(theme));
    StatusCode::BAD_GATEWAY
}

async fn end_and_fail(slot: SessionSlot<Account>) -> Result<StatusCode, SessionError> {
    slot.end()?;
    Ok(StatusCode::BAD_GATEWAY)
}

/// Why what was presented is no session.
async fn why(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    slot.load().await?;
    Ok(slot.rejection().map_or_else(String::new, |reason: Rejection| format!("{reason:?}")))
}
