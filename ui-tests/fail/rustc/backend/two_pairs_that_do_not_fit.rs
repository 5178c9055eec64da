use axum::Router;
use axum::routing::get;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use session_runtime::{
    ByHeader, Claims, ClientSide, Codec, Decoded, EncodeError, HandOut, HandOutError, HandsOut, Reference,
    Rejection, Session, Settings, Stamp, Storage, Wire, WriteToken,
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

/// A storage of our own.
struct Disk;

impl Storage for Disk {
    type Side = ClientSide;
    type Delivery = ByHeader;
    type Store = ();
    const HANDS_OUT: bool = true;

    fn hand_out(_: &mut HeaderMap, _: &Wire, _: HandOut, _: impl WriteToken) -> Result<(), HandOutError> {
        Ok(())
    }

    fn take_back(_: &mut HeaderMap, _: &Wire) {}

    fn is_handed_out(_: &HeaderMap, _: &Wire) -> bool {
        false
    }
}

impl HandsOut for Disk {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = Plain, storage = Disk, auth = "cookie")]
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
