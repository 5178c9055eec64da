//! The claims of all targets, and what holds for every token that is accepted.

use serde::{Deserialize, Serialize};
use session_runtime::{Clock, Session, SessionLayer};
use std::collections::BTreeMap;
use std::time::Duration;

pub const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
pub const NOW: u64 = 1_700_000_000;

/// Claims of most forms that JSON has.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub enum Kind {
    Plain,
    One(i64),
    Named { a: Option<bool>, b: Vec<String> },
}

macro_rules! claims {
    ($module:ident, $codec:literal, $($more:tt)*) => {
        pub mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session(codec = $codec, storage = "cookie", auth = "cookie", cookie(name = "session"), lifetime = "7d", $($more)*)]
            pub struct Account {
                #[serde(default)]
                pub user_id: u64,
                #[serde(default)]
                pub name: String,
                #[serde(default)]
                pub kind: Option<Kind>,
                #[serde(default)]
                pub counts: BTreeMap<i16, f64>,
                #[serde(default)]
                pub any: serde_json::Value,
            }
        }
    };
}
claims!(jwt, "jwt", idle = "1h");
claims!(jwe, "jwe", idle = "1h");
claims!(signed, "signed", digest = "sha256");
claims!(starlette, "signed", digest = "sha1");

/// Time stands still, so that a corpus means the same on every day.
pub fn now() -> Clock {
    Clock::manual(Duration::from_secs(NOW))
}

/// What another reader makes of JSON that was accepted; none where it holds a number that only exists as text, in a member that
/// nobody reads.
pub fn second_reading(json: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice::<serde::de::IgnoredAny>(json).expect("what is accepted is JSON");
    serde_json::from_slice(json).ok()
}

/// What was accepted can be issued again, and is then accepted as the same claims.
pub fn comes_back<C>(layer: &SessionLayer<C>, claims: &C)
where
    C: Session + PartialEq + std::fmt::Debug,
    C::Storage: session_runtime::ClientHeld,
    C::Revocation: session_runtime::Irrevocable,
{
    let tokens = layer.tokens();
    let token = tokens.issue(claims).expect("what was read can be written");
    let again = tokens.verify(&token).map(|verified| verified.claims);
    assert_eq!(again.as_ref(), Ok(claims), "what was written is read as the same");
}
