//! A store of one's own: five methods and a promise, which `session_runtime::conformance` checks (`tests/custom_store.rs`).

use session_runtime::{Record, RecordKey, Store, StoreError, Stored};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Records in a map behind a lock. Clones share it.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<HashMap<RecordKey, Stored>>>);

impl Shelf {
    fn open(&self) -> MutexGuard<'_, HashMap<RecordKey, Stored>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Shelf {
    // Nothing here waits.
    const IMMEDIATE: bool = true;

    /// Only this makes a record, so what was ended never comes back.
    async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        let mut shelf = self.open();
        if shelf.contains_key(key) {
            return Err(StoreError::refused("there is a record of this key"));
        }
        let Record { document, expires, .. } = record.clone();
        shelf.insert(*key, Stored { document, expires, version: 1 });
        Ok(())
    }

    async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        Ok(self.open().get(key).cloned())
    }

    /// Only at the version that the caller has seen, so no change is lost.
    async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
        let mut shelf = self.open();
        let Some(stored) = shelf.get_mut(key).filter(|stored| stored.version == version) else {
            return Ok(false);
        };
        let Record { document, expires, .. } = record.clone();
        *stored = Stored { document, expires, version: version + 1 };
        Ok(true)
    }

    async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        Ok(self.open().get_mut(key).map(|stored| stored.expires = expires).is_some())
    }

    async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        let mut shelf = self.open();
        let there = shelf.get(key).is_some_and(|stored| version.is_none_or(|seen| seen == stored.version));
        Ok(there && shelf.remove(key).is_some())
    }
}
