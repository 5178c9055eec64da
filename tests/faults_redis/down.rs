//! Redis is not there when the application starts.

use crate::app::{App, until_served};
use crate::servers::redis::Redis;
use crate::support::Client;
use crate::support::log::Log;
use http::StatusCode;
use session_runtime::RedisStore;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_application_starts_without_redis_and_has_its_sessions_when_it_comes() {
    let Some(mut server) = Redis::start() else { return };
    server.kill();
    let app = App::start(RedisStore::new(&server.url()).unwrap()).await;
    let (mut nobody, mut stranger) = (Client::new(app.address), app.stranger());
    let (log, guard) = Log::start();
    for path in ["/me", "/visit", "/logout"] {
        let begun = Instant::now();
        let answer = stranger.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}: {answer:?}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{path}: a refused connection is known at once");
    }
    assert_eq!(nobody.get("/login/7").await.status, StatusCode::SERVICE_UNAVAILABLE);
    drop(guard);
    for client in [&mut nobody, &mut stranger] {
        assert_eq!(client.get("/").await.text, "public");
    }
    assert_eq!(
        nobody.get("/me").await.status,
        StatusCode::UNAUTHORIZED,
        "who presents nothing needs no store"
    );
    let lines = log.lines().join("\n");
    for text in [
        "ERROR a session could not be loaded",
        "ERROR a session was not saved",
        "cannot be reached",
        "Account",
    ] {
        let text: Vec<&str> = text.split(' ').collect();
        assert!(text.iter().all(|word| lines.contains(word)), "{text:?} in {lines}");
    }
    assert!(!lines.contains(&"A".repeat(43)), "{lines}");

    server.restart();
    let (answer, after) = until_served(&mut nobody, "/login/7").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(after < Duration::from_secs(1), "{after:?} after the server");
    assert_eq!(nobody.get("/me").await.text, "7 0 None");
    assert_eq!(stranger.get("/me").await.status, StatusCode::UNAUTHORIZED);
}
