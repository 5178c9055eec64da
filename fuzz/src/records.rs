//! What a store gives back.

use crate::claims::{now, second_reading};
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use futures_util::FutureExt as _;
use http::Request;
use serde::{Deserialize, Serialize};
use session_runtime::{Record, RecordKey, Session, SessionSlot, Store, StoreError, Stored};
use tower::{Layer as _, Service as _, service_fn};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = Garbage, auth = "cookie", cookie(name = "session"), idle = "1h")]
struct Account {
    user_id: u64,
    #[serde(default)]
    name: String,
    #[serde(flatten)]
    more: std::collections::BTreeMap<String, serde_json::Value>,
}

/// Has one record, whatever is asked for.
#[derive(Clone)]
struct Garbage(Stored);

impl Store for Garbage {
    const IMMEDIATE: bool = true;

    async fn insert(&self, _: &RecordKey, _: &Record) -> Result<(), StoreError> {
        Ok(())
    }
    async fn load(&self, _: &RecordKey) -> Result<Option<Stored>, StoreError> {
        Ok(Some(self.0.clone()))
    }
    async fn update(&self, _: &RecordKey, _: u64, _: &Record) -> Result<bool, StoreError> {
        Ok(true)
    }
    async fn touch(&self, _: &RecordKey, _: u64) -> Result<bool, StoreError> {
        Ok(true)
    }
    async fn delete(&self, _: &RecordKey, _: Option<u64>) -> Result<bool, StoreError> {
        Ok(true)
    }
}

/// A document is the session that it says, or none, or a failure of the store.
pub fn run(data: &[u8]) {
    let Ok(document) = std::str::from_utf8(data) else { return };
    let stored = Stored { document: document.to_owned(), expires: u64::MAX, version: 1 };
    let layer = Account::layer(Garbage(stored)).clock(now());
    let mut service = layer.layer(service_fn(async |request: Request<Body>| {
        let (mut parts, _) = request.into_parts();
        let slot = SessionSlot::<Account>::from_request_parts(&mut parts, &()).await.expect("the layer");
        let found = slot.load().await;
        Ok::<_, std::convert::Infallible>(http::Response::new(
            found.map(|found| found.map(|live| live.user_id())),
        ))
    }));
    let cookie = format!("session={}", "A".repeat(43));
    let request = Request::builder().header("cookie", cookie).body(Body::empty()).expect("a request");
    let response = service.call(request).now_or_never().expect("ready at once").expect("infallible");
    if let Ok(Some(user_id)) = response.body() {
        let Some(json) = second_reading(data) else { return };
        assert_eq!(json["v"], 1);
        assert_eq!(json["type"], "Account");
        assert_eq!(json["claims"]["user_id"].as_u64(), Some(*user_id));
    }
}
