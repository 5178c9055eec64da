//! MySQL and MariaDB.

use super::driver::{Driver, run_and_read};
use super::fault::Fault;
use super::public::sql_store;
use super::table_name::TableName;
use sqlx::MySql;
use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;

sql_store! {
    /// Keeps sessions in MySQL or MariaDB: `storage = "mysql"`.
    ///
    /// Made from a pool of the application's own; needs tokio. [`migrate`](Self::migrate) makes the table. Every process that
    /// shares the database shares the sessions. Tested on MariaDB.
    /// ```no_run
    /// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
    /// use session_runtime::{MySqlStore, sweep_every};
    /// use sqlx::mysql::MySqlPoolOptions;
    /// use std::time::Duration;
    ///
    /// let pool = MySqlPoolOptions::new()
    ///     .max_connections(20)
    ///     .acquire_timeout(Duration::from_secs(1))
    ///     .test_before_acquire(false)
    ///     .connect_lazy("mysql://app@localhost/app")?;
    /// let store = MySqlStore::new(pool);
    /// store.migrate().await?;
    /// let sweeper = sweep_every(store.clone(), Duration::from_secs(600)); // keep it: dropping it stops the sweeping
    /// # drop(sweeper);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - **Round trips.** Each operation is one statement, prepared once per connection, in a transaction of its own.
    ///   `test_before_acquire(false)` saves the pool's question, before each of them, whether the connection lives: the store
    ///   finds out by itself, and asks again on one that does. (The pool also pings a connection after use; nobody waits for it.)
    /// - **While the database is down** the pool tries to connect until its `acquire_timeout` (30 seconds by default), with
    ///   growing pauses of up to a fifth of it. A short one gives quick answers and a quick recovery. It may also be down at the
    ///   start where the pool is made with `connect_lazy`; then `migrate` fails, and has to be called again.
    /// - **Keys** are compared byte for byte, whatever the collation of the database.
    /// - **Durability** is that of the database: with `innodb_flush_log_at_trx_commit` other than 1 a crash may bring back the
    ///   last sessions that were ended. A failover to an asynchronous replica may, too.
    /// - **TLS** comes with a feature of sqlx, such as `tls-rustls`, in the application's `Cargo.toml`.
    MySqlStore, MySql
}

impl Driver for MySql {
    const QUOTE: char = '`';
    const NUMBERED: bool = false;
    const SURVIVES_CANCELLATION: bool = false;

    fn migrations(name: &TableName) -> Vec<Vec<String>> {
        // Nothing that changes a table is undone with a transaction here, so each migration is one statement that may be
        // repeated.
        vec![vec![format!(
            "CREATE TABLE IF NOT EXISTS {} (record_key BINARY(32) NOT NULL PRIMARY KEY, subject_key BINARY(32), \
             version BIGINT NOT NULL, expires BIGINT NOT NULL, \
             document LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, \
             KEY (subject_key), KEY (expires)) ENGINE = InnoDB",
            name.full("", Self::QUOTE)
        )]]
    }

    fn lock(name: &TableName) -> Vec<String> {
        vec![format!("SELECT GET_LOCK('{}', 60)", lock_name(name))]
    }

    fn unlock(name: &TableName, _: bool) -> String {
        format!("DO RELEASE_LOCK('{}')", lock_name(name))
    }

    fn sweep(table: &str, batch: u64) -> String {
        // In the order of the index, so that two sweepers wait for each other instead of locking crosswise.
        format!("DELETE FROM {table} WHERE expires <= ? ORDER BY expires LIMIT {batch}")
    }

    fn fault(error: &dyn DatabaseError) -> Fault {
        match error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number) {
            // too many connections; shutdown, aborted and broken connections; killed ones, and those that were idle too long
            Some(1040 | 1053 | 1152 | 1158..=1161 | 1184 | 1927 | 3169 | 4031) => Fault::Broken,
            // deadlock
            Some(1213) => Fault::RolledBack,
            // read_only, super_read_only and the like
            Some(1290 | 1836) => Fault::ReadOnly,
            _ => Fault::Refused,
        }
    }

    run_and_read!();
}

/// At most 64 characters, the server's limit.
fn lock_name(name: &TableName) -> String {
    name.bare("", '_')
}
