//! A store whose answers are compared with what they should be.

use super::verdict::{Fault, Verdict, ensure};
use crate::store::{Record, RecordKey, Store, StoreError, Stored};

pub(super) struct Probe<'a, S>(pub(super) &'a S);

pub(super) fn failed(operation: &'static str) -> impl FnOnce(StoreError) -> Fault {
    move |error| Fault(format!("`{operation}` failed: {error}"))
}

impl<S: Store> Probe<'_, S> {
    pub(super) async fn insert(&self, key: &RecordKey, record: &Record) -> Verdict {
        self.0.insert(key, record).await.map_err(failed("insert"))
    }

    pub(super) async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, Fault> {
        self.0.load(key).await.map_err(failed("load"))
    }

    pub(super) async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, Fault> {
        self.0.update(key, version, record).await.map_err(failed("update"))
    }

    pub(super) async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, Fault> {
        self.0.touch(key, expires).await.map_err(failed("touch"))
    }

    pub(super) async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, Fault> {
        self.0.delete(key, version).await.map_err(failed("delete"))
    }

    /// Whether the store has this record at this version.
    pub(super) async fn holds(&self, when: &str, key: &RecordKey, record: &Record, version: u64) -> Verdict {
        let Some(stored) = self.load(key).await? else {
            return Err(Fault(format!("{when}, there is no record")));
        };
        is(when, &stored, record, version)
    }

    pub(super) async fn holds_nothing(&self, when: &str, key: &RecordKey) -> Verdict {
        ensure(self.load(key).await?.is_none(), format!("{when}, there is a record"))
    }

    /// Removes what a rule has inserted.
    pub(super) async fn clean(&self, keys: &[RecordKey]) -> Verdict {
        for key in keys {
            self.delete(key, None).await?;
        }
        Ok(())
    }
}

/// Whether a record came back as it should.
pub(super) fn is(when: &str, stored: &Stored, record: &Record, version: u64) -> Verdict {
    ensure(
        stored.document == record.document,
        format!(
            "{when}, the document came back as another text, of {} bytes instead of {}",
            stored.document.len(),
            record.document.len()
        ),
    )?;
    ensure(
        stored.expires == record.expires,
        format!("{when}, the record ends at {} and not at {}", stored.expires, record.expires),
    )?;
    ensure(
        stored.version == version,
        format!("{when}, the record has version {} and not {version}", stored.version),
    )
}
