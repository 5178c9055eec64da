//! A store of the user's own that knows whose sessions it keeps, and what can be done with it.
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{
    IndexBySubject, Listed, Record, RecordKey, Session, SessionError, SessionSlot, Sessions, Store,
    StoreError, Stored, SubjectKey,
};

/// A store of our own.
#[derive(Clone)]
struct Disk;

impl Store for Disk {
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

impl IndexBySubject for Disk {
    async fn list(&self, _: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        Ok(Vec::new())
    }

    async fn delete_all(&self, _: &SubjectKey, _: Option<&RecordKey>) -> Result<u64, StoreError> {
        Ok(0)
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = Disk, auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    let devices: Vec<Listed<Account>> = slot.list().await?;
    for device in devices.iter().filter(|device| !device.is_current) {
        slot.end_one(&device.key).await?;
    }
    Ok(slot.end_others().await?.to_string())
}

async fn sign_out(sessions: Sessions<Account>) -> Result<u64, SessionError> {
    sessions.end_all(&7).await
}

fn app(store: Disk) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
