//! The id of a session on the server.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use std::fmt;

/// The length of an id's text: 32 bytes in base64url without padding.
const LENGTH: usize = 43;

/// The id of a session that a store keeps: 256 bits from the operating system, as 43 characters of base64url.
///
/// Whoever has it has the session, so `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionId([u8; LENGTH]);

impl SessionId {
    /// A new one. None when the operating system has no randomness to give.
    pub(crate) fn generate() -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        let mut text = [0; LENGTH];
        BASE64_URL_SAFE_NO_PAD.encode_slice(bytes, &mut text).ok()?;
        Some(SessionId(text))
    }

    /// An id that a client presents, in the one text that it has.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text: [u8; LENGTH] = text.try_into().ok()?;
        let decoded = BASE64_URL_SAFE_NO_PAD.decode_slice_unchecked(text, &mut [0; 33]);
        decoded.ok().map(|_| SessionId(text))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Made by `generate` and `parse` only, so it is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_random_and_have_one_text() {
        let (one, two) = (SessionId::generate().unwrap(), SessionId::generate().unwrap());
        assert_ne!(one, two);
        assert_eq!(SessionId::parse(one.as_str().as_bytes()), Some(one));
        for text in
            ["", "short", &"A".repeat(44), &"A".repeat(42), &format!("{}B", "A".repeat(42)), &"+".repeat(43)]
        {
            assert_eq!(SessionId::parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(format!("{one:?}"), "SessionId(..)");
    }
}
