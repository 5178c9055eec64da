//! PostgreSQL.

use super::driver::{Driver, run_and_read};
use super::fault::Fault;
use super::public::sql_store;
use super::table_name::TableName;
use sqlx::Postgres;
use sqlx::error::DatabaseError;

sql_store! {
    /// Keeps sessions in PostgreSQL: `storage = "postgres"`.
    ///
    /// Made from a pool of the application's own; needs tokio. [`migrate`](Self::migrate) makes the table. Every process that
    /// shares the database shares the sessions.
    /// ```no_run
    /// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
    /// use session_runtime::{PostgresStore, sweep_every};
    /// use sqlx::postgres::PgPoolOptions;
    /// use std::time::Duration;
    ///
    /// let pool = PgPoolOptions::new()
    ///     .max_connections(20)
    ///     .acquire_timeout(Duration::from_secs(1))
    ///     .test_before_acquire(false)
    ///     .connect_lazy("postgres://app@localhost/app")?;
    /// let store = PostgresStore::new(pool);
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
    /// - **Durability** is that of the database: with `synchronous_commit = off` a crash may bring back the last sessions that
    ///   were ended. A failover to an asynchronous replica may, too.
    /// - **PgBouncer** in transaction mode works from its version 1.21 with `max_prepared_statements` set.
    /// - **TLS** comes with a feature of sqlx, such as `tls-rustls`, in the application's `Cargo.toml`.
    PostgresStore, Postgres
}

impl Driver for Postgres {
    const QUOTE: char = '"';
    const NUMBERED: bool = true;
    const SURVIVES_CANCELLATION: bool = false;

    fn migrations(name: &TableName) -> Vec<Vec<String>> {
        let (table, quote) = (name.full("", Self::QUOTE), Self::QUOTE);
        let index = |ending| name.bare(ending, quote);
        vec![vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {table} (record_key BYTEA NOT NULL PRIMARY KEY, subject_key BYTEA, \
                 version BIGINT NOT NULL, expires BIGINT NOT NULL, document TEXT NOT NULL)"
            ),
            format!("CREATE INDEX IF NOT EXISTS {} ON {table} (subject_key)", index("_subject")),
            format!("CREATE INDEX IF NOT EXISTS {} ON {table} (expires)", index("_expires")),
        ]]
    }

    fn lock(_: &TableName) -> Vec<String> {
        // "sessions" in ASCII; until the end of the transaction.
        vec!["BEGIN".into(), "SELECT pg_advisory_xact_lock(8315179226536832627)".into()]
    }

    fn unlock(_: &TableName, migrated: bool) -> String {
        if migrated { "COMMIT" } else { "ROLLBACK" }.into()
    }

    fn sweep(table: &str, batch: u64) -> String {
        // What somebody else holds is being renewed or swept.
        format!(
            "DELETE FROM {table} WHERE record_key IN \
             (SELECT record_key FROM {table} WHERE expires <= ? LIMIT {batch} FOR UPDATE SKIP LOCKED)"
        )
    }

    fn fault(error: &dyn DatabaseError) -> Fault {
        match error.code().as_deref() {
            // connection exceptions; admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout;
            // too_many_connections
            Some(code) if code.starts_with("08") => Fault::Broken,
            Some("57P01" | "57P02" | "57P03" | "57P05" | "53300") => Fault::Broken,
            // serialization_failure, deadlock_detected
            Some("40001" | "40P01") => Fault::RolledBack,
            // read_only_sql_transaction
            Some("25006") => Fault::ReadOnly,
            _ => Fault::Refused,
        }
    }

    run_and_read!();
}
