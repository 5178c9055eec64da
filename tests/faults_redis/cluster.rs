//! A primary of a Cluster is gone, under load, and its replica takes over.

use crate::app::{App, until_served};
use crate::servers::redis::RedisCluster;
use crate::support::Client;
use http::StatusCode;
use session_runtime::RedisStore;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A client, how many changes were acknowledged to it, and how many it tried.
type Counted = (u64, Client, u64, u64);

/// Clients that change their sessions until they are told to stop. `wait` makes writes fail while a shard has no replica.
fn load(app: &App, stop: &Arc<AtomicBool>) -> Vec<tokio::task::JoinHandle<Counted>> {
    let clients = (0..24).map(|user| {
        let (app, stop) = (app.clone(), Arc::clone(stop));
        tokio::spawn(async move {
            let mut client = app.log_in(user).await;
            let (mut acknowledged, mut tried) = (0, 0);
            while !stop.load(Ordering::SeqCst) {
                tried += 1;
                match client.get("/visit").await.status {
                    StatusCode::OK => acknowledged += 1,
                    StatusCode::SERVICE_UNAVAILABLE => tokio::time::sleep(Duration::from_millis(20)).await,
                    status => panic!("{status}"),
                }
            }
            (user, client, acknowledged, tried)
        })
    });
    clients.collect()
}

/// The sessions that were ended before, by their ids.
async fn ended(app: &App) -> Vec<String> {
    let mut ids = Vec::new();
    for user in 0..24 {
        let mut client = app.log_in(1000 + user).await;
        ids.push(client.jar.value("s").unwrap().to_owned());
        assert_eq!(client.get("/logout").await.status, StatusCode::OK);
    }
    ids
}

async fn failover(is_crash: bool) {
    let Some(mut cluster) = RedisCluster::start(3, true) else { return };
    let store = RedisStore::cluster(cluster.urls()).unwrap();
    // The application waits for the replica, so that only what was not acknowledged may be lost.
    let store = store.timeout(Duration::from_secs(2)).wait(1, Duration::from_secs(1));
    let app = App::start(store).await;
    let (ended, stop) = (ended(&app).await, Arc::new(AtomicBool::new(false)));
    let clients = load(&app, &stop);
    tokio::time::sleep(Duration::from_millis(700)).await;
    if is_crash {
        cluster.nodes[0].kill();
    } else {
        cluster.nodes[0].pause();
    }
    let gone = Instant::now();
    let promoted = cluster.nodes[3].port();
    while !cluster.nodes[1].owners().contains(&promoted) {
        assert!(gone.elapsed() < Duration::from_secs(30), "no failover");
        let mut public = Client::new(app.address);
        assert_eq!(public.get("/").await.text, "public");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Every client can read within a second of the failover.
    let mut readers = Vec::new();
    let begun = Instant::now();
    stop.store(true, Ordering::SeqCst);
    for client in clients {
        readers.push(tokio::spawn(async move {
            let (user, mut client, acknowledged, tried) = client.await.unwrap();
            let (answer, after) = until_served(&mut client, "/me").await;
            (user, client, acknowledged, tried, answer, after)
        }));
    }
    let mut clients = Vec::new();
    for reader in readers {
        let (user, client, acknowledged, tried, answer, after) = reader.await.unwrap();
        let words: Vec<&str> = answer.text.split(' ').collect();
        assert_eq!(words[0], user.to_string(), "{answer:?}: another's session, or none");
        let visits: u64 = words[1].parse().unwrap();
        assert!((acknowledged..=tried).contains(&visits), "{acknowledged} <= {visits} <= {tried}");
        assert!(after < Duration::from_secs(1), "{after:?} after the failover");
        clients.push((client, acknowledged));
    }
    // A write may have been waiting for its time to run out.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(clients.iter().map(|(_, acknowledged)| acknowledged).sum::<u64>() > 100);
    let mut revenant = Client::new(app.address);
    for id in ended {
        revenant.jar.plant("s", &id);
        let (answer, _) = until_served(&mut revenant, "/me").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "an ended session is back");
    }
    // The old primary comes back as a replica, and writes are acknowledged again.
    if is_crash {
        cluster.nodes[0].restart();
    } else {
        cluster.nodes[0].resume();
    }
    for (mut client, _) in clients {
        assert_eq!(until_served(&mut client, "/visit").await.0.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_dies_under_load() {
    failover(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_hangs_under_load() {
    failover(false).await;
}
