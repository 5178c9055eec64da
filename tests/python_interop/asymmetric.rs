//! Tokens with a signature, keys in pairs, and PyJWT.

use super::*;
use session_runtime::{
    AsymmetricAlgorithm, Codec, EdDsa, Es256, Es384, Jwt, KeyRing, Ps256, Ps384, Ps512, Rejection, Rs256,
    Rs384, Rs512, Settings, SigningKey, Stamp, VerifyingKey,
};
use std::time::Duration;

static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();

type Claims = Map<String, Value>;

async fn exchanged<A: AsymmetricAlgorithm>(python: &Python, alg: &str) {
    let pem = SigningKey::<A>::generate_pem().unwrap();
    let key = SigningKey::<A>::from_pem(&pem).unwrap();
    let codec = Jwt::<A>::new(KeyRing::new(key.clone()), &SETTINGS);
    let claims = json!({"some": "däta 😀", "sub": "user-1"});

    let mut ours = Vec::new();
    codec.encode(claims.as_object().unwrap(), Stamp::start(now(), 1000, &SETTINGS), &mut ours).unwrap();
    let jwk = key.verifying_key().to_jwk();
    let ask = json!({"token": String::from_utf8(ours).unwrap(), "jwk": jwk, "alg": alg});
    let found = python.ask("/pyjwt/verify", &ask.to_string()).await;
    assert_eq!(value(&found)["some"], claims["some"], "{alg}");

    let ask =
        json!({"claims": {"some": "däta", "iat": now(), "exp": now() + 100}, "pem": &**pem, "alg": alg});
    let theirs = python.ask("/pyjwt/sign", &ask.to_string()).await.text;
    let read = |codec: &Jwt<A>| {
        codec.decode::<Claims>(theirs.as_bytes(), Duration::from_secs(now())).map(|decoded| decoded.claims)
    };
    assert_eq!(read(&codec).unwrap()["some"], "däta", "{alg}");
    let other = Jwt::<A>::new(KeyRing::new(SigningKey::<A>::generate().unwrap()), &SETTINGS);
    assert_eq!(read(&other).err(), Some(Rejection::BadSignature), "{alg}");

    // The same key as Python writes it.
    let jwks: Value = value(&python.ask("/jwk", &pem).await);
    let private = SigningKey::<A>::from_jwk(&jwks["private"].to_string()).unwrap();
    let public = VerifyingKey::<A>::from_jwk(&jwks["public"].to_string()).unwrap();
    assert_eq!(private.verifying_key().to_jwk(), key.verifying_key().to_jwk(), "{alg}");
    assert_eq!(public.to_jwk(), key.verifying_key().to_jwk(), "{alg}");
    assert!(
        VerifyingKey::<A>::from_jwk(&jwks["private"].to_string()).is_err(),
        "{alg}: a private key where a public one belongs"
    );
    assert!(SigningKey::<A>::from_jwk(&jwks["public"].to_string()).is_err(), "{alg}: nothing to sign with");
}

#[tokio::test]
async fn tokens_and_keys_go_in_both_directions() {
    let Some(python) = Python::start() else { return };
    exchanged::<Rs256>(&python, "RS256").await;
    exchanged::<Rs384>(&python, "RS384").await;
    exchanged::<Rs512>(&python, "RS512").await;
    exchanged::<Ps256>(&python, "PS256").await;
    exchanged::<Ps384>(&python, "PS384").await;
    exchanged::<Ps512>(&python, "PS512").await;
    exchanged::<Es256>(&python, "ES256").await;
    exchanged::<Es384>(&python, "ES384").await;
    exchanged::<EdDsa>(&python, "EdDSA").await;
}
