//! Keys written as text.

use super::KeyError;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// Standard or URL alphabet, not both; padding complete or left out.
pub(super) fn base64(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let engine = if text.contains(['-', '_']) { URL_SAFE_PAD_INDIFFERENT } else { STANDARD_PAD_INDIFFERENT };
    // Made in full length at once: a buffer that grows would leave copies behind.
    let mut bytes = Zeroizing::new(vec![0; text.len()]);
    let len = engine.decode_slice(text, &mut bytes).map_err(|_| KeyError::NotBase64)?;
    bytes.truncate(len);
    Ok(bytes)
}

pub(super) fn hex(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(KeyError::NotHex);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(pairs.len()));
    for &[high, low] in pairs {
        let (Some(high), Some(low)) = (digit(high), digit(low)) else { return Err(KeyError::NotHex) };
        bytes.push(high << 4 | low);
    }
    Ok(bytes)
}

/// An even number of hexadecimal digits and nothing else is hexadecimal; anything else is base64. Surrounding white space
/// does not count.
///
/// Base64 of a random key is never taken for hexadecimal: of 32 bytes it has an odd number of characters or padding, and of 48 or 64 bytes
/// it consists of hexadecimal digits once in 10^29 times.
pub(super) fn either(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let text = text.trim();
    if text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        hex(text)
    } else {
        base64(text)
    }
}

/// `size` new random bytes as base64url.
pub(super) fn fresh(size: usize) -> Result<Zeroizing<String>, KeyError> {
    let bytes = random(size)?;
    Ok(Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(&*bytes)))
}

pub(super) fn random(size: usize) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut bytes = Zeroizing::new(vec![0; size]);
    getrandom::fill(&mut bytes).map_err(KeyError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_between_hex_and_base64() {
        let of = |text: &str| either(text).map(|bytes| bytes.to_vec());
        assert_eq!(of("00ff").unwrap(), [0, 255]);
        assert_eq!(of(" 00FF\n").unwrap(), [0, 255]);
        assert_eq!(of("00c").unwrap(), [0xd3, 0x47], "an odd number of digits is base64, here unpadded");
        assert_eq!(of("AP8").unwrap(), [0, 255]);
        assert_eq!(of("AP8=").unwrap(), [0, 255]);
        assert_eq!(of("-_8").unwrap(), [251, 255]);
        assert_eq!(of("+/8=").unwrap(), [251, 255]);
        for bad in ["-/8", "AP9", "A", "AP8==", "A P8", "pass word", "ключ"] {
            assert!(matches!(of(bad), Err(KeyError::NotBase64)), "{bad}");
        }
        assert!(matches!(hex("0g"), Err(KeyError::NotHex)));
        assert!(matches!(hex("012"), Err(KeyError::NotHex)));
    }
}
