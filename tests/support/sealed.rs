//! Encrypted tokens made by hand, so that a test does not depend on what it tests. Beside `tokens.rs`.

#![allow(dead_code, reason = "every test binary uses its own part")]

use crate::tokens::{Account, KEY, NOW, SETTINGS, base64url, payload};
use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use session_runtime::{A256Gcm, Codec, Jwe, KeyRing, Rejection, SecretKey, Settings};
use std::time::Duration;

/// A header that the codec issues under [`SETTINGS`].
pub const HEADER: &str = r#"{"alg":"dir","enc":"A256GCM","typ":"account+jwt"}"#;

/// The vector of tokens that say nothing about it.
pub const IV: [u8; 12] = *b"a vector: 12";

/// The bytes of the key.
pub fn secret() -> &'static [u8; 32] {
    KEY.first_chunk().expect("it is longer")
}

pub fn key() -> SecretKey<A256Gcm> {
    SecretKey::from_bytes(secret()).expect("a key of 32 bytes")
}

pub fn codec(settings: &'static Settings) -> Jwe {
    Jwe::new(KeyRing::new(key()), settings)
}

/// A token with a good tag, whatever it says.
pub fn seal(header: &str, payload: impl AsRef<[u8]>) -> String {
    seal_text(&base64url(header), payload)
}

/// The same with a header segment of any text.
pub fn seal_text(header: &str, payload: impl AsRef<[u8]>) -> String {
    let (ciphertext, tag) = encrypted(secret(), header, payload);
    join([header, "", &base64url(IV), &base64url(ciphertext), &base64url(tag)])
}

/// Ciphertext and tag under [`IV`].
pub fn encrypted(key: &[u8; 32], aad: &str, payload: impl AsRef<[u8]>) -> (Vec<u8>, [u8; 16]) {
    let mut text = payload.as_ref().to_vec();
    let cipher = Aes256Gcm::new(key.into());
    let tag = cipher.encrypt_inout_detached(&IV.into(), aad.as_bytes(), text.as_mut_slice().into());
    (text, tag.expect("short enough").into())
}

pub fn join(segments: [&str; 5]) -> String {
    segments.join(".")
}

pub fn cut(token: &str) -> [&str; 5] {
    let segments: Vec<_> = token.split('.').collect();
    segments.try_into().expect("five segments")
}

/// A token that is as good as any.
pub fn good() -> String {
    seal(HEADER, payload(""))
}

pub fn read(token: &str) -> Result<Account, Rejection> {
    read_by(&codec(&SETTINGS), token)
}

pub fn read_by(codec: &Jwe, token: &str) -> Result<Account, Rejection> {
    codec.decode(token.as_bytes(), Duration::from_secs(NOW)).map(|decoded| decoded.claims)
}
