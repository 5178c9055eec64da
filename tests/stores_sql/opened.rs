//! The three databases, opened for a test.

use crate::servers::folder::Folder;
use crate::servers::mariadb::MariaDb;
use crate::servers::postgres::Postgres;
use session_runtime::{
    ConfigError, IndexBySubject, MySqlStore, PostgresStore, SqliteStore, StoreError, Sweep,
};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, MySqlPool, PgPool, SqlitePool};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A table that no other test has.
pub fn table() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("sessions_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// What a test does in each of the databases.
pub trait Opened: Sized + Send + Sync {
    type Store: IndexBySubject + Sweep + std::fmt::Debug;
    /// A table's name in this database's quotes.
    fn quoted(name: &str) -> String;
    /// None, and said so, where there is no such server.
    async fn open() -> Option<Self>;
    /// A store with a pool of its own, as another process would have it. Not migrated.
    fn store(&self, table: &str) -> Self::Store;
    /// Drops what was made, for the sake of a server that is not private.
    async fn clean(&self);
    /// Whether a table may be called like this.
    fn named(store: &Self::Store, table: &str) -> Result<(), ConfigError>;
    /// With this `timeout`.
    fn within(store: &Self::Store, timeout: Duration) -> Self::Store;
    async fn migrate(store: &Self::Store) -> Result<(), StoreError>;
    /// A transaction that has done this statement and holds what it locked until it is dropped.
    async fn locked(&self, sql: String) -> Box<dyn Send>;
    /// Any statement.
    async fn execute(&self, sql: String) -> sqlx::Result<u64>;
    /// A number from the database.
    async fn number(&self, sql: String) -> sqlx::Result<i64>;

    /// A store with a table of its own.
    async fn migrated(&self) -> (String, Self::Store) {
        let table = table();
        let store = self.store(&table);
        Self::migrate(&store).await.unwrap();
        (table, store)
    }

    async fn count(&self, table: &str) -> i64 {
        self.number(format!("SELECT COUNT(*) FROM {}", Self::quoted(table))).await.unwrap()
    }
}

/// The tables that a test has made.
type Made = Mutex<Vec<String>>;

pub struct InSqlite {
    folder: Folder,
    pool: SqlitePool,
    made: Made,
}

pub struct InPostgres {
    server: Arc<Postgres>,
    pool: PgPool,
    made: Made,
}

pub struct InMariaDb {
    server: Arc<MariaDb>,
    pool: MySqlPool,
    made: Made,
}

fn sqlite_pool(folder: &Folder) -> SqlitePool {
    sqlite_pool_of(Duration::from_secs(4), folder)
}

pub fn sqlite_pool_of(busy_timeout: Duration, folder: &Folder) -> SqlitePool {
    let file = sqlite_file(busy_timeout, folder);
    SqlitePoolOptions::new().max_connections(4).test_before_acquire(false).connect_lazy_with(file)
}

pub fn sqlite_file(busy_timeout: Duration, folder: &Folder) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join("sessions.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(busy_timeout)
}

macro_rules! opened {
    ($opened:ident, $store:ident, $quote:literal, $pool:expr, $open:expr) => {
        impl Opened for $opened {
            type Store = $store;
            fn quoted(name: &str) -> String {
                name.split('.').map(|part| format!("{0}{part}{0}", $quote)).collect::<Vec<_>>().join(".")
            }
            async fn open() -> Option<Self> {
                $open
            }
            fn store(&self, table: &str) -> $store {
                self.made.lock().unwrap().push(table.to_owned());
                $store::new($pool(self)).table(table).unwrap()
            }
            async fn clean(&self) {
                let made = std::mem::take(&mut *self.made.lock().unwrap());
                for table in made.iter().flat_map(|table| [table.clone(), format!("{table}_schema")]) {
                    self.execute(format!("DROP TABLE IF EXISTS {}", Self::quoted(&table))).await.unwrap();
                }
            }
            fn named(store: &$store, table: &str) -> Result<(), ConfigError> {
                store.clone().table(table).map(drop)
            }
            fn within(store: &$store, timeout: Duration) -> $store {
                store.clone().timeout(timeout)
            }
            async fn migrate(store: &$store) -> Result<(), StoreError> {
                store.migrate().await
            }
            async fn locked(&self, sql: String) -> Box<dyn Send> {
                let mut transaction = self.pool.begin().await.unwrap();
                sqlx::query(AssertSqlSafe(sql)).execute(&mut *transaction).await.unwrap();
                Box::new(transaction)
            }
            async fn execute(&self, sql: String) -> sqlx::Result<u64> {
                Ok(sqlx::query(AssertSqlSafe(sql)).execute(&self.pool).await?.rows_affected())
            }
            async fn number(&self, sql: String) -> sqlx::Result<i64> {
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.pool).await
            }
        }
    };
}

pub fn postgres_pool(url: &str) -> PgPool {
    postgres_pool_of(5, url)
}

pub fn mariadb_pool(url: &str) -> MySqlPool {
    mariadb_pool_of(5, url)
}

pub fn postgres_pool_of(connections: u32, url: &str) -> PgPool {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(4));
    options.test_before_acquire(false).connect_lazy(url).unwrap()
}

pub fn mariadb_pool_of(connections: u32, url: &str) -> MySqlPool {
    let options =
        MySqlPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(4));
    options.test_before_acquire(false).connect_lazy(url).unwrap()
}

opened!(InSqlite, SqliteStore, '"', |opened: &InSqlite| sqlite_pool(&opened.folder), {
    let folder = Folder::new("sqlite");
    let pool = sqlite_pool(&folder);
    Some(InSqlite { folder, pool, made: Made::default() })
});
opened!(InPostgres, PostgresStore, '"', |opened: &InPostgres| postgres_pool(opened.server.url()), {
    let server = Postgres::shared()?;
    let pool = postgres_pool(server.url());
    Some(InPostgres { server, pool, made: Made::default() })
});
opened!(InMariaDb, MySqlStore, '`', |opened: &InMariaDb| mariadb_pool(opened.server.url()), {
    let server = MariaDb::shared()?;
    let pool = mariadb_pool(server.url());
    Some(InMariaDb { server, pool, made: Made::default() })
});

/// Writes a test `name::database` for each function `name` and each database.
macro_rules! in_each {
    ($($test:ident),*) => {$(
        mod $test {
            use crate::opened::{InMariaDb, InPostgres, InSqlite, Opened as _};

            #[tokio::test]
            async fn sqlite() {
                let opened = InSqlite::open().await.unwrap();
                super::$test(&opened).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(opened) = InPostgres::open().await {
                    super::$test(&opened).await;
                    opened.clean().await;
                }
            }

            #[tokio::test]
            async fn mariadb() {
                if let Some(opened) = InMariaDb::open().await {
                    super::$test(&opened).await;
                    opened.clean().await;
                }
            }
        }
    )*};
}
pub(crate) use in_each;
