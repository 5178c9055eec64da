//! Tables: made once, whoever asks; named as the user wants; refused where they are none of ours.

use crate::opened::{InMariaDb, InPostgres, InSqlite, Opened, in_each, sqlite_file, sqlite_pool_of, table};
use crate::servers::folder::Folder;
use crate::{key, record};
use futures_util::future::join_all;
use session_runtime::{ConfigError, SqliteStore, Store, StoreError, Sweep};
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions};
use std::time::Duration;

in_each!(
    many_may_migrate_at_once,
    again_changes_nothing,
    a_missing_table_is_a_refusal,
    a_newer_table_is_a_refusal,
    other_names_are_refused
);

async fn many_may_migrate_at_once<O: Opened>(opened: &O) {
    let table = table();
    // Each with a pool of its own, as other processes have.
    let stores: Vec<_> = (0..8).map(|_| opened.store(&table)).collect();
    for migrated in join_all(stores.iter().map(O::migrate)).await {
        migrated.unwrap();
    }
    for (number, store) in stores.iter().enumerate() {
        store.insert(&key(number as u64), &record("{}", 60)).await.unwrap();
    }
    let versions = opened.number(format!("SELECT COUNT(*) FROM {}", O::quoted(&format!("{table}_schema"))));
    assert_eq!((opened.count(&table).await, versions.await.unwrap()), (8, 1));
}

/// Another process that opens the same new file has it locked for a moment, and SQLite does not always wait by itself.
#[tokio::test]
async fn a_locked_file_is_waited_for() {
    let folder = Folder::new("sqlite");
    let (other, ours) = (sqlite_pool_of(Duration::ZERO, &folder), sqlite_pool_of(Duration::ZERO, &folder));
    let mut other = other.acquire().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *other).await.unwrap();
    let store = SqliteStore::new(ours).timeout(Duration::from_millis(100));
    assert!(matches!(store.migrate().await, Err(StoreError::Refused(_))), "it is locked all the time");

    let store = store.timeout(Duration::from_secs(60));
    let unlock = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sqlx::query("COMMIT").execute(&mut *other).await.unwrap();
    };
    tokio::join!(store.migrate(), unlock).0.unwrap();
    store.insert(&key(1), &record("{}", 60)).await.unwrap();
}

/// Without a write-ahead log, whoever reads keeps others from committing.
#[tokio::test]
async fn what_could_not_be_committed_is_not_done() {
    let folder = Folder::new("sqlite");
    let options = sqlite_file(Duration::ZERO, &folder).journal_mode(SqliteJournalMode::Delete);
    let pool = || SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options.clone());
    let (reads, ours) = (pool(), pool());
    let mut reader = reads.acquire().await.unwrap();
    sqlx::query("CREATE TABLE other (n INTEGER)").execute(&mut *reader).await.unwrap();
    sqlx::query("BEGIN").execute(&mut *reader).await.unwrap();
    sqlx::query("SELECT * FROM other").fetch_all(&mut *reader).await.unwrap();
    let store = SqliteStore::new(ours).timeout(Duration::from_millis(100));
    let refused = store.migrate().await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");

    sqlx::query("COMMIT").execute(&mut *reader).await.unwrap();
    store.migrate().await.unwrap();
    store.insert(&key(1), &record("{}", 60)).await.unwrap();
    let seen = sqlx::query("SELECT * FROM sessions").fetch_all(&mut *reader).await.unwrap();
    assert_eq!(seen.len(), 1);
}

async fn again_changes_nothing<O: Opened>(opened: &O) {
    let (_, store) = opened.migrated().await;
    store.insert(&key(1), &record("kept", 60)).await.unwrap();
    O::migrate(&store).await.unwrap();
    assert_eq!(store.load(&key(1)).await.unwrap().unwrap().document, "kept");
}

async fn a_missing_table_is_a_refusal<O: Opened>(opened: &O) {
    let store = opened.store(&table());
    let refused = store.load(&key(1)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)), "{refused:?}");
    assert!(matches!(store.insert(&key(1), &record("{}", 60)).await, Err(StoreError::Refused(_))));
    assert!(matches!(store.sweep(0).await, Err(StoreError::Refused(_))));
    // It is there as soon as somebody makes it.
    O::migrate(&store).await.unwrap();
    assert_eq!(store.load(&key(1)).await.unwrap(), None);
}

async fn a_newer_table_is_a_refusal<O: Opened>(opened: &O) {
    let (table, store) = opened.migrated().await;
    let schema = O::quoted(&format!("{table}_schema"));
    opened.execute(format!("INSERT INTO {schema} (version) VALUES (1000)")).await.unwrap();
    let refused = O::migrate(&store).await.unwrap_err();
    assert!(refused.to_string().contains("newer version"), "{refused}");
}

async fn other_names_are_refused<O: Opened>(opened: &O) {
    for name in ["", "a b", "a\"; DROP TABLE users; --", "a`b", "a.b.c", "1a", "é"] {
        assert_eq!(O::named(&opened.store("x"), name), Err(ConfigError::TableName(name.to_owned())));
    }
}

/// A keyword, a capital letter, and a schema before it.
#[tokio::test]
async fn names_are_taken_as_they_are_written() {
    let opened = InSqlite::open().await.unwrap();
    for name in ["user", "main.Order"] {
        works(&opened, name).await;
    }
    if let Some(opened) = InPostgres::open().await {
        let schema = table();
        opened.execute(format!("CREATE SCHEMA {schema}")).await.unwrap();
        for name in ["user", "Order"] {
            works(&opened, &format!("{schema}.{name}")).await;
        }
        opened.execute(format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
    if let Some(opened) = InMariaDb::open().await {
        let database = table();
        opened.execute(format!("CREATE DATABASE {database}")).await.unwrap();
        for name in ["user", "Order"] {
            works(&opened, &format!("{database}.{name}")).await;
        }
        opened.execute(format!("DROP DATABASE {database}")).await.unwrap();
    }
}

async fn works<O: Opened>(opened: &O, name: &str) {
    let store = opened.store(name);
    for _ in 0..2 {
        O::migrate(&store).await.unwrap();
    }
    store.insert(&key(1), &record("{}", 60)).await.unwrap();
    assert!(store.update(&key(1), 1, &record("{\"v\":1}", 60)).await.unwrap());
    assert_eq!(store.load(&key(1)).await.unwrap().unwrap().version, 2);
    assert!(store.delete(&key(1), Some(2)).await.unwrap());
}
