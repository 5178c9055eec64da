//! The session's cookie, found without a copy.

use crate::requests::COOKIE;
use http::{HeaderMap, header};

pub(super) fn find(headers: &HeaderMap) -> Option<&[u8]> {
    for field in headers.get_all(header::COOKIE) {
        let mut rest = field.as_bytes();
        loop {
            while let [b' ', after @ ..] = rest {
                rest = after;
            }
            let end = memchr::memchr(b';', rest).unwrap_or(rest.len());
            let value = rest[..end].strip_prefix(COOKIE.as_bytes()).and_then(|rest| rest.strip_prefix(b"="));
            if value.is_some() {
                return value;
            }
            if end == rest.len() {
                break;
            }
            rest = &rest[end + 1..];
        }
    }
    None
}
