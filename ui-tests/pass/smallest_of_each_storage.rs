//! The three storages on the client's side with nothing else in the attribute, and claims without fields.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct InCookie {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "header", auth = "header")]
pub struct InHeader {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth("cookie", "header"))]
pub struct Elsewhere {}

pub fn layers(a: SecretKey, b: SecretKey, c: SecretKey) -> (SessionLayer<InCookie>, SessionLayer<InHeader>, SessionLayer<Elsewhere>) {
    (InCookie::layer(a), InHeader::layer(b), Elsewhere::layer(c))
}

fn main() {}
