//! The sessions of a subject, in Redis.

use super::RedisStore;
use super::command::Command;
use super::failure::Failure;
use super::inner::Operation;
use super::node::Kind;
use super::operations::{STRANGE, text};
use super::record::{Head, stored};
use crate::store::{IndexBySubject, RecordKey, StoreError, Stored, SubjectKey};
use redis::Value;

impl IndexBySubject for RedisStore {
    async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        let (operation, set) = (self.0.begin()?, self.0.subject(subject));
        Ok(match self.0.is_one() {
            true => operation.list_at_once(&set).await?,
            false => operation.list_one_by_one(&set, subject).await?,
        })
    }

    async fn delete_all(&self, subject: &SubjectKey, but: Option<&RecordKey>) -> Result<u64, StoreError> {
        let (operation, set) = (self.0.begin()?, self.0.subject(subject));
        Ok(match self.0.is_one() {
            true => operation.delete_at_once(&set, but).await?,
            false => operation.delete_one_by_one(&set, subject, but).await?,
        })
    }
}

impl Operation<'_> {
    async fn list_at_once(&self, set: &str) -> Result<Vec<(RecordKey, Stored)>, Failure> {
        let command = Command::script(&self.inner.scripts.list, &[set]).arg(&self.inner.config.prefix);
        let mut listed = Vec::new();
        // It takes out what is gone, so it is not sent twice.
        for record in array(self.ask(set, command, Kind::Touch).await?)? {
            let [member, record] = <[Value; 2]>::try_from(array(record)?).map_err(|_| STRANGE)?;
            let key = member_key(&text(member)?.ok_or(STRANGE)?)?;
            listed.push((key, stored(text(record)?.ok_or(STRANGE)?)?));
        }
        Ok(listed)
    }

    async fn list_one_by_one(
        &self,
        set: &str,
        subject: &SubjectKey,
    ) -> Result<Vec<(RecordKey, Stored)>, Failure> {
        let (subject, mut listed) = (subject.to_string(), Vec::new());
        for key in self.members(set).await? {
            let name = self.inner.record(&key);
            let found = text(self.ask(&name, Command::plain("GET", &[&name]), Kind::Read).await?)?;
            let Some(found) = found else { continue };
            // An entry may be ahead of its record, or behind it, or of a record that was refused.
            if Head::of(&found)?.subject == Some(subject.as_str()) {
                listed.push((key, stored(found)?));
            }
        }
        Ok(listed)
    }

    async fn delete_at_once(&self, set: &str, but: Option<&RecordKey>) -> Result<u64, Failure> {
        let command = Command::script(&self.inner.scripts.delete_all, &[set])
            .arg(&self.inner.config.prefix)
            .arg(but.map(ToString::to_string).unwrap_or_default());
        count(&self.ask(set, command, Kind::Write).await?)
    }

    async fn delete_one_by_one(
        &self,
        set: &str,
        subject: &SubjectKey,
        but: Option<&RecordKey>,
    ) -> Result<u64, Failure> {
        let (subject, mut gone) = (subject.to_string(), 0);
        for key in self.members(set).await?.iter().filter(|key| Some(*key) != but) {
            let name = self.inner.record(key);
            let command = Command::script(&self.inner.scripts.delete_of, &[&name]).arg(&subject);
            let deleted = count(&self.ask(&name, command, Kind::Write).await?)?;
            gone += deleted;
            // Another may be about to come, and has to stay listed.
            if deleted > 0 {
                let command = Command::plain("ZREM", &[set, &key.to_string()]);
                let _ = self.ask(set, command, Kind::Touch).await;
            }
        }
        Ok(gone)
    }

    async fn members(&self, set: &str) -> Result<Vec<RecordKey>, Failure> {
        let command = Command::script(&self.inner.scripts.members, &[set]);
        let members = array(self.ask(set, command, Kind::Touch).await?)?;
        members.into_iter().map(|member| member_key(&text(member)?.ok_or(STRANGE)?)).collect()
    }
}

fn member_key(member: &str) -> Result<RecordKey, Failure> {
    RecordKey::from_hex(member).ok_or(Failure::Corrupt("its subject's set has an entry that is no key"))
}

fn array(value: Value) -> Result<Vec<Value>, Failure> {
    match value {
        Value::Array(values) => Ok(values),
        _ => Err(STRANGE),
    }
}

fn count(value: &Value) -> Result<u64, Failure> {
    match value {
        Value::Int(number) => u64::try_from(*number).map_err(|_| STRANGE),
        _ => Err(STRANGE),
    }
}
