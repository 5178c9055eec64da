//! Tokens in itsdangerous' and Starlette's format: as they are, and with a payload that is signed.

use crate::claims::{NOW, SECRET, comes_back, now, second_reading, signed, starlette};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD as STANDARD, BASE64_URL_SAFE_NO_PAD as URL};
use hmac::{Hmac, KeyInit as _, Mac as _};
use session_runtime::{SecretKey, Session};
use sha2::Digest as _;

/// The first byte says what the others are.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    match kind % 2 {
        0 => whole(rest),
        _ => payload(rest),
    }
}

/// Nobody without the key makes a token.
fn whole(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let sha256 = signed::Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let sha1 = starlette::Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    assert!(sha256.tokens().verify(text).is_err());
    assert!(sha1.tokens().verify(text).is_err());
}

/// A token whose payload says anything, under the key that itsdangerous derives (`django-concat`, SHA-256).
fn payload(data: &[u8]) {
    let layer = signed::Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let salt = signed::Account::SETTINGS.salt.unwrap_or(signed::Account::SETTINGS.name);
    let key = sha2::Sha256::digest([salt.as_bytes(), b"signer", SECRET].concat());
    let time: Vec<u8> = NOW.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let text = format!("{}.{}", STANDARD.encode(data), URL.encode(time));
    let mac = Hmac::<sha2::Sha256>::new_from_slice(&key).expect("a key").chain_update(&text);
    let token = format!("{text}.{}", URL.encode(mac.finalize().into_bytes()));
    if let Ok(verified) = layer.tokens().verify(&token) {
        assert!(second_reading(data).is_none_or(|json| json.is_object()));
        comes_back(&layer, &verified.claims);
    }
}
