//! The security requirements that a session layer is held to, where tests of tokens (`hostile_tokens`, `jwe_hostile`) and of
//! requests (`hostile_http`) do not show them. `docs/security.md` says of each number where it is shown; `page` reads that page.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/tokens.rs"]
mod tokens;
#[path = "../support/watched.rs"]
mod watched;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request, StatusCode};
use kept::apps;
use serde::{Deserialize, Serialize};
use session_runtime::{Clock, KeyAlgorithm, Rejection, SecretKey, Session, SessionError, SessionSlot};
use std::sync::Arc;
use std::time::Duration;
use support::KEY;
use tokens::NOW;
use tokio::sync::Notify;
use tower::ServiceExt;
use watched::Watched;

mod bounds;
mod constant_time;
mod encrypted;
mod ending;
mod fresh;
mod identity;
mod kept;
mod kinds;
mod outage;
mod page;
mod secrets;
mod sites;
mod times;
mod writers;

fn secret<A: KeyAlgorithm>() -> SecretKey<A> {
    SecretKey::from_bytes(&KEY[..32]).unwrap()
}

/// An application whose sessions a store keeps.
struct App {
    kind: &'static str,
    store: Watched,
    clock: Clock,
    router: Router,
    gate: Arc<Gate>,
}

/// Where a slow request waits, with its session in hand.
#[derive(Default)]
struct Gate {
    entered: Notify,
    open: Notify,
}

impl Gate {
    async fn pass(&self) {
        self.entered.notify_one();
        self.open.notified().await;
    }
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect()
    }

    /// The one cookie that it sets, as a client sends it back.
    fn cookie(&self) -> String {
        let [line] = self.set_cookies()[..] else { panic!("not one cookie: {:?}", self.set_cookies()) };
        let cookie = line.split(';').next().unwrap();
        assert!(!cookie.ends_with('='), "a removal: {cookie}");
        cookie.to_owned()
    }
}

async fn exchange(router: &Router, request: http::request::Builder) -> Answer {
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, text }
}

async fn send(router: &Router, path: &str, cookie: &str) -> Answer {
    let mut request = Request::get(path);
    if !cookie.is_empty() {
        request = request.header("cookie", cookie);
    }
    exchange(router, request).await
}

impl App {
    async fn send(&self, path: &str, cookie: &str) -> Answer {
        send(&self.router, path, cookie).await
    }

    async fn log_in(&self, user: u64) -> String {
        self.send(&format!("/login/{user}"), "").await.cookie()
    }

    /// Whom the application takes a client with this cookie for.
    async fn who(&self, cookie: &str) -> Option<String> {
        let answer = self.send("/who", cookie).await;
        match answer.status {
            StatusCode::OK => Some(answer.text),
            status => {
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", self.kind);
                None
            }
        }
    }

    /// Why it takes them for nobody.
    async fn why(&self, cookie: &str) -> String {
        self.send("/why", cookie).await.text
    }

    /// The answer to a slow request that had its session in hand when the other came and went.
    async fn overtaken(&self, slow: &str, other: &str, cookie: &str) -> Answer {
        let (router, path, sent) = (self.router.clone(), slow.to_owned(), cookie.to_owned());
        let slow = tokio::spawn(async move { send(&router, &path, &sent).await });
        self.gate.entered.notified().await;
        assert_eq!(self.send(other, cookie).await.status, StatusCode::OK);
        self.gate.open.notify_one();
        slow.await.unwrap()
    }
}

fn token(cookie: &str) -> &str {
    cookie.split_once('=').unwrap().1
}
