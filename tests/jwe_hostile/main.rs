//! Encrypted tokens that nobody honest makes. The numbers are those of the security requirements that a session layer is
//! held to; what a payload says is checked by the same code as that of signed tokens, in `hostile_tokens`.

#[path = "../support/sealed.rs"]
mod sealed;
#[path = "../support/tokens.rs"]
mod tokens;

mod form;
mod header;

use sealed::{HEADER, codec, cut, encrypted, good, join, key, read, read_by, seal, seal_text};
use session_runtime::{Codec, Jwe, KeyRing, Rejection, SecretKey};
use std::time::Duration;
use tokens::{Account, NOW, SETTINGS, ann, base64url, payload, runner};

/// `header` with a good tag is refused for this reason.
#[track_caller]
fn header_refused(header: &str, reason: Rejection) {
    assert_eq!(read(&seal(header, payload(""))), Err(reason), "{header}");
}
