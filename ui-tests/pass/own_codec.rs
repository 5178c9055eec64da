//! A codec of the user's own, with its own type of key.
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{
    Claims, Codec, Decoded, EncodeError, Rejection, SelfContained, Session, Settings, Stamp,
};
use std::time::Duration;

/// A codec of our own.
struct Plain;

impl Codec for Plain {
    type Output = SelfContained;
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

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = Plain, storage = "cookie", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: String) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key, ()))
}

fn main() {}
