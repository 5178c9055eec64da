//! Names that generated code might have for itself, and names of the prelude that mean something else here.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

pub struct Ok;
pub struct Some;
pub struct None;
pub struct Default;
pub struct From;
pub struct Handle;
pub struct Patch;
pub type Result = u8;
pub mod core {}
pub mod std {}
pub mod session_runtime_private {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Option {
    value: u8,
    key: u8,
    store: u8,
    handle: u8,
    patch: String,
    later: ::std::option::Option<u8>,
    claims_: Result,
    inner: u8,
    parts: u8,
    f: u8,
    layer: u8,
    is_empty: bool,
    merge: u8,
    apply: u8,
    rotates: u8,
    clone: u8,
    fmt: u8,
    from: u8,
    drop: u8,
    load: u8,
    serialize: u8,
}

pub fn layer(key: SecretKey) -> SessionLayer<Option> {
    Option::layer(key)
}

pub fn change(session: &mut OptionSession) -> u8 {
    session.set_value(1);
    session.patch_mut().clear();
    session.clone() + session.from() + session.drop()
}

fn main() {}
