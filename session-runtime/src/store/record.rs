//! What a store keeps, and under which keys.

use super::SessionId;
use sha2::{Digest, Sha256};
use std::fmt;

/// The key of a record: the SHA-256 of the session's id, so that whoever reads a store cannot present what it finds there.
///
/// Good for naming one of a user's sessions in a form or a log: it opens nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey([u8; 32]);

impl RecordKey {
    pub(crate) fn of(id: &SessionId) -> Self {
        RecordKey(Sha256::digest(id.as_str().as_bytes()).into())
    }

    /// From the bytes that [`as_bytes`](Self::as_bytes) gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        RecordKey(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From its text, 64 hexadecimal digits in lower case.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        from_hex(text).map(RecordKey)
    }
}

/// 64 hexadecimal digits in lower case.
impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordKey(..)")
    }
}

/// The key of a subject: the SHA-256 of the claims type's `typ` and the subject's text. Of one length, and compared byte for
/// byte by every store, whatever the collation of a database says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectKey([u8; 32]);

impl SubjectKey {
    pub(crate) fn of(typ: &str, subject: &str) -> Self {
        let digest = Sha256::new().chain_update(typ).chain_update([0]).chain_update(subject);
        SubjectKey(digest.finalize().into())
    }

    /// From the bytes that [`as_bytes`](Self::as_bytes) gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        SubjectKey(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// 64 hexadecimal digits in lower case.
impl fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey(..)")
    }
}

/// What a store is given to keep.
///
/// `Debug` does not print the document: it has the claims in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The claims, when the session began and ends, and the version of this format: JSON that people can read.
    pub document: String,
    /// When the record ends unless it is touched: seconds since the Unix epoch.
    pub expires: u64,
    /// Whose session it is, where the claims say so.
    pub subject: Option<SubjectKey>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// What a store gives back.
///
/// `Debug` does not print the document: it has the claims in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// As it was given.
    pub document: String,
    /// When the record ends: seconds since the Unix epoch.
    pub expires: u64,
    /// 1 for a record that was never updated.
    pub version: u64,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored")
            .field("expires", &self.expires)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// In one piece: a key is part of every name in Redis, and the formatter would take a tenth of what a read costs there.
fn hex(bytes: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let digit = |half: u8| if half < 10 { b'0' + half } else { b'a' + half - 10 };
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    (text.len() == 64).then_some(())?;
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(*pair.first()?)? << 4 | digit(*pair.last()?)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_key_is_the_hash_of_the_text_and_reads_its_own_text() {
        let id = SessionId::parse(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let key = RecordKey::of(&id);
        // printf A…A | sha256sum
        assert_eq!(key.to_string(), "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a");
        assert_eq!(RecordKey::from_hex(&key.to_string()), Some(key));
        assert_eq!(RecordKey::from_hex(&key.to_string().to_uppercase()), None);
        assert_eq!(RecordKey::from_hex("00"), None);
    }

    #[test]
    fn subjects_of_two_types_have_two_keys() {
        assert_ne!(SubjectKey::of("a", "b7"), SubjectKey::of("ab", "7"));
        assert_ne!(SubjectKey::of("a", "Alice"), SubjectKey::of("a", "alice"));
        assert_eq!(SubjectKey::of("a", "7"), SubjectKey::of("a", "7"));
    }
}
