//! What a store does, in the statements of any of the databases.

use super::attempt;
use super::driver::{Answer, Ask, Driver, Repeat, Value};
use super::fault::store_error;
use super::migrate;
use super::statements::{BATCH, Sql, Statements};
use super::table_name::TableName;
use crate::clock::Clock;
use crate::error::ConfigError;
use crate::store::{Record, RecordKey, StoreError, Stored, SubjectKey};
use sqlx::Pool;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long an operation may take where nobody says anything else.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The records of one table.
pub(super) struct Records<D: Driver> {
    pool: Pool<D>,
    table: TableName,
    statements: Arc<Statements>,
    timeout: Duration,
    clock: Clock,
}

impl<D: Driver> Records<D> {
    pub(super) fn new(pool: Pool<D>) -> Self {
        let table = TableName::default();
        let statements = Arc::new(Statements::new::<D>(&table));
        Records { pool, table, statements, timeout: TIMEOUT, clock: Clock::system() }
    }

    pub(super) fn table(self, name: &str) -> Result<Self, ConfigError> {
        let table = TableName::parse(name)?;
        Ok(Records { statements: Arc::new(Statements::new::<D>(&table)), table, ..self })
    }

    pub(super) fn timeout(self, timeout: Duration) -> Self {
        Records { timeout, ..self }
    }

    pub(super) fn clock(self, clock: Clock) -> Self {
        Records { clock, ..self }
    }

    pub(super) async fn migrate(&self) -> Result<(), StoreError> {
        migrate::migrate(&self.pool, &self.table, self.timeout).await
    }

    pub(super) async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        let Record { document, expires, subject } = record;
        let subject = subject.as_ref().map(SubjectKey::as_bytes);
        let values =
            [bytes(key), Value::MaybeBytes(subject), Value::Number(signed(*expires)), Value::Text(document)];
        self.change(&self.statements.insert, &values, Repeat::UntilDone).await.map(drop)
    }

    pub(super) async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        let answer = self.read(&self.statements.load, &[bytes(key)]).await?;
        answer.rows.first().map(D::stored).transpose().map_err(store_error::<D>)
    }

    pub(super) async fn update(
        &self,
        key: &RecordKey,
        version: u64,
        record: &Record,
    ) -> Result<bool, StoreError> {
        let (expires, document) = (Value::Number(signed(record.expires)), Value::Text(&record.document));
        let values = [expires, document, bytes(key), Value::Number(signed(version))];
        Ok(self.change(&self.statements.update, &values, Repeat::UntilDone).await? > 0)
    }

    pub(super) async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        let values = [Value::Number(signed(expires)), bytes(key)];
        Ok(self.change(&self.statements.touch, &values, Repeat::Freely).await? > 0)
    }

    pub(super) async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        let affected = match version {
            // Gone is gone, whichever of two tries did it.
            None => self.change(&self.statements.delete, &[bytes(key)], Repeat::Freely).await?,
            Some(version) => {
                let values = [bytes(key), Value::Number(signed(version))];
                self.change(&self.statements.delete_at, &values, Repeat::UntilDone).await?
            }
        };
        Ok(affected > 0)
    }

    pub(super) async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        let now = Value::Number(signed(self.clock.now().as_secs()));
        let answer = self.read(&self.statements.list, &[Value::Bytes(subject.as_bytes()), now]).await?;
        let record = |row: &D::Row| Ok((D::key(row)?, D::stored(row)?));
        answer.rows.iter().map(record).collect::<sqlx::Result<_>>().map_err(store_error::<D>)
    }

    pub(super) async fn delete_all(
        &self,
        subject: &SubjectKey,
        but: Option<&RecordKey>,
    ) -> Result<u64, StoreError> {
        let subject = Value::Bytes(subject.as_bytes());
        match but {
            None => self.change(&self.statements.delete_all, &[subject], Repeat::Never).await,
            Some(key) => {
                self.change(&self.statements.delete_others, &[subject, bytes(key)], Repeat::Never).await
            }
        }
    }

    pub(super) async fn sweep(&self, now: u64) -> Result<u64, StoreError> {
        let mut swept = 0;
        loop {
            let batch =
                self.change(&self.statements.sweep, &[Value::Number(signed(now))], Repeat::Never).await?;
            swept += batch;
            if batch < BATCH {
                return Ok(swept);
            }
        }
    }

    /// Without the pool, whose options belong to the user.
    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.full("", D::QUOTE);
        f.debug_struct(name).field("table", &table).field("timeout", &self.timeout).finish_non_exhaustive()
    }

    async fn read(&self, sql: &Sql, values: &[Value<'_>]) -> Result<Answer<D>, StoreError> {
        let ask = Ask { sql, values, reads: true, repeat: Repeat::Freely };
        attempt::ask(&self.pool, self.timeout, &ask).await
    }

    /// How many rows were changed.
    async fn change(&self, sql: &Sql, values: &[Value<'_>], repeat: Repeat) -> Result<u64, StoreError> {
        let ask = Ask { sql, values, reads: false, repeat };
        Ok(attempt::ask(&self.pool, self.timeout, &ask).await?.affected)
    }
}

impl<D: Driver> Clone for Records<D> {
    fn clone(&self) -> Self {
        Records {
            pool: self.pool.clone(),
            table: self.table.clone(),
            statements: Arc::clone(&self.statements),
            timeout: self.timeout,
            clock: self.clock.clone(),
        }
    }
}

fn bytes(key: &RecordKey) -> Value<'_> {
    Value::Bytes(key.as_bytes())
}

/// For times and versions, of which none is beyond the year 292277026596.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
