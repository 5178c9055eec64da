//! Redis is there and does not answer.

use crate::app::{App, until_served};
use crate::servers::redis::Redis;
use crate::support::log::Log;
use http::StatusCode;
use session_runtime::{RecordKey, RedisStore, Store as _, StoreError};
use std::time::{Duration, Instant};

const ALLOWED: Duration = Duration::from_millis(700);

#[tokio::test]
async fn who_asks_for_the_session_gets_503_in_time_and_everybody_else_is_served() {
    let Some(server) = Redis::start() else { return };
    let app = App::start(RedisStore::new(&server.url()).unwrap().timeout(ALLOWED)).await;
    let mut client = app.log_in(7).await;
    server.pause();
    let (log, guard) = Log::start();
    let mut public = app.stranger();
    let begun = Instant::now();
    let (answer, others) = tokio::join!(client.get("/visit"), async {
        for _ in 0..20 {
            assert_eq!(public.get("/").await.text, "public");
        }
        begun.elapsed()
    });
    drop(guard);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.set_cookies().is_empty());
    assert!(
        (ALLOWED..ALLOWED + Duration::from_millis(500)).contains(&begun.elapsed()),
        "{:?}",
        begun.elapsed()
    );
    assert!(others < ALLOWED, "public routes wait too: {others:?}");
    let lines = log.lines();
    assert!(lines[0].starts_with("ERROR") && lines[0].contains("did not answer within 700ms"), "{lines:?}");

    server.resume();
    let (answer, after) = until_served(&mut client, "/me").await;
    assert_eq!(answer.text, "7 0 None", "what failed to load was not saved");
    assert!(after < Duration::from_secs(1), "{after:?} after the server");
}

#[tokio::test]
async fn it_does_not_answer_between_load_and_save() {
    let Some(server) = Redis::start() else { return };
    let app = App::start(RedisStore::new(&server.url()).unwrap().timeout(ALLOWED)).await;
    let mut client = app.log_in(7).await;
    let paused = async {
        app.gate.arrived().await;
        server.pause();
        app.gate.open();
    };
    let (answer, ()) = tokio::join!(client.get("/slow"), paused);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.set_cookies().is_empty());
    server.resume();
    let (answer, _) = until_served(&mut client, "/me").await;
    // The server may have the change in its socket, and make it when it goes on: once.
    assert!(["7 0 None", "7 0 Some(\"dark\")"].contains(&answer.text.as_str()), "{answer:?}");
    assert_eq!(client.get("/visit").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_queue_grows_while_nothing_is_answered() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap().timeout(Duration::from_secs(2));
    let key = RecordKey::from_bytes([7; 32]);
    store.load(&key).await.unwrap();
    server.pause();
    let begun = Instant::now();
    let loads: Vec<_> = (0..6000)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { (store.load(&key).await, begun.elapsed()) })
        })
        .collect();
    let (mut at_once, mut late) = (0, 0);
    for load in loads {
        match load.await.unwrap() {
            (Err(StoreError::Unavailable(_)), after) if after < Duration::from_secs(2) => at_once += 1,
            (Err(StoreError::Timeout(_)), _) => late += 1,
            (answer, after) => panic!("{answer:?} after {after:?}"),
        }
    }
    assert_eq!((at_once, late), (6000 - 4096, 4096));
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    server.resume();
    let begun = Instant::now();
    assert!(store.load(&key).await.unwrap().is_none());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?} after the server", begun.elapsed());
}
