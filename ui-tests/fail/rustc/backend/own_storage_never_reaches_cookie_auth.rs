use axum::Router;
use axum::routing::get;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use session_runtime::{
    ByHeader, ClientSide, HandOut, HandOutError, HandsOut, SecretKey, Session, Storage, Wire, WriteToken,
};

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
#[session(codec = "jwt", storage = Disk, auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key, ()))
}

fn main() {}
