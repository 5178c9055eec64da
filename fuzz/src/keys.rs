//! Keys in text, files and JWK sets.

use session_runtime::{
    A256Gcm, EdDsa, Es256, Es384, Hs256, Hs512, KeyError, KeyRing, Ps256, Rs256, SecretKey, SigningKey,
    VerifyingKey,
};

/// No text is more than a key or an error, and no error repeats the text.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    check(text, SecretKey::<Hs256>::from_base64(text));
    check(text, SecretKey::<Hs512>::from_hex(text));
    check(text, SecretKey::<A256Gcm>::from_bytes(data));
    check(text, KeyRing::<SecretKey>::from_jwk_set(text));
    check(text, KeyRing::<SigningKey<Es256>>::from_jwk_set(text));
    check(text, KeyRing::<VerifyingKey<Rs256>>::from_jwk_set(text));
    check(text, SigningKey::<Es256>::from_pem(text));
    check(text, SigningKey::<EdDsa>::from_jwk(text));
    check(text, SigningKey::<Rs256>::from_der(data));
    check(text, VerifyingKey::<Es384>::from_pem(text));
    check(text, VerifyingKey::<Ps256>::from_der(data));
    check(text, VerifyingKey::<EdDsa>::from_jwk(text));
}

fn check<K>(text: &str, made: Result<K, KeyError>) {
    let Err(error) = made else { return };
    let said = format!("{error} {error:?}");
    // Eight characters in a row are no accident.
    let secret = text.as_bytes().windows(16).filter(|part| part.iter().all(u8::is_ascii_alphanumeric));
    for part in secret {
        let part = std::str::from_utf8(part).expect("ASCII");
        assert!(!said.contains(part), "an error repeats what it was given: {said}");
    }
}
