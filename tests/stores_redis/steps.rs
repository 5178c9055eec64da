//! What the steps cost, and what they leave.

use crate::record::{key, now, record, subject};
use crate::servers::proxy::Proxy;
use crate::servers::redis::{Redis, RedisCluster};
use redis::cmd;
use session_runtime::{IndexBySubject, Record, RedisStore, Store, StoreError};
use std::time::{Duration, Instant};

async fn behind_a_proxy(server: &Redis) -> (Proxy, RedisStore) {
    let proxy = Proxy::before(server.port()).await;
    let store = RedisStore::new(&format!("redis://127.0.0.1:{}", proxy.port())).unwrap();
    (proxy, store)
}

#[tokio::test]
async fn each_step_is_one_round_trip() {
    let Some(server) = Redis::start() else { return };
    let (proxy, store) = behind_a_proxy(&server).await;
    // The second time, the server knows the scripts.
    for second in [false, true] {
        let (one, other, subject) = (key(), key(), subject());
        let new = record("{}", Some(subject));
        let mut counts = Vec::new();
        let mut count = |what: &'static str| counts.push((what, proxy.round_trips()));
        store.insert(&one, &new).await.unwrap();
        count("insert");
        store.insert(&other, &new).await.unwrap();
        count("insert");
        assert!(store.load(&one).await.unwrap().is_some());
        count("load");
        assert!(store.update(&one, 1, &new).await.unwrap());
        count("update");
        assert!(store.touch(&one, new.expires + 1).await.unwrap());
        count("touch");
        assert_eq!(store.list(&subject).await.unwrap().len(), 2);
        count("list");
        assert!(store.delete(&one, Some(2)).await.unwrap());
        count("delete");
        assert_eq!(store.delete_all(&subject, None).await.unwrap(), 1);
        count("delete_all");
        if second {
            let dear: Vec<_> = counts.iter().filter(|(_, count)| *count != 1).collect();
            assert!(dear.is_empty(), "{dear:?}");
        }
    }
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_fails_and_is_not_made_twice() {
    let Some(server) = Redis::start() else { return };
    let (proxy, store) = behind_a_proxy(&server).await;
    let (one, other) = (key(), key());
    // The server knows the scripts, and the store is connected.
    store.insert(&one, &record("{}", None)).await.unwrap();
    assert!(store.update(&one, 1, &record("{}", None)).await.unwrap());
    assert!(!store.delete(&other, None).await.unwrap());

    proxy.cut_next_answer();
    let lost = store.insert(&other, &record("{}", None)).await;
    assert!(matches!(lost, Err(StoreError::Unavailable(_))), "{lost:?}");
    assert_eq!(store.load(&other).await.unwrap().unwrap().version, 1);
    proxy.cut_next_answer();
    let lost = store.update(&one, 2, &record("[]", None)).await;
    assert!(matches!(lost, Err(StoreError::Unavailable(_))), "{lost:?}");
    assert_eq!(store.load(&one).await.unwrap().unwrap().version, 3);
    proxy.round_trips();
    proxy.cut_next_answer();
    let lost = store.delete(&one, None).await;
    assert!(
        matches!(lost, Err(StoreError::Unavailable(_))),
        "not `false`, as a second try would say: {lost:?}"
    );
    assert_eq!(proxy.round_trips(), 1);

    assert!(store.load(&one).await.unwrap().is_none());
    proxy.cut_next_answer();
    assert!(store.load(&one).await.unwrap().is_none(), "a read is asked again");
}

#[tokio::test]
async fn a_server_that_forgot_the_scripts_is_told_them_again() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let key = key();
    store.insert(&key, &record("{}", None)).await.unwrap();
    server.ask::<()>(cmd("SCRIPT").arg("FLUSH"));
    assert!(store.update(&key, 1, &record("[]", None)).await.unwrap());
    assert_eq!(store.load(&key).await.unwrap().unwrap().version, 2, "once, not twice");
}

