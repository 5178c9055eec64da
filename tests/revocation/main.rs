//! Sessions that their tokens carry, and that are over all the same: what `revocation` promises, and what it costs at the list.

#[path = "../support/watched.rs"]
mod watched;

mod ending;
mod failing;
mod subjects;
mod tokens;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::routing::{get, post};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use session_runtime::{Clock, SecretKey, Session, SessionError, SessionSlot};
use std::time::Duration;
use tower::ServiceExt;
use watched::Watched;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const NOW: u64 = 1_700_000_000;

/// What most tests have.
#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = Watched, lifetime = "1d", idle = "30m")]
#[session(cookie(name = "session"))]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    theme: String,
    #[session(rotate)]
    admin: bool,
}

fn account(user_id: u64) -> Account {
    Account { user_id, theme: "light".into(), admin: false }
}

/// A server with its list, which another server may share.
struct App {
    list: Watched,
    clock: Clock,
    router: Router,
}

struct Answer {
    status: StatusCode,
    set_cookie: Vec<String>,
    text: String,
}

impl Answer {
    /// The cookie that it sets, as the next request presents it.
    fn cookie(&self) -> String {
        let [line] = &self.set_cookie[..] else { panic!("{:?}", self.set_cookie) };
        line.split(';').next().unwrap().to_owned()
    }
}

impl App {
    fn new() -> Self {
        Self::beside(Watched::default())
    }

    /// Another process with the same key and the same list.
    fn beside(list: Watched) -> Self {
        let clock = Clock::manual(Duration::from_secs(NOW));
        let layer = Account::layer(SecretKey::from_bytes(SECRET).unwrap(), list.clone()).clock(clock.clone());
        App { list, clock, router: routes().layer(layer) }
    }

    async fn send(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        let lines = parts.headers.get_all("set-cookie").iter();
        let set_cookie = lines.map(|line| line.to_str().unwrap().to_owned()).collect();
        Answer { status: parts.status, set_cookie, text }
    }

    async fn log_in(&self, user_id: u64) -> String {
        let cookie = self.send(&format!("/login/{user_id}"), "").await.cookie();
        self.list.asked();
        cookie
    }

    async fn status(&self, cookie: &str) -> StatusCode {
        let status = self.send("/me", cookie).await.status;
        self.list.asked();
        status
    }
}

fn routes() -> Router {
    async fn start(slot: SessionSlot<Account>, Path(user_id): Path<u64>) -> Result<(), SessionError> {
        slot.start(account(user_id)).map(drop)
    }
    async fn me(account: AccountSession) -> String {
        format!("{} {} {}", account.user_id(), account.theme(), account.admin())
    }
    async fn theme(mut account: AccountSession, Path(theme): Path<String>) {
        account.set_theme(theme);
    }
    async fn promote(mut account: AccountSession) {
        account.set_admin(true);
    }
    async fn end(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.end()
    }
    async fn end_after_a_look(account: AccountSession) -> Result<(), SessionError> {
        account.end()
    }
    async fn others(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.revoke_others().await
    }
    async fn rejection(slot: SessionSlot<Account>) -> Result<String, SessionError> {
        slot.load().await?;
        Ok(format!("{:?}", slot.rejection()))
    }
    async fn broken(mut account: AccountSession) -> StatusCode {
        account.set_admin(true);
        StatusCode::INTERNAL_SERVER_ERROR
    }
    Router::new()
        .route("/login/{id}", get(start))
        .route("/me", get(me))
        .route("/theme/{theme}", get(theme))
        .route("/promote", get(promote))
        .route("/broken", get(broken))
        .route("/logout", get(end))
        .route("/end", get(end_after_a_look))
        .route("/others", get(others))
        .route("/why", get(rejection))
        .route("/public", post(|| async {}).get(|| async {}))
}
