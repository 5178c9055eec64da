//! The runtime is reached through a re-export: `crate` says where it is.
mod framework {
    pub mod reexports {
        pub use session_runtime as sessions;
    }
}

use framework::reexports::sessions::{SecretKey, Session, SessionLayer};
use serde::{Deserialize, Serialize};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", crate = crate::framework::reexports::sessions)]
pub struct Account {
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth = "header", crate = "crate::framework::reexports::sessions")]
pub struct Visitor {
    country: String,
}

pub fn layers(key: SecretKey, other: SecretKey) -> (SessionLayer<Account>, SessionLayer<Visitor>) {
    (Account::layer(key), Visitor::layer(other))
}

fn main() {}
