use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{Record, RecordKey, SecretKey, Session, Store, StoreError, Stored};

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

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = Disk, auth("cookie", "header"))]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey, disk: Disk) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key, disk))
}

fn main() {}
