//! Tokens that nobody honest makes. The numbers are those of the security requirements that a session layer is held to;
//! those of requests stand in `hostile_http`.

#[path = "../support/tokens.rs"]
mod tokens;

mod form;
mod header;
mod payload;
mod signed;

use session_runtime::{Codec, Hs256, Hs384, Hs512, Jwt, KeyError, KeyRing, Rejection, SecretKey, Settings};
use std::time::Duration;
use tokens::*;

/// `header` with a good tag is refused for this reason.
#[track_caller]
fn header_refused(header: &str, reason: Rejection) {
    assert_eq!(read(&sign(header, payload(""))), Err(reason), "{header}");
}

/// Ann's payload with one more member is refused for this reason.
#[track_caller]
fn payload_refused(payload: &str, reason: Rejection) {
    assert_eq!(read(&sign(HEADER, payload)), Err(reason), "{payload}");
}