#[tokio::test]
async fn what_is_no_record_is_a_failure() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let (half, list) = (key(), key());
    server.ask::<()>(cmd("SET").arg(format!("session:{half}")).arg("{\"document\":{}}"));
    server.ask::<()>(cmd("LPUSH").arg(format!("session:{list}")).arg("x"));
    assert!(matches!(store.load(&half).await, Err(StoreError::Corrupt(_))));
    assert!(matches!(store.load(&list).await, Err(StoreError::Refused(_))));
    assert!(matches!(store.insert(&list, &record("{}", None)).await, Err(StoreError::Refused(_))));
    assert!(!store.update(&half, 1, &record("{}", None)).await.unwrap());
    for key in [&half, &list] {
        let touched = store.touch(key, now() + 60).await;
        assert!(matches!(touched, Err(StoreError::Corrupt(_))), "{touched:?}");
        assert!(store.delete(key, None).await.unwrap(), "logging out works");
    }
}

/// Where nothing answers on a connection, another one is made, though no operation waits for long.
#[tokio::test]
async fn a_connection_that_falls_silent_is_replaced_however_short_the_timeout() {
    let Some(server) = Redis::start() else { return };
    let (proxy, store) = behind_a_proxy(&server).await;
    let store = store.timeout(Duration::from_millis(200));
    let key = key();
    store.insert(&key, &record("{}", None)).await.unwrap();
    proxy.silence();
    let begun = Instant::now();
    while store.load(&key).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is never replaced");
    }
}

/// Where there is no answer to a new connection either, the server is left alone.
#[tokio::test]
async fn a_server_that_is_silent_is_not_connected_to_over_and_over() {
    let Some(server) = Redis::start() else { return };
    let (proxy, store) = behind_a_proxy(&server).await;
    let store = store.timeout(Duration::from_millis(50));
    let key = key();
    let begun = Instant::now();
    while store.load(&key).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never answers in time");
    }
    proxy.silence_for_good();
    let (begun, before) = (Instant::now(), proxy.made());
    while begun.elapsed() < Duration::from_secs(2) {
        assert!(store.load(&key).await.is_err());
    }
    assert!((1..10).contains(&(proxy.made() - before)), "{} connections", proxy.made() - before);
}

/// What a server forbids is an error, and no hint that there is no record.
#[tokio::test]
async fn what_is_not_allowed_is_a_failure() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let key = key();
    store.insert(&key, &record("{}", None)).await.unwrap();
    server.ask::<()>(cmd("ACL").arg("SETUSER").arg("default").arg("-getrange"));
    assert!(matches!(store.touch(&key, now() + 60).await, Err(StoreError::Refused(_))));
    for version in [None, Some(1)] {
        assert!(matches!(store.delete(&key, version).await, Err(StoreError::Refused(_))));
    }
}

/// A touch in a cluster reads what a text begins with, and no more.
#[tokio::test]
async fn in_a_cluster_a_touch_may_cut_a_character_of_the_document() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    let store = RedisStore::cluster(cluster.urls()).unwrap();
    for before in 0..150 {
        let (key, subject) = (key(), subject());
        let document = format!("\"{}{}\"", "a".repeat(before), "é".repeat(10));
        let kept = record(&document, (before < 100).then_some(subject));
        store.insert(&key, &kept).await.unwrap();
        assert!(store.touch(&key, kept.expires + 60).await.unwrap());
        assert_eq!(store.load(&key).await.unwrap().unwrap().document, document);
    }
}

#[tokio::test]
async fn a_full_server_refuses_and_keeps_what_it_has() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let (kept, other) = (key(), key());
    store.insert(&kept, &record("{}", None)).await.unwrap();
    server.ask::<()>(cmd("CONFIG").arg("SET").arg("maxmemory").arg(1));
    let error = store.insert(&other, &record("{}", None)).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused(_)) && error.to_string().contains("OOM"), "{error}");
    assert!(matches!(store.update(&kept, 1, &record("[]", None)).await, Err(StoreError::Refused(_))));
    assert_eq!(store.load(&kept).await.unwrap().unwrap().document, "{}");
    assert!(store.delete(&kept, None).await.unwrap(), "and logging out works");
}

