//! The smallest session: one attribute, one call, default features.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "header")]
pub struct MyClaims {
    user_id: u64,
    name: String,
}

pub fn layer(key: SecretKey) -> SessionLayer<MyClaims> {
    MyClaims::layer(key)
}

fn main() {}
