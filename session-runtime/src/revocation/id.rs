//! Which session a token is of.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use std::fmt;
use std::time::Duration;

/// Bytes that say when; the others are random.
const TIME: usize = 6;

/// The claim `sid` of a token that carries its session: the same in all tokens of one session, another one after a log-in, or a
/// change of the subject or of a privilege.
///
/// The milliseconds since the Unix epoch when it was made, in 48 bits, and 80 random bits, as in a UUID of version 7 (RFC 9562
/// section 5.7): so a subject's sessions from before some moment can be told from later ones. It is no secret, since a token
/// that names it is signed; `Debug` does not print it all the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sid([u8; 16]);

impl Sid {
    /// The length of its text.
    pub const LENGTH: usize = 22;

    /// A new one, of a moment since the Unix epoch. None when the operating system has no randomness to give.
    pub(crate) fn generate(now: Duration) -> Option<Self> {
        let mut bytes = [0; 16];
        let (time, random) = bytes.split_at_mut(TIME);
        // The first 48 of 64 bits are zero until the year 10889.
        let millis = u64::try_from(now.as_millis()).unwrap_or(u64::MAX).to_be_bytes();
        time.copy_from_slice(&millis[8 - TIME..]);
        getrandom::fill(random).ok()?;
        Some(Sid(bytes))
    }

    /// What a token says, in the one text that it has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let len =
            (text.len() == Self::LENGTH).then(|| BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok());
        (len == Some(Some(16))).then_some(Sid(bytes))
    }

    /// Its text: 22 characters of base64url.
    #[must_use]
    pub fn text(&self) -> [u8; Self::LENGTH] {
        let mut text = [0; Self::LENGTH];
        // 16 bytes are 22 characters.
        let written = BASE64_URL_SAFE_NO_PAD.encode_slice(self.0, &mut text);
        debug_assert_eq!(written, Ok(Self::LENGTH));
        text
    }

    /// When it was made, in milliseconds since the Unix epoch.
    pub(crate) fn millis(&self) -> u64 {
        let mut millis = [0; 8];
        millis[8 - TIME..].copy_from_slice(&self.0[..TIME]);
        u64::from_be_bytes(millis)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sid(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sid_says_when_it_was_made_and_has_one_text() {
        let now = Duration::from_millis(1_700_000_000_123);
        let (one, two) = (Sid::generate(now).unwrap(), Sid::generate(now).unwrap());
        assert_ne!(one, two);
        assert_eq!(one.millis(), 1_700_000_000_123);
        let text = one.text();
        let text = std::str::from_utf8(&text).unwrap();
        assert_eq!(Sid::parse(text), Some(one));
        for bad in
            ["", "AAAA", &"A".repeat(21), &"A".repeat(23), &"+".repeat(22), &format!("{}B", "A".repeat(21))]
        {
            assert_eq!(Sid::parse(bad), None, "{bad}");
        }
        assert_eq!(format!("{one:?}"), "Sid(..)");
    }
}