#[tokio::test]
async fn in_a_cluster_no_list_shows_a_record_of_somebody_else() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    let store = RedisStore::cluster(cluster.urls()).unwrap();
    let (key, (owner, other)) = (key(), (subject(), subject()));
    store.insert(&key, &record("{}", Some(owner))).await.unwrap();
    assert!(store.insert(&key, &record("{}", Some(other))).await.is_err());
    assert_eq!(store.list(&other).await.unwrap().len(), 0);
    assert_eq!(store.delete_all(&other, None).await.unwrap(), 0);
    assert_eq!(store.list(&owner).await.unwrap().len(), 1);
}

#[tokio::test]
async fn in_a_cluster_a_session_that_ended_leaves_no_entry() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    let store = RedisStore::cluster(cluster.urls()).unwrap();
    let subject = subject();
    let keys: Vec<_> = (0..6).map(|_| key()).collect();
    for key in &keys {
        store.insert(key, &record("{}", Some(subject))).await.unwrap();
    }
    assert!(store.touch(&keys[0], now() + 7200).await.unwrap());
    assert!(store.update(&keys[1], 1, &record("{}", Some(subject))).await.unwrap());
    for key in &keys[..3] {
        assert!(store.delete(key, None).await.unwrap());
    }
    assert_eq!(store.delete_all(&subject, Some(&keys[3])).await.unwrap(), 2);
    assert_eq!(cluster.keys("*").len(), 2, "the last session, and the set that it is in");
    assert!(store.delete(&keys[3], Some(1)).await.unwrap());
    assert_eq!(cluster.keys("*"), Vec::<String>::new());
}

#[tokio::test]
async fn a_cluster_moves_slots_and_nobody_notices() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    let store = RedisStore::cluster(cluster.urls()).unwrap().prefix("{app}:");
    let keys: Vec<_> = (0..50).map(|_| key()).collect();
    for key in &keys {
        store.insert(key, &record("{}", None)).await.unwrap();
    }
    // Half of the keys of the slot are there already, and half are still here.
    let slot: u64 = cluster.nodes[0].ask(cmd("CLUSTER").arg("KEYSLOT").arg("{app}"));
    let ids: Vec<String> = cluster.nodes.iter().map(|node| node.ask(cmd("CLUSTER").arg("MYID"))).collect();
    let from = cluster.nodes.iter().position(|node| !node.keys("*").is_empty()).unwrap();
    let to = (from + 1) % 3;
    let slots = |node: usize, what: &str, id: usize| {
        cluster.nodes[node].ask::<()>(cmd("CLUSTER").arg("SETSLOT").arg(slot).arg(what).arg(&ids[id]));
    };
    slots(to, "IMPORTING", from);
    slots(from, "MIGRATING", to);
    let migrate = |count: usize| {
        let moved: Vec<String> =
            cluster.nodes[from].ask(cmd("CLUSTER").arg("GETKEYSINSLOT").arg(slot).arg(count));
        let mut command = cmd("MIGRATE");
        command
            .arg("127.0.0.1")
            .arg(cluster.nodes[to].port())
            .arg("")
            .arg(0)
            .arg(5000)
            .arg("KEYS")
            .arg(moved);
        cluster.nodes[from].ask::<()>(&command);
    };
    migrate(25);
    assert_eq!((cluster.nodes[from].keys("*").len(), cluster.nodes[to].keys("*").len()), (25, 25));
    for key in &keys {
        assert!(store.update(key, 1, &record("[]", None)).await.unwrap());
    }
    migrate(100);
    for node in [to, from] {
        slots(node, "NODE", to);
    }
    for key in &keys {
        assert_eq!(store.load(key).await.unwrap().unwrap().version, 2);
        assert!(store.delete(key, Some(2)).await.unwrap());
    }
}

#[tokio::test]
async fn an_end_that_redis_cannot_count_to_is_kept_all_the_same() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let (far, past) = (key(), key());
    let subject = subject();
    store.insert(&far, &Record { expires: u64::MAX, ..record("{}", Some(subject)) }).await.unwrap();
    assert_eq!(store.load(&far).await.unwrap().unwrap().expires, u64::MAX);
    store.insert(&past, &Record { expires: now() - 1, ..record("{}", Some(subject)) }).await.unwrap();
    assert!(store.load(&past).await.unwrap().is_none());
    assert_eq!(store.list(&subject).await.unwrap().len(), 1);
}
