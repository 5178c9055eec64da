//! Many sessions under load on every store, against a model that the test keeps: reads, changes of fields, renewals and
//! log-outs from 64 tasks, through the real layer. Nothing may diverge.

#[path = "../support/program.rs"]
#[allow(dead_code, reason = "only servers are started here")]
mod program;
#[path = "../support/servers/mod.rs"]
mod servers;

mod load;
mod random;

use serde::{Deserialize, Serialize};
use servers::mariadb::MariaDb;
use servers::postgres::Postgres;
use servers::redis::{Redis, RedisCluster};
use session_runtime::{MemoryStore, MySqlStore, PostgresStore, RedisStore, Session, SqliteStore};
use std::io::Write as _;
use std::time::Duration;

/// One claims type for each store: the storage is part of the type.
macro_rules! on {
    ($module:ident, $storage:literal, $store:ident) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "opaque", storage = $storage, auth = "cookie", idle = "1h", renew_after = "10m")]
            pub struct Account {
                #[session(subject)]
                number: u64,
                first: u64,
                second: u64,
                #[session(merge = added)]
                visits: u64,
                #[session(rotate)]
                level: u64,
            }

            pub async fn run(store: $store) {
                let app = load::routes!(Account, AccountSession).layer(Account::layer(store));
                let totals = load::run(app).await;
                // Not `println!`, which nobody sees when a test passes.
                let _ = writeln!(std::io::stderr(), "{:<8} {totals}", $storage);
            }
        }
    };
}
on!(memory, "memory", MemoryStore);
on!(sqlite, "sqlite", SqliteStore);
on!(postgres, "postgres", PostgresStore);
on!(mysql, "mysql", MySqlStore);
on!(redis, "redis", RedisStore);

/// Both sides' additions.
fn added(base: &u64, mine: u64, theirs: &u64) -> u64 {
    theirs + (mine - base)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_memory() {
    memory::run(MemoryStore::new(1_000_000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_sqlite() {
    let folder = servers::folder::Folder::new("model");
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.path().join("sessions.sqlite"))
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(20));
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(4).connect_with(options).await.unwrap();
    let store = SqliteStore::new(pool).timeout(Duration::from_secs(30));
    store.migrate().await.unwrap();
    sqlite::run(store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_postgres() {
    let Some(server) = Postgres::shared() else { return };
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(16).connect(server.url()).await.unwrap();
    let store = PostgresStore::new(pool).table("model_sessions").unwrap().timeout(Duration::from_secs(30));
    store.migrate().await.unwrap();
    postgres::run(store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_mariadb() {
    let Some(server) = MariaDb::shared() else { return };
    let pool = sqlx::mysql::MySqlPoolOptions::new().max_connections(16).connect(server.url()).await.unwrap();
    let store = MySqlStore::new(pool).table("model_sessions").unwrap().timeout(Duration::from_secs(30));
    store.migrate().await.unwrap();
    mysql::run(store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_redis() {
    let Some(server) = Redis::start() else { return };
    redis::run(RedisStore::new(&server.url()).unwrap().timeout(Duration::from_secs(30))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_redis_cluster() {
    let Some(cluster) = RedisCluster::start(3, false) else { return };
    redis::run(RedisStore::cluster(cluster.urls()).unwrap().timeout(Duration::from_secs(30))).await;
}
