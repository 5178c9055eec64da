//! Key ids: the `kid` of a token's header (RFC 7515 section 4.1.4).

use super::KeyError;

/// The id of a key, in a size that needs no allocation while a token's header is read.
///
/// One to 64 visible ASCII characters without quotes and backslashes: it stands in JSON, in logs and in file names as it is.
#[derive(Clone, Copy)]
pub struct KeyId {
    bytes: [u8; KeyId::LIMIT],
    len: u8,
}

impl KeyId {
    /// The most characters.
    pub(crate) const LIMIT: usize = 64;

    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        let stands_as_it_is = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
        let len = u8::try_from(text.len()).ok()?;
        if text.is_empty() || text.len() > Self::LIMIT || !text.iter().all(stands_as_it_is) {
            return None;
        }
        let mut bytes = [0; Self::LIMIT];
        bytes[..text.len()].copy_from_slice(text);
        Some(KeyId { bytes, len })
    }

    pub(crate) fn parse(text: &str) -> Result<Self, KeyError> {
        Self::new(text.as_bytes()).ok_or(KeyError::InvalidId { limit: Self::LIMIT })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The id as text: it is ASCII.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl PartialEq for KeyId {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::KeyId;

    #[test]
    fn ids_are_visible_bounded_and_need_no_escape() {
        assert_eq!(KeyId::new(b"2026-11").map(|id| id.as_str().to_owned()).as_deref(), Some("2026-11"));
        assert!(KeyId::new(&[b'k'; 64]).is_some());
        assert!(KeyId::new(&[b'k'; 65]).is_none());
        assert!(KeyId::new(&[b'k'; 10_000]).is_none());
        for bad in ["", " ", "a b", "a\0", "a\n", "\"", "\\", "é", "\u{7f}"] {
            assert!(KeyId::new(bad.as_bytes()).is_none(), "{bad:?}");
        }
    }
}
