//! Tokens that carry their session and can be revoked: in cookies, headers, and where they are only checked; a list of one's own.
use serde::{Deserialize, Serialize};
use session_runtime::{
    HeaderStorage, MemoryStore, Record, RecordKey, RedisStore, SecretKey, Session, SessionError, SessionSlot, Store, StoreError,
    Stored, VerifyingKey,
};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = "memory")]
pub struct InCookie {
    #[session(subject)]
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwe", storage = "header", auth = "header", revocation = "redis", on_store_error = "anonymous")]
pub struct InHeader {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", algorithm = "ES256", storage = "none", auth("cookie", "header"), revocation = List)]
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

pub fn layers(
    (key, memory): (SecretKey, MemoryStore),
    (jwe, redis): (SecretKey<session_runtime::A256Gcm>, RedisStore),
    (public, path): (VerifyingKey<session_runtime::Es256>, SecretKey),
) {
    let _ = InCookie::layer(key, memory).revocations();
    let _ = InHeader::layer(jwe, redis).revocations();
    let _ = Elsewhere::layer(public, List);
    let _ = ByPath::layer(path, (), List);
}

fn main() {}
