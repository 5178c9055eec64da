//! Taking ended records away, once and again and again.

use crate::opened::{Opened, in_each};
use crate::support::log::Log;
use crate::{key, record, scale};
use futures_util::{StreamExt as _, stream};
use session_runtime::{Store, Sweep, sweep_every};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

in_each!(many_ended_records_are_swept_in_one_go, the_task_survives_errors_and_stops_with_its_handle);

const OFTEN: Duration = Duration::from_millis(20);

async fn many_ended_records_are_swept_in_one_go<O: Opened>(opened: &O) {
    let (table, store) = opened.migrated().await;
    // More than one statement takes away.
    let ended = scale(2300, 12_000);
    let insert = |number: u64| {
        let (store, record) = (&store, record("{}", if number < ended { -1 } else { 60 }));
        async move { store.insert(&key(number), &record).await.unwrap() }
    };
    stream::iter(0..ended + 5).for_each_concurrent(4, insert).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(store.sweep(now).await.unwrap(), ended);
    assert_eq!((store.sweep(now).await.unwrap(), opened.count(&table).await), (0, 5));
}

async fn the_task_survives_errors_and_stops_with_its_handle<O: Opened>(opened: &O) {
    let (log, _guard) = Log::start();
    let (table, store) = opened.migrated().await;
    let sweeper = sweep_every(opened.store(&table), OFTEN);
    let ended = |number: u64| {
        let (store, record) = (&store, record("{}", -1));
        async move { store.insert(&key(number), &record).await.unwrap() }
    };
    let until = |what: &'static str, done: fn(i64, &[String]) -> bool| {
        let (table, log) = (&table, &log);
        async move {
            let begun = Instant::now();
            while !done(opened.number(count(opened, table)).await.unwrap_or(-1), &log.lines()) {
                assert!(begun.elapsed() < Duration::from_secs(10), "{what}: {:?}", log.lines());
                tokio::time::sleep(OFTEN).await;
            }
        }
    };
    ended(1).await;
    until("it is swept", |count, _| count == 0).await;

    opened.execute(format!("DROP TABLE {}", O::quoted(&table))).await.unwrap();
    until("it says that it failed", |_, lines| {
        lines.iter().any(|line| line.starts_with("WARN") && line.contains("could not be swept"))
    })
    .await;
    opened.execute(format!("DROP TABLE {}", O::quoted(&format!("{table}_schema")))).await.unwrap();
    O::migrate(&store).await.unwrap();
    ended(2).await;
    until("it goes on", |count, _| count == 0).await;

    drop(sweeper);
    tokio::time::sleep(5 * OFTEN).await;
    ended(3).await;
    tokio::time::sleep(10 * OFTEN).await;
    assert_eq!(opened.count(&table).await, 1, "it stopped with its handle");
}

fn count<O: Opened>(_: &O, table: &str) -> String {
    format!("SELECT COUNT(*) FROM {}", O::quoted(table))
}

#[test]
fn outside_of_a_runtime_an_error_is_logged() {
    let (log, _guard) = Log::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let pool = runtime
        .block_on(async { sqlx::sqlite::SqlitePoolOptions::new().connect_lazy("sqlite::memory:").unwrap() });
    drop(sweep_every(session_runtime::SqliteStore::new(pool), OFTEN));
    let lines = log.lines();
    assert!(
        matches!(&lines[..], [line] if line.starts_with("ERROR") && line.contains("outside")),
        "{lines:?}"
    );
}
