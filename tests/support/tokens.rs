//! Tokens made by hand, so that a test does not depend on what it tests.

#![allow(dead_code, reason = "every test binary uses its own part")]

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::TestRunner;
use serde::{Deserialize, Serialize};
use session_runtime::{
    Codec, HmacAlgorithm, Hs256, Jwt, JwtAlgorithm, KeyRing, Rejection, SecretKey, Settings,
};
use sha2::{Sha256, Sha384, Sha512};
use std::time::Duration;

/// The time in most tests.
pub const NOW: u64 = 1_700_000_000;

/// A key that is long enough for every algorithm.
pub const KEY: &[u8; 64] = b"0123456789abcdef0123456789ABCDEFfedcba9876543210FEDCBA9876543210";

/// A header that the codec issues under [`SETTINGS`].
pub const HEADER: &str = r#"{"alg":"HS256","typ":"account+jwt"}"#;

pub static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub user_id: u64,
    pub name: String,
}

pub fn ann() -> Account {
    Account { user_id: 7, name: "Ann".to_owned() }
}

/// Ann's claims in a session that began at [`NOW`], and more members.
pub fn payload(more: &str) -> String {
    format!(r#"{{"user_id":7,"name":"Ann","iat":{NOW},"exp":{}{more}}}"#, NOW + 1000)
}

pub fn key<A: HmacAlgorithm>() -> SecretKey<A> {
    SecretKey::from_bytes(KEY).expect("a key that is long enough")
}

pub fn codec(settings: &'static Settings) -> Jwt {
    Jwt::new(KeyRing::new(key::<Hs256>()), settings)
}

pub fn base64url(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The tag of `text`.
pub fn tag(algorithm: &str, key: &[u8], text: &str) -> Vec<u8> {
    match algorithm {
        "HS256" => Hmac::<Sha256>::new_from_slice(key)
            .expect("any key")
            .chain_update(text)
            .finalize()
            .into_bytes()
            .to_vec(),
        "HS384" => Hmac::<Sha384>::new_from_slice(key)
            .expect("any key")
            .chain_update(text)
            .finalize()
            .into_bytes()
            .to_vec(),
        "HS512" => Hmac::<Sha512>::new_from_slice(key)
            .expect("any key")
            .chain_update(text)
            .finalize()
            .into_bytes()
            .to_vec(),
        other => panic!("no such algorithm: {other}"),
    }
}

/// A token with a good HS256 tag, whatever it says.
pub fn sign(header: &str, payload: impl AsRef<[u8]>) -> String {
    sign_with("HS256", KEY, header, payload)
}

pub fn sign_with(algorithm: &str, key: &[u8], header: &str, payload: impl AsRef<[u8]>) -> String {
    sign_text(algorithm, key, &format!("{}.{}", base64url(header), base64url(payload)))
}

/// A good tag after any text.
pub fn sign_text(algorithm: &str, key: &[u8], text: &str) -> String {
    format!("{text}.{}", base64url(tag(algorithm, key, text)))
}

/// A token that is as good as any.
pub fn good() -> String {
    sign(HEADER, payload(""))
}

pub fn read(token: &str) -> Result<Account, Rejection> {
    read_at(NOW, token)
}

pub fn read_at(now: u64, token: &str) -> Result<Account, Rejection> {
    read_by(&codec(&SETTINGS), now, token)
}

pub fn read_by<A: JwtAlgorithm>(codec: &Jwt<A>, now: u64, token: &str) -> Result<Account, Rejection> {
    codec.decode(token.as_bytes(), Duration::from_secs(now)).map(|decoded| decoded.claims)
}

/// How much a random test tries: `SESSION_TEST_SCALE`, which is `full` or a number, and 1 unless set.
pub fn scale() -> u32 {
    match std::env::var("SESSION_TEST_SCALE").as_deref() {
        Ok("full") => 10,
        Ok(number) => number.parse().unwrap_or(1),
        Err(_) => 1,
    }
}

/// Random cases: this many at the smallest scale.
pub fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases * scale())
    })
}
