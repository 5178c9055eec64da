//! A failover by Sentinel, and what waiting for replicas is good for.

use crate::record::{key, record};
use crate::servers::redis::{Redis, RedisSentinel};
use redis::cmd;
use session_runtime::{RedisStore, Store, StoreError};
use std::time::{Duration, Instant};

#[tokio::test]
async fn after_a_failover_the_new_primary_is_asked_and_what_was_waited_for_is_there() {
    let Some(mut servers) = RedisSentinel::start() else { return };
    let store = RedisStore::sentinel([servers.url()], "sessions").unwrap().wait(1, Duration::from_secs(2));
    let (kept, ended) = (key(), key());
    for key in [&kept, &ended] {
        store.insert(key, &record("{}", None)).await.unwrap();
    }
    assert!(store.delete(&ended, None).await.unwrap());
    servers.primary.kill();
    let begun = Instant::now();
    let mut promoted = None;
    loop {
        let role: Vec<redis::Value> = servers.replica.ask(&cmd("ROLE"));
        if promoted.is_none() && role[0] == redis::Value::BulkString(b"master".to_vec()) {
            promoted = Some(Instant::now());
        }
        match store.load(&kept).await {
            Ok(Some(_)) => break,
            Ok(None) => panic!("a session was lost"),
            Err(StoreError::Unavailable(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "no failover");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let behind = promoted.map(|promoted| promoted.elapsed()).unwrap_or_default();
    assert!(behind < Duration::from_secs(1), "the store follows {behind:?} after the failover");
    assert!(store.load(&ended).await.unwrap().is_none(), "an ended session is back");
    let error = store.insert(&key(), &record("{}", None)).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused(_)), "nobody is left to wait for: {error}");
}

#[tokio::test]
async fn a_replica_that_does_not_keep_up_makes_a_write_fail_and_reads_go_on() {
    let Some(primary) = Redis::with(&["--repl-diskless-sync-delay", "0"]) else { return };
    let replica = primary.replica();
    let patient = RedisStore::new(&primary.url())
        .unwrap()
        .wait(1, Duration::from_secs(20))
        .timeout(Duration::from_secs(30));
    let store = RedisStore::new(&primary.url()).unwrap().wait(1, Duration::from_millis(300));
    let (one, two) = (key(), key());
    patient.insert(&one, &record("{}", None)).await.unwrap();
    replica.pause();
    let writing = tokio::spawn({
        let store = store.clone();
        async move { store.insert(&two, &record("{}", None)).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    assert!(store.load(&one).await.unwrap().is_some());
    assert!(begun.elapsed() < Duration::from_millis(250), "a read waits for the replica");
    let error = writing.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("0 of 1 replicas"), "{error}");
    replica.resume();
    assert!(patient.delete(&one, None).await.unwrap());
}

#[tokio::test]
async fn a_replica_refuses_to_be_written_to() {
    let Some(primary) = Redis::with(&["--repl-diskless-sync-delay", "0"]) else { return };
    let replica = primary.replica();
    let store = RedisStore::new(&replica.url()).unwrap();
    let error = store.insert(&key(), &record("{}", None)).await.unwrap_err();
    assert!(error.to_string().contains("READONLY"), "{error}");
}
