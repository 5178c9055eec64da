//! JSON Web Tokens: as they are, with a header that is signed, and with a payload that is signed.

use crate::claims::{NOW, SECRET, comes_back, jwt::Account, now, second_reading};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
use hmac::{Hmac, KeyInit as _, Mac as _};
use session_runtime::{Es256, Rejection, SecretKey, Session, SigningKey};
use std::sync::LazyLock;

fn sign(header: &[u8], payload: &[u8]) -> String {
    let text = format!("{}.{}", URL.encode(header), URL.encode(payload));
    let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET).expect("a key").chain_update(&text);
    format!("{text}.{}", URL.encode(mac.finalize().into_bytes()))
}

/// The first byte says what the others are.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    match kind % 3 {
        0 => whole(rest),
        1 => header(rest),
        _ => payload(rest),
    }
}

/// Nobody without the key makes a token.
fn whole(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    if let Ok(verified) = layer.tokens().verify(text) {
        assert!(second_opinion(text), "only what is signed with the key is accepted");
        comes_back(&layer, &verified.claims);
    }
    asymmetric(text);
}

/// A token with a signed header that says something else.
fn header(data: &[u8]) {
    let payload = format!(r#"{{"user_id":1,"iat":{NOW},"exp":{},"sst":{NOW}}}"#, NOW + 60);
    let token = sign(data, payload.as_bytes());
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    if layer.tokens().verify(&token).is_ok() {
        let Some(header) = second_reading(data) else { return };
        assert_eq!(header["alg"], "HS256");
        let typ = header.get("typ").and_then(|typ| typ.as_str()).unwrap_or_default().to_ascii_lowercase();
        assert!(typ == "account+jwt" || typ == "application/account+jwt", "{typ}");
        assert!(header.get("crit").is_none() && header.get("b64").is_none() && header.get("zip").is_none());
    }
}

/// A token whose payload says anything.
fn payload(data: &[u8]) {
    let token = sign(br#"{"alg":"HS256","typ":"account+jwt"}"#, data);
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    match layer.tokens().verify(&token) {
        Ok(verified) => {
            // A second reader makes the same of it.
            let Some(json) = second_reading(data) else { return };
            assert!(json["exp"].as_f64().is_some_and(|exp| exp > NOW as f64), "in time: {json}");
            let mut own = json.clone();
            let object = own.as_object_mut().expect("an object");
            for name in ["iat", "exp", "nbf", "iss", "aud", "sst", "sxp", "sse", "sla", "sbs", "svn", "sid"] {
                object.remove(name);
            }
            let expected: Account = serde_json::from_value(own).expect("the same claims");
            assert_eq!(verified.claims, expected);
            comes_back(&layer, &verified.claims);
        }
        Err(reason) => {
            assert!(!matches!(reason, Rejection::BadSignature | Rejection::UnknownKey), "{reason:?}")
        }
    }
}

fn second_opinion(token: &str) -> bool {
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    let key = jsonwebtoken::DecodingKey::from_secret(SECRET);
    jsonwebtoken::decode::<serde_json::Value>(token, &key, &validation).is_ok()
}

mod public {
    use super::*;

    #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
    #[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
    pub struct Account {
        pub user_id: u64,
    }
}

static KEY: LazyLock<SigningKey<Es256>> = LazyLock::new(|| SigningKey::generate().expect("randomness"));

/// A key that was made a moment ago has signed nothing.
fn asymmetric(token: &str) {
    let layer = public::Account::layer(KEY.clone()).clock(now());
    assert!(layer.tokens().verify(token).is_err());
}
