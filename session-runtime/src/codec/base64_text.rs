//! Strict base64url (RFC 7515 section 2, RFC 4648 section 3.5): no padding, no other characters, no bits left over. Each
//! byte sequence has one spelling.

use base64::Engine as _;
use base64::engine::general_purpose::NO_PAD;

/// What the processor at hand does fastest: payloads are long enough to gain by it.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
type Engine = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
type Engine = base64::engine::GeneralPurpose;

fn engine() -> Engine {
    #[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
    return Engine::url_safe(NO_PAD);
    #[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
    return Engine::new(&base64::alphabet::URL_SAFE, NO_PAD);
}

/// Encodes and decodes, after it has looked once at what the processor can do.
pub(super) struct Base64Url(Engine);

impl Base64Url {
    pub(super) fn new() -> Self {
        Base64Url(engine())
    }

    /// Appends `bytes` as text.
    #[inline]
    pub(super) fn append(&self, bytes: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        let Some(len) = base64::encoded_len(bytes.len(), false) else { return };
        out.resize(start + len, 0);
        // The space is exactly as long as the text.
        let written = self.0.encode_slice(bytes, &mut out[start..]);
        debug_assert_eq!(written, Ok(len));
    }

    /// Decodes `text` to the first bytes of `space`; none where it is not strict base64url, or too long.
    #[inline]
    pub(super) fn decode<'s>(&self, text: &[u8], space: &'s mut [u8]) -> Option<&'s [u8]> {
        let len = self.0.decode_slice(text, &mut *space).ok()?;
        space.get(..len)
    }
}

#[cfg(test)]
mod tests {
    use super::Base64Url;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    #[test]
    fn reads_and_writes_what_the_plain_engine_does() {
        let base64url = Base64Url::new();
        for len in 0..300usize {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 151 + len * 7) as u8).collect();
            let mut out = b"x".to_vec();
            base64url.append(&bytes, &mut out);
            assert_eq!(out[1..], *BASE64_URL_SAFE_NO_PAD.encode(&bytes).as_bytes());
            assert_eq!(base64url.decode(&out[1..], &mut [0; 300]), Some(&*bytes));
        }
    }

    /// A vectorised decoder looks at many characters at a time: a bad one must be seen wherever it stands.
    #[test]
    fn a_bad_character_is_seen_anywhere() {
        let base64url = Base64Url::new();
        let good = b"A".repeat(200);
        for place in 0..good.len() {
            for byte in 0..=u8::MAX {
                let mut text = good.clone();
                text[place] = byte;
                let of_alphabet = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
                assert_eq!(
                    base64url.decode(&text, &mut [0; 200]).is_some(),
                    of_alphabet,
                    "{byte} at {place}"
                );
            }
        }
    }

    #[test]
    fn bits_left_over_are_refused() {
        let base64url = Base64Url::new();
        for body in [0, 60, 100, 200] {
            let body = "A".repeat(body);
            assert!(base64url.decode(format!("{body}AA").as_bytes(), &mut [0; 200]).is_some());
            for tail in ["AB", "AP", "AAB", "AAD", "A", "AA=", "AA==", "AAA=", "AAAA=", "====", "="] {
                assert!(
                    base64url.decode(format!("{body}{tail}").as_bytes(), &mut [0; 200]).is_none(),
                    "{tail}"
                );
            }
        }
    }
}
