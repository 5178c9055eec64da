//! Stores in SQL databases, through sqlx: what SQLite, PostgreSQL and MySQL have in common, and in a file each what they have
//! not.
//!
//! `records` knows what a store does, `attempt` carries a statement through time limits and dead connections, `driver` is what
//! differs between the databases, and `public` writes the three types.

mod attempt;
mod driver;
mod fault;
mod lease;
mod migrate;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod public;
mod records;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statements;
mod sweeper;
mod table_name;

#[cfg(feature = "mysql")]
pub use mysql::MySqlStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub use sweeper::{Sweeper, sweep_every};
