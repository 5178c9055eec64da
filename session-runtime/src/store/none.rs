//! The store of a storage on the client's side, which has none.

use super::{Record, RecordKey, Store, StoreError, Stored};

/// Keeps nothing: what a storage on the client's side has as its store.
impl Store for () {
    const IMMEDIATE: bool = true;

    async fn insert(&self, _: &RecordKey, _: &Record) -> Result<(), StoreError> {
        Err(nothing_is_kept())
    }

    async fn load(&self, _: &RecordKey) -> Result<Option<Stored>, StoreError> {
        Err(nothing_is_kept())
    }

    async fn update(&self, _: &RecordKey, _: u64, _: &Record) -> Result<bool, StoreError> {
        Err(nothing_is_kept())
    }

    async fn touch(&self, _: &RecordKey, _: u64) -> Result<bool, StoreError> {
        Err(nothing_is_kept())
    }

    async fn delete(&self, _: &RecordKey, _: Option<u64>) -> Result<bool, StoreError> {
        Err(nothing_is_kept())
    }
}

fn nothing_is_kept() -> StoreError {
    StoreError::refused("`()` keeps no sessions; give the layer a store")
}
