//! What every store promises, wherever the sessions are.

use crate::servers::redis::{Redis, RedisCluster, RedisSentinel};
use redis::cmd;
use session_runtime::{RedisStore, conformance};
use std::time::Duration;

async fn conforms(store: RedisStore) {
    conformance::check(&store).await.unwrap();
    conformance::check_index(&store).await.unwrap();
}

#[tokio::test]
async fn alone() {
    let given = std::env::var("REDIS_URL").ok();
    let private = if given.is_none() { Redis::start() } else { None };
    let Some(url) = given.or_else(|| private.as_ref().map(Redis::url)) else { return };
    let prefix = format!("session-test-{}:", std::process::id());
    conforms(RedisStore::new(&url).unwrap().prefix(prefix)).await;
}

#[tokio::test]
async fn as_a_cluster() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    // One node is enough to find the others.
    conforms(RedisStore::cluster([&cluster.urls()[1]]).unwrap()).await;
    // All on one node, and in one script's reach.
    conforms(RedisStore::cluster(cluster.urls()).unwrap().prefix("{app}:")).await;
    // Entries may outlive their sessions there, but not for long, and nothing else does.
    for name in cluster.keys("*") {
        let kept: i64 = cluster.ask(&name, cmd("TTL").arg(&name));
        assert!(name.contains(":subject:") && (0..=3600).contains(&kept), "{name} for {kept} seconds");
    }
}

#[tokio::test]
async fn behind_sentinel_and_with_a_replica_to_wait_for() {
    let Some(sentinel) = RedisSentinel::start() else { return };
    let store = RedisStore::sentinel([sentinel.url()], "sessions").unwrap();
    conforms(store.clone()).await;
    conforms(store.wait(1, Duration::from_secs(2))).await;
}
