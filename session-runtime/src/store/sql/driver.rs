//! What differs between the databases.

use super::fault::Fault;
use super::statements::Sql;
use super::table_name::TableName;
use crate::store::{RecordKey, Stored};
use sqlx::error::DatabaseError;
use std::future::Future;

/// A statement and what it is told.
pub(super) struct Ask<'a> {
    pub(super) sql: &'a Sql,
    pub(super) values: &'a [Value<'a>],
    /// Whether rows are expected, rather than their number.
    pub(super) reads: bool,
    pub(super) repeat: Repeat,
}

/// What a statement is told.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Bytes(&'a [u8; 32]),
    MaybeBytes(Option<&'a [u8; 32]>),
    Number(i64),
    Text(&'a str),
}

/// What to do when the connection breaks, so that nobody knows whether the statement was carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Ask again: twice is the same as once.
    Freely,
    /// Ask again, and believe the second answer only where it says "done": a "no" may follow from the first time.
    UntilDone,
    /// Leave it; so it is told only to a connection that has just answered.
    Never,
}

/// What a statement answers.
pub(super) struct Answer<D: Driver> {
    pub(super) rows: Vec<D::Row>,
    /// How many rows were changed.
    pub(super) affected: u64,
}

/// A database, as its store needs it.
pub(super) trait Driver: sqlx::Database {
    /// Around a name.
    const QUOTE: char;
    /// Whether parameters are `$1`, `$2`, … rather than `?`.
    const NUMBERED: bool;
    /// Whether a connection is as good as before when a statement on it was given up halfway. Where it is not, the answer
    /// that nobody waited for could be taken for another's.
    const SURVIVES_CANCELLATION: bool;
    /// The migrations of the table, each of some statements; the first makes version 1.
    fn migrations(name: &TableName) -> Vec<Vec<String>>;
    /// What keeps other processes from migrating the same table, and answers with a 1 where it is asked for an answer.
    fn lock(name: &TableName) -> Vec<String>;
    /// What ends that, for better or worse.
    fn unlock(name: &TableName, migrated: bool) -> String;
    /// Takes away at most `batch` records that have ended at a time, which is its only parameter.
    fn sweep(table: &str, batch: u64) -> String;
    /// What an error of the database means.
    fn fault(error: &dyn DatabaseError) -> Fault;
    /// Asks.
    fn run(
        connection: &mut Self::Connection,
        ask: &Ask<'_>,
    ) -> impl Future<Output = sqlx::Result<Answer<Self>>> + Send;
    /// The columns version, expires and document.
    fn stored(row: &Self::Row) -> sqlx::Result<Stored>;
    /// The fourth column.
    fn key(row: &Self::Row) -> sqlx::Result<RecordKey>;
    /// The only column.
    fn number(row: &Self::Row) -> sqlx::Result<i64>;
}

/// The part of a [`Driver`] whose code is the same everywhere and only its types differ.
macro_rules! run_and_read {
    () => {
        async fn run(
            connection: &mut Self::Connection,
            ask: &$crate::store::sql::driver::Ask<'_>,
        ) -> sqlx::Result<$crate::store::sql::driver::Answer<Self>> {
            use sqlx::Arguments as _;
            use $crate::store::sql::driver::{Answer, Value};
            let mut arguments = <Self as sqlx::Database>::Arguments::default();
            for value in ask.values {
                match *value {
                    Value::Bytes(bytes) => arguments.add(&bytes[..]),
                    Value::MaybeBytes(bytes) => arguments.add(bytes.map(|bytes| &bytes[..])),
                    Value::Number(number) => arguments.add(number),
                    Value::Text(text) => arguments.add(text),
                }
                .map_err(sqlx::Error::Encode)?;
            }
            let sql = sqlx::AssertSqlSafe(std::sync::Arc::clone(ask.sql));
            let query = sqlx::query_with::<Self, _>(sql, arguments);
            Ok(match ask.reads {
                // Not `fetch_optional`: all is read, so that nothing is left on the connection.
                true => Answer { rows: query.fetch_all(connection).await?, affected: 0 },
                false => {
                    Answer { rows: Vec::new(), affected: query.execute(connection).await?.rows_affected() }
                }
            })
        }

        fn stored(row: &Self::Row) -> sqlx::Result<$crate::store::Stored> {
            use sqlx::Row as _;
            let unsigned = |column| {
                let number: i64 = row.try_get(column)?;
                u64::try_from(number).map_err(|error| sqlx::Error::Decode(error.into()))
            };
            let (version, expires) = (unsigned(0)?, unsigned(1)?);
            Ok($crate::store::Stored { version, expires, document: row.try_get(2)? })
        }

        fn key(row: &Self::Row) -> sqlx::Result<$crate::store::RecordKey> {
            use sqlx::Row as _;
            let bytes: Vec<u8> = row.try_get(3)?;
            let bytes =
                bytes.try_into().map_err(|_| sqlx::Error::Decode("a key of another length".into()))?;
            Ok($crate::store::RecordKey::from_bytes(bytes))
        }

        fn number(row: &Self::Row) -> sqlx::Result<i64> {
            use sqlx::Row as _;
            row.try_get(0)
        }
    };
}
pub(super) use run_and_read;
