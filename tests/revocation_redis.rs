//! The list of revoked sessions in a real Redis: two processes that share it, what it keeps, and what happens when it is gone.
//!
//! Skipped where the server is missing (Debian: `redis-server`).

#[allow(dead_code, reason = "servers need a part of it")]
#[path = "support/program.rs"]
mod program;
#[path = "support/servers/mod.rs"]
mod servers;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, Response, StatusCode};
use redis::cmd;
use serde::{Deserialize, Serialize};
use servers::redis::Redis;
use session_runtime::{RedisStore, SecretKey, Session, SessionError, SessionSlot};
use std::time::Duration;
use tower::ServiceExt as _;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = "redis", lifetime = "1h")]
struct Account {
    #[session(subject)]
    user_id: u64,
}

/// One process.
fn process(redis: &Redis) -> Router {
    async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { user_id: 7 }).map(drop)
    }
    async fn me(account: AccountSession) -> String {
        account.user_id().to_string()
    }
    async fn log_out(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.end()
    }
    async fn others(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.revoke_others().await
    }
    let list = RedisStore::new(&redis.url()).unwrap().prefix("revoked:").timeout(Duration::from_secs(3));
    let key = SecretKey::from_bytes(b"0123456789abcdef0123456789abcdef").unwrap();
    Router::new()
        .route("/login", get(log_in))
        .route("/", get(me))
        .route("/logout", get(log_out))
        .route("/others", get(others))
        .route("/public", get(|| async {}))
        .layer(Account::layer(key, list))
}

async fn send(process: &Router, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
    process.clone().oneshot(request).await.unwrap()
}

async fn log_in(process: &Router) -> String {
    let response = send(process, "/login", "").await;
    response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn status(process: &Router, cookie: &str) -> StatusCode {
    send(process, "/", cookie).await.status()
}

#[tokio::test]
async fn two_processes_share_one_list() {
    let Some(redis) = Redis::start() else { return };
    let (one, other) = (process(&redis), process(&redis));
    let cookie = log_in(&one).await;
    assert_eq!(redis.keys("*"), [""; 0], "a log-in writes nothing");
    assert_eq!(status(&other, &cookie).await, StatusCode::OK);
    assert_eq!(send(&one, "/logout", &cookie).await.status(), StatusCode::OK);
    for process in [&one, &other] {
        assert_eq!(status(process, &cookie).await, StatusCode::UNAUTHORIZED);
    }

    let keys = redis.keys("revoked:*");
    let [key] = &keys[..] else { panic!("{keys:?}") };
    let left: i64 = redis.ask(cmd("TTL").arg(key));
    assert!((3600..=3600 + 61).contains(&left), "it expires with the last token: {left}");
}

#[tokio::test]
async fn all_others_end_everywhere() {
    let Some(redis) = Redis::start() else { return };
    let (one, other) = (process(&redis), process(&redis));
    let (phone, laptop) = (log_in(&one).await, log_in(&other).await);
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(send(&other, "/others", &laptop).await.status(), StatusCode::OK);
    assert_eq!(status(&one, &phone).await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&one, &laptop).await, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(status(&other, &log_in(&one).await).await, StatusCode::OK);
}

#[tokio::test]
async fn a_list_that_is_gone_is_a_503_for_those_who_ask() {
    let Some(mut redis) = Redis::start() else { return };
    let process = process(&redis);
    let cookie = log_in(&process).await;
    assert_eq!(status(&process, &cookie).await, StatusCode::OK);
    redis.kill();
    assert_eq!(status(&process, &cookie).await, StatusCode::SERVICE_UNAVAILABLE);
    let answer = send(&process, "/logout", &cookie).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().get("set-cookie").is_none(), "the client keeps its token");
    assert_eq!(send(&process, "/public", &cookie).await.status(), StatusCode::OK);
    redis.restart();
    let mut seen = StatusCode::SERVICE_UNAVAILABLE;
    for _ in 0..50 {
        seen = status(&process, &cookie).await;
        if seen == StatusCode::OK {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(seen, StatusCode::OK, "and it is back");
}
