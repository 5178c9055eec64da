//! SQLite.

use super::driver::{Driver, run_and_read};
use super::fault::Fault;
use super::public::sql_store;
use super::table_name::TableName;
use sqlx::Sqlite;
use sqlx::error::DatabaseError;

sql_store! {
    /// Keeps sessions in a file, with SQLite: `storage = "sqlite"`.
    ///
    /// Made from a pool of the application's own; needs tokio. [`migrate`](Self::migrate) makes the table. All processes of one
    /// machine that open the file share the sessions; on a network file system SQLite is not safe.
    /// ```no_run
    /// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
    /// use session_runtime::{SqliteStore, sweep_every};
    /// use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
    /// use std::time::Duration;
    ///
    /// let file = SqliteConnectOptions::new()
    ///     .filename("sessions.db")
    ///     .create_if_missing(true)
    ///     .journal_mode(SqliteJournalMode::Wal)
    ///     .busy_timeout(Duration::from_secs(2));
    /// let pool = SqlitePoolOptions::new().max_connections(4).test_before_acquire(false).connect_lazy_with(file);
    /// let store = SqliteStore::new(pool);
    /// store.migrate().await?;
    /// let sweeper = sweep_every(store.clone(), Duration::from_secs(600)); // keep it: dropping it stops the sweeping
    /// # drop(sweeper);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - **`journal_mode(Wal)`** lets requests read while one writes. Without it they wait for each other.
    /// - **`busy_timeout`** is how long a writer waits for another. Below [`timeout`](Self::timeout), so that a busy database
    ///   says that it is busy.
    /// - **Durability.** sqlx leaves `synchronous` at `FULL`: what was answered is on the disk. With `NORMAL` a loss of power may
    ///   bring back the last sessions that were ended.
    /// - **In memory** (`sqlite::memory:`) each connection has a database of its own and takes it along: use one connection, with
    ///   `max_connections(1)`, `idle_timeout(None)` and `max_lifetime(None)`, or better the storage `"memory"`.
    SqliteStore, Sqlite
}

impl Driver for Sqlite {
    const QUOTE: char = '"';
    const NUMBERED: bool = false;
    // A thread of the connection's own carries each statement through; and to close a connection to a database in memory would
    // be to drop the database.
    const SURVIVES_CANCELLATION: bool = true;

    fn migrations(name: &TableName) -> Vec<Vec<String>> {
        let quote = Self::QUOTE;
        let (table, bare, schema) = (name.full("", quote), name.bare("", quote), name.prefix(quote));
        let index = |ending| format!("{schema}{}", name.bare(ending, quote));
        vec![vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {table} (record_key BLOB NOT NULL PRIMARY KEY, subject_key BLOB, \
                 version INTEGER NOT NULL, expires INTEGER NOT NULL, document TEXT NOT NULL)"
            ),
            format!("CREATE INDEX IF NOT EXISTS {} ON {bare} (subject_key)", index("_subject")),
            format!("CREATE INDEX IF NOT EXISTS {} ON {bare} (expires)", index("_expires")),
        ]]
    }

    fn lock(_: &TableName) -> Vec<String> {
        vec!["BEGIN IMMEDIATE".into()]
    }

    fn unlock(_: &TableName, migrated: bool) -> String {
        if migrated { "COMMIT" } else { "ROLLBACK" }.into()
    }

    fn sweep(table: &str, batch: u64) -> String {
        format!(
            "DELETE FROM {table} WHERE record_key IN (SELECT record_key FROM {table} WHERE expires <= ? LIMIT {batch})"
        )
    }

    fn fault(error: &dyn DatabaseError) -> Fault {
        match error.code().as_deref() {
            // SQLITE_CANTOPEN
            Some("14") => Fault::Broken,
            // SQLITE_BUSY, SQLITE_BUSY_RECOVERY
            Some("5" | "261") => Fault::Locked,
            // SQLITE_BUSY_SNAPSHOT
            Some("517") => Fault::RolledBack,
            // SQLITE_READONLY
            Some("8") => Fault::ReadOnly,
            _ => Fault::Refused,
        }
    }

    run_and_read!();
}
