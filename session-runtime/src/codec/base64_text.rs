//! Strict base64 (RFC 4648 sections 3.5, 4 and 5; RFC 7515 section 2): padding exactly where the alphabet has it, no other
//! characters, no bits left over. Each byte sequence has one spelling.

use base64::Engine as _;
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
use base64::alphabet;
#[cfg(feature = "signed")]
use base64::engine::general_purpose::PAD;
use base64::engine::general_purpose::{GeneralPurposeConfig, NO_PAD};

/// What the processor at hand does fastest: payloads are long enough to gain by it.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
type Engine = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
type Engine = base64::engine::GeneralPurpose;

fn engine(url: bool, config: GeneralPurposeConfig) -> Engine {
    #[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
    return if url { Engine::url_safe(config) } else { Engine::standard(config) };
    #[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
    return Engine::new(if url { &alphabet::URL_SAFE } else { &alphabet::STANDARD }, config);
}

/// The longest text that is decoded here: the tags of 256 bits, for which the engine's preparations take longer than its work.
const SHORT: usize = 43;

/// What each character of the URL alphabet stands for, and a bit that no value has for all others.
const VALUES: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < alphabet.len() {
        values[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    values
};
const NONE: u8 = 0x80;

/// Strict base64url without padding.
#[inline]
fn decode_short<'s>(text: &[u8], space: &'s mut [u8]) -> Option<&'s [u8]> {
    let value = |byte: &u8| VALUES[usize::from(*byte)];
    let left_over = |bits: u8| if bits == 0 { 0 } else { NONE };
    let len = text.len() / 4 * 3 + [0, 0, 1, 2][text.len() % 4];
    let space = space.get_mut(..len)?;
    let (mut groups, mut wrong) = (text.chunks_exact(4), 0);
    let mut out = space.chunks_exact_mut(3);
    for (group, out) in groups.by_ref().zip(out.by_ref()) {
        let [a, b, c, d] = [value(&group[0]), value(&group[1]), value(&group[2]), value(&group[3])];
        wrong |= a | b | c | d;
        out[0] = a << 2 | b >> 4;
        out[1] = b << 4 | c >> 2;
        out[2] = c << 6 | d;
    }
    match (groups.remainder(), out.into_remainder()) {
        ([], _) => {}
        ([a, b], [one]) => {
            let [a, b] = [value(a), value(b)];
            // No bits may be left over.
            wrong |= a | b | left_over(b & 0x0f);
            *one = a << 2 | b >> 4;
        }
        ([a, b, c], [one, two]) => {
            let [a, b, c] = [value(a), value(b), value(c)];
            wrong |= a | b | c | left_over(c & 0x03);
            *one = a << 2 | b >> 4;
            *two = b << 4 | c >> 2;
        }
        _ => return None,
    }
    (wrong & NONE == 0).then_some(&*space)
}

/// Encodes and decodes, after it has looked once at what the processor can do.
pub(super) struct Base64 {
    engine: Engine,
    padded: bool,
}

impl Base64 {
    /// The URL alphabet without padding, as all parts of a JSON Web Token have it.
    pub(super) fn url() -> Self {
        Base64 { engine: engine(true, NO_PAD), padded: false }
    }

    /// The standard alphabet with padding, as the payload of a signed token has it.
    #[cfg(feature = "signed")]
    pub(super) fn standard() -> Self {
        Base64 { engine: engine(false, PAD), padded: true }
    }

    /// Appends `bytes` as text.
    #[inline]
    pub(super) fn append(&self, bytes: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        let Some(len) = base64::encoded_len(bytes.len(), self.padded) else { return };
        out.resize(start + len, 0);
        // The space is exactly as long as the text.
        let written = self.engine.encode_slice(bytes, &mut out[start..]);
        debug_assert_eq!(written, Ok(len));
    }

    /// Decodes `text` to the first bytes of `space`; none where it is not strict, or too long.
    #[inline]
    pub(super) fn decode<'s>(&self, text: &[u8], space: &'s mut [u8]) -> Option<&'s [u8]> {
        if text.len() <= SHORT && !self.padded {
            return decode_short(text, space);
        }
        let len = self.engine.decode_slice(text, &mut *space).ok()?;
        space.get(..len)
    }
}

#[cfg(test)]
mod tests {
    use super::Base64;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    #[test]
    fn reads_and_writes_what_the_plain_engine_does() {
        let base64url = Base64::url();
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
        let base64url = Base64::url();
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
        let base64url = Base64::url();
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

    #[cfg(feature = "signed")]
    #[test]
    fn the_standard_alphabet_has_exactly_its_padding() {
        use base64::prelude::BASE64_STANDARD;
        let standard = Base64::standard();
        for len in 0..300usize {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 151 + len * 7) as u8).collect();
            let mut out = Vec::new();
            standard.append(&bytes, &mut out);
            assert_eq!(out, BASE64_STANDARD.encode(&bytes).as_bytes());
            assert_eq!(standard.decode(&out, &mut [0; 302]), Some(&*bytes));
        }
        for body in ["", "AAAA", &*"A".repeat(60), &*"A".repeat(200)] {
            assert!(standard.decode(format!("{body}+/8=").as_bytes(), &mut [0; 210]).is_some());
            for tail in [
                "+/8", "-_8=", "+/9=", "AA=", "AA", "AB==", "AA==AA==", "A===", "====", "=", "AA== ",
                "\nAA==",
            ] {
                assert!(
                    standard.decode(format!("{body}{tail}").as_bytes(), &mut [0; 210]).is_none(),
                    "{tail}"
                );
            }
        }
    }
}
