//! Encrypted tokens that are shared with others: joserfc and jwcrypto of Python, jose of npm. Each side opens what the other
//! sealed, and none of them refuses what we accept.
//!
//! `python3 -m venv .venv && .venv/bin/pip install -r tests/python/requirements.txt` makes the first two
//! (`SESSION_TEST_PYTHON` names another Python), `npm install --prefix tests/node` the third. Skipped where they are not there.

#[path = "../support/program.rs"]
#[allow(dead_code, reason = "the programs here end by themselves")]
mod program;
#[path = "../support/sealed.rs"]
mod sealed;
#[path = "../support/tokens.rs"]
mod tokens;

mod differential;
mod exchange;
mod peer;

use serde_json::{Map, Value, json};
use session_runtime::{Codec, Jwe, Rejection, Settings, Stamp};
use std::time::Duration;
use tokens::NOW;

type Claims = Map<String, Value>;

fn read(codec: &Jwe, token: &str) -> Result<Claims, Rejection> {
    codec.decode::<Claims>(token.as_bytes(), Duration::from_secs(NOW)).map(|decoded| decoded.claims)
}

fn issue(codec: &Jwe, claims: &Value, settings: &'static Settings) -> String {
    let mut token = Vec::new();
    let claims = claims.as_object().unwrap();
    codec.encode(claims, Stamp::start(NOW, settings.lifetime, settings), &mut token).unwrap();
    String::from_utf8(token).unwrap()
}
