//! Tokens that carry their session and can be revoked: in cookies, headers, and where they are only checked; a list of one's own.
use serde::{Deserialize, Serialize};
use session_runtime::{
    HeaderStorage, MemoryStore, Record, RecordKey, SecretKey, Session, SessionError, SessionSlot, Sha256, Store, StoreError, Stored,
};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = "memory")]
pub struct InCookie {
    #[session(subject)]
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "signed", storage = "header", auth = "header", revocation = "memory", on_store_error = "anonymous")]
pub struct InHeader {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth("cookie", "header"), revocation = List)]
pub struct Elsewhere {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = HeaderStorage, auth = "header", revocation = List)]
pub struct ByPath {}

#[derive(Clone)]
pub struct List;

impl Store for List {
    async fn insert(&self, _: &RecordKey, _: &Record) -> Result<(), StoreError> {
        Ok(())
    }
    async fn load(&self, _: &RecordKey) -> Result<Option<Stored>, StoreError> {
        Ok(None)
    }
    async fn update(&self, _: &RecordKey, _: u64, _: &Record) -> Result<bool, StoreError> {
        Ok(false)
    }
    async fn touch(&self, _: &RecordKey, _: u64) -> Result<bool, StoreError> {
        Ok(false)
    }
    async fn delete(&self, _: &RecordKey, _: Option<u64>) -> Result<bool, StoreError> {
        Ok(false)
    }
}

pub async fn others(slot: SessionSlot<InCookie>) -> Result<(), SessionError> {
    slot.revoke_others().await
}

pub fn layers(key: SecretKey, signed: SecretKey<Sha256>, memory: MemoryStore) {
    let _ = InCookie::layer(key.clone(), memory.clone()).revocations();
    let _ = InHeader::layer(signed, memory).revocations();
    let _ = Elsewhere::layer(key.clone(), List).revocations();
    let _ = ByPath::layer(key, (), List).revocations();
}

fn main() {}
