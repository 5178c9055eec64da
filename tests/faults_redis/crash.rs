//! Redis dies, and comes back.

use crate::app::{App, until_served};
use crate::servers::redis::Redis;
use http::StatusCode;
use session_runtime::RedisStore;
use std::time::Duration;

#[tokio::test]
async fn between_load_and_save_it_dies_and_nothing_is_half_done() {
    let Some(mut server) = Redis::start() else { return };
    let app = App::start(RedisStore::new(&server.url()).unwrap()).await;
    let mut client = app.log_in(7).await;
    for path in ["/slow", "/slow-logout"] {
        let cookie = client.jar.value("s").unwrap().to_owned();
        let slow = async { client.get(path).await };
        let killed = async {
            app.gate.arrived().await;
            server.kill();
            app.gate.open();
        };
        let (answer, ()) = tokio::join!(slow, killed);
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}: the client keeps what it has");
        assert_eq!(client.jar.value("s"), Some(cookie.as_str()));
        server.restart();
        let (answer, after) = until_served(&mut client, "/me").await;
        assert_eq!(answer.text, "7 0 None", "{path}: as before");
        assert!(after < Duration::from_secs(1), "{path}: {after:?} after the server");
    }
    assert_eq!(client.get("/logout").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restart_under_a_warm_connection_costs_no_request() {
    let Some(mut server) = Redis::start() else { return };
    let app = App::start(RedisStore::new(&server.url()).unwrap()).await;
    let mut client = app.log_in(7).await;
    server.restart();
    // The client hears that the old connection ended, and connects before it asks.
    assert_eq!(client.get("/visit").await.status, StatusCode::OK);
    assert_eq!(client.get("/me").await.text, "7 1 None");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crashes_under_load_lose_nothing_that_was_acknowledged() {
    let Some(mut server) = Redis::start() else { return };
    let app = App::start(RedisStore::new(&server.url()).unwrap()).await;
    let is_full = std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full");
    let crashes = if is_full { 20 } else { 3 };
    let lasts = Duration::from_secs(1 + crashes);
    let mut tasks = Vec::new();
    for user in 0..16 {
        let app = app.clone();
        tasks.push(tokio::spawn(async move {
            let mut client = app.log_in(user).await;
            let (mut acknowledged, mut tried) = (0_u64, 0_u64);
            let end = tokio::time::Instant::now() + lasts;
            while tokio::time::Instant::now() < end {
                tried += 1;
                match client.get("/visit").await.status {
                    StatusCode::OK => acknowledged += 1,
                    StatusCode::SERVICE_UNAVAILABLE => tokio::time::sleep(Duration::from_millis(20)).await,
                    status => panic!("{status}"),
                }
            }
            let mut ended = app.log_in(user + 100).await;
            let old = ended.jar.value("s").unwrap().to_owned();
            let logout = ended.get("/logout").await;
            assert_eq!(logout.status, StatusCode::OK);
            (user, client, acknowledged, tried, old)
        }));
    }
    for _ in 0..crashes {
        tokio::time::sleep(Duration::from_millis(500)).await;
        server.kill();
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.restart();
    }
    let mut clients = Vec::new();
    for task in tasks {
        clients.push(task.await.unwrap());
    }
    server.restart();
    let mut total = 0;
    for (user, mut client, acknowledged, tried, old) in clients {
        let (answer, _) = until_served(&mut client, "/me").await;
        let words: Vec<&str> = answer.text.split(' ').collect();
        assert_eq!(words[0], user.to_string(), "somebody else's session");
        let visits: u64 = words[1].parse().unwrap();
        assert!((acknowledged..=tried).contains(&visits), "{acknowledged} <= {visits} <= {tried}");
        total += acknowledged;
        client.jar.plant("s", &old);
        assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED, "an ended session is back");
    }
    assert!(total > 100, "{total} changes are too few to say anything");
}
