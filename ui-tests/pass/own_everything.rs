//! All three parts are the user's own: a token that refers to what a server keeps.
use axum::Router;
use axum::routing::get;
use http::{HeaderMap, HeaderName};
use serde::{Deserialize, Serialize};
use session_runtime::{
    Auth, Claims, Codec, Decoded, EncodeError, InHeader, Presented, Record, RecordKey, Reference, Rejection,
    Session, Settings, Stamp, Store, StoreError, Stored, Wire,
};
use std::time::Duration;

/// A codec of our own.
struct Plain;

impl Codec for Plain {
    type Output = Reference;
    type Key = String;

    fn new(_: String, _: &'static Settings) -> Self {
        Plain
    }

    fn encode<C: Claims>(&self, _: &C, _: Stamp, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }

    fn decode<C: Claims>(&self, _: &[u8], _: Duration) -> Result<Decoded<C>, Rejection> {
        Err(Rejection::Malformed)
    }
}

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

/// An auth of our own.
struct Query;

impl Auth for Query {
    type Presents = InHeader;
    const CHALLENGES: bool = false;

    fn read<'r>(_: &'r HeaderMap, _: &Wire) -> Presented<'r> {
        Presented::nothing()
    }

    fn varies_by(_: &Wire) -> impl Iterator<Item = HeaderName> {
        std::iter::empty()
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = Plain, storage = Disk, auth = Query)]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: String, disk: Disk) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key, disk))
}

fn main() {}
