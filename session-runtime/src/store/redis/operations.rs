//! What every store does, in Redis.

use super::RedisStore;
use super::command::Command;
use super::failure::Failure;
use super::inner::{Inner, Operation};
use super::node::Kind;
use super::record::{self, Head, LONGEST_HEAD, NO_RECORD, stored};
use crate::store::{Record, RecordKey, Store, StoreError, Stored};
use redis::Value;

/// The last end that Redis is told of, in the year 287,168: it counts in milliseconds, in scripts in floats, and must not refuse
/// half way through.
const LATEST: u64 = 9_000_000_000_000;

impl Store for RedisStore {
    async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        let inner = &*self.0;
        let (name, member) = (inner.record(key), key.to_string());
        let set = record.subject.as_ref().map(|subject| inner.subject(subject));
        let operation = inner.begin()?;
        operation.enter(set.as_deref(), &member, record.expires).await?;
        let command = Command::script(&inner.scripts.insert, &inner.keys(&name, set.as_deref()))
            .arg(record::text(1, record))
            .arg(record.expires.min(LATEST))
            .arg(&member);
        match truth(&operation.ask(&name, command, Kind::Write).await?)? {
            true => Ok(()),
            false => Err(StoreError::refused("there is a session of this id already")),
        }
    }

    async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        let (operation, name) = (self.0.begin()?, self.0.record(key));
        let found = operation.ask(&name, Command::plain("GET", &[&name]), Kind::Read).await?;
        Ok(text(found)?.map(stored).transpose()?)
    }

    async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
        let inner = &*self.0;
        let (name, member) = (inner.record(key), key.to_string());
        let set = record.subject.as_ref().map(|subject| inner.subject(subject));
        let Some(next) = version.checked_add(1) else { return Ok(false) };
        let operation = inner.begin()?;
        operation.enter(set.as_deref(), &member, record.expires).await?;
        let command = Command::script(&inner.scripts.update, &inner.keys(&name, set.as_deref()))
            .arg(record::beginning(version, record.expires))
            .arg(record::beginning_at(version))
            .arg(record::text(next, record))
            .arg(record.expires.min(LATEST))
            .arg(&member);
        Ok(truth(&operation.ask(&name, command, Kind::Write).await?)?)
    }

    async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        let inner = &*self.0;
        let (name, member) = (inner.record(key), key.to_string());
        let operation = inner.begin()?;
        if !inner.is_one() {
            let last = (LONGEST_HEAD - 1).to_string();
            let command = Command::plain("GETRANGE", &[&name, "0", &last]);
            let Value::BulkString(beginning) = operation.ask(&name, command, Kind::Read).await? else {
                return Err(STRANGE.into());
            };
            if beginning.is_empty() {
                return Ok(false);
            }
            // The head is ASCII; behind it, a character of the document may be cut in two.
            let beginning = String::from_utf8_lossy(&beginning);
            let set = Head::of(&beginning)?.subject.map(|subject| format!("{}{subject}", inner.subjects));
            operation.enter(set.as_deref(), &member, expires).await?;
        }
        let command = Command::script(&inner.scripts.touch, &[&name])
            .arg(expires)
            .arg(expires.min(LATEST))
            .arg(if inner.is_one() { &inner.subjects } else { "" })
            .arg(&member);
        Ok(truth(&operation.ask(&name, command, Kind::Touch).await?)?)
    }

    async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        let inner = &*self.0;
        let (name, member) = (inner.record(key), key.to_string());
        let operation = inner.begin()?;
        let command = Command::script(&inner.scripts.delete, &[&name])
            .arg(version.map(|version| version.to_string()).unwrap_or_default())
            .arg(if inner.is_one() { &inner.subjects } else { "" })
            .arg(&member);
        let Value::Array(answer) = operation.ask(&name, command, Kind::Write).await? else {
            return Err(STRANGE.into());
        };
        let [gone, subject] = <[Value; 2]>::try_from(answer).map_err(|_| STRANGE)?;
        let gone = truth(&gone)?;
        if gone && !inner.is_one() {
            let subject = text(subject)?.filter(|subject| !subject.is_empty());
            if let Some(set) = subject.map(|subject| format!("{}{subject}", inner.subjects)) {
                // Only a hint: what is not there is not listed, and the entry ends when the session would have.
                let _ = operation.ask(&set, Command::plain("ZREM", &[&set, &member]), Kind::Touch).await;
            }
        }
        Ok(gone)
    }
}

impl Inner {
    /// The keys of a script: in a cluster only the record, since the set is elsewhere.
    fn keys<'a>(&self, name: &'a str, set: Option<&'a str>) -> Vec<&'a str> {
        [name].into_iter().chain(set.filter(|_| self.is_one())).collect()
    }
}

impl Operation<'_> {
    /// In a cluster: enters a record into its subject's set, before the record is there or lives longer.
    async fn enter(&self, set: Option<&str>, member: &str, expires: u64) -> Result<(), Failure> {
        let Some(set) = set.filter(|_| !self.inner.is_one()) else { return Ok(()) };
        let command = Command::script(&self.inner.scripts.enter, &[set]).arg(expires.min(LATEST)).arg(member);
        self.ask(set, command, Kind::Touch).await.map(drop)
    }
}

/// What no command of ours is answered with.
pub(super) const STRANGE: Failure =
    Failure::Corrupt("Redis answered in a form that the command does not have");

pub(super) fn text(value: Value) -> Result<Option<String>, Failure> {
    match value {
        Value::Nil => Ok(None),
        Value::BulkString(bytes) => {
            String::from_utf8(bytes).map(Some).map_err(|_| Failure::Corrupt("it is not UTF-8"))
        }
        Value::SimpleString(text) => Ok(Some(text)),
        _ => Err(STRANGE),
    }
}

fn truth(value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Int(0) => Ok(false),
        Value::Int(1) => Ok(true),
        Value::Int(-1) => Err(NO_RECORD),
        _ => Err(STRANGE),
    }
}
