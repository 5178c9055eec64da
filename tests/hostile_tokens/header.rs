//! What a header says: algorithm, type, key, and what it asks for.

use super::*;

#[test]
fn req_01_alg_none_is_refused() {
    assert_eq!(read(&good()), Ok(ann()));
    for alg in [
        r#""none""#,
        r#""None""#,
        r#""nOnE""#,
        r#""NONE""#,
        r#""""#,
        "null",
        "0",
        "[\"HS256\"]",
        "{\"HS256\":1}",
    ] {
        let header = format!(r#"{{"alg":{alg},"typ":"account+jwt"}}"#);
        header_refused(&header, Rejection::WrongAlgorithm);
        let unsigned = format!("{}.{}.", base64url(&header), base64url(payload("")));
        assert_eq!(read(&unsigned), Err(Rejection::Malformed), "{header}");
    }
    header_refused(r#"{"typ":"account+jwt"}"#, Rejection::WrongAlgorithm);
}

#[test]
fn req_02_a_key_has_one_algorithm() {
    for alg in ["hs256", "Hs256", "HS384", "HS512", "RS256", "ES256", "EdDSA", "HS256 ", "HS2560"] {
        header_refused(&format!(r#"{{"alg":"{alg}","typ":"account+jwt"}}"#), Rejection::WrongAlgorithm);
    }
    for algorithm in ["HS384", "HS512"] {
        let header = format!(r#"{{"alg":"{algorithm}","typ":"account+jwt"}}"#);
        let token = sign_with(algorithm, KEY, &header, payload(""));
        assert_eq!(read(&token), Err(Rejection::WrongAlgorithm), "{algorithm}");
    }
    let hs512 = Jwt::<Hs512>::new(KeyRing::new(key()), &SETTINGS);
    assert_eq!(read_by(&hs512, NOW, &good()), Err(Rejection::WrongAlgorithm));
    let truncated = sign_with("HS256", KEY, r#"{"alg":"HS512","typ":"account+jwt"}"#, payload(""));
    assert_eq!(read_by(&hs512, NOW, &truncated), Err(Rejection::BadSignature));
}

#[test]
fn req_03_embedded_keys_are_refused() {
    for member in [
        r#""jwk":{"kty":"oct","k":"YXR0YWNrZXI"}"#,
        r#""jku":"https://attacker.example/keys""#,
        r#""x5u":"https://attacker.example/cert""#,
        r#""x5c":["MIIB"]"#,
        r#""\u006awk":null"#,
    ] {
        header_refused(
            &format!(r#"{{"alg":"HS256","typ":"account+jwt",{member}}}"#),
            Rejection::UnsupportedHeader,
        );
    }
}

#[test]
fn req_04_kid_is_looked_up_and_nothing_else() {
    let named = SecretKey::<Hs256>::from_bytes(KEY).unwrap().with_id("2026-11").unwrap();
    let codec = Jwt::<Hs256>::new(KeyRing::new(named), &SETTINGS);
    let token =
        |kid: &str| sign(&format!(r#"{{"alg":"HS256","typ":"account+jwt","kid":{kid}}}"#), payload(""));
    assert_eq!(read_by(&codec, NOW, &token(r#""2026-11""#)), Ok(ann()));
    assert_eq!(read_by(&codec, NOW, &token(r#""2026\u002d11""#)), Ok(ann()), "one name, however it is spelt");
    assert_eq!(read_by(&codec, NOW, &good()), Ok(ann()), "a token that names no key is tried");
    let (long, longer) = (format!("\"{}\"", "k".repeat(65)), format!("\"{}\"", "k".repeat(10_000)));
    for kid in [
        r#""../../dev/null""#,
        r#""' OR 1=1""#,
        r#""2026-11\u0000""#,
        r#""""#,
        r#""2026-12""#,
        r#"" 2026-11""#,
        &*long,
    ] {
        assert_eq!(read_by(&codec, NOW, &token(kid)), Err(Rejection::UnknownKey), "{kid}");
    }
    for kid in ["7", "null", "true", r#"["2026-11"]"#, r#"{"2026-11":1}"#] {
        assert_eq!(read_by(&codec, NOW, &token(kid)), Err(Rejection::Malformed), "{kid}");
    }
    assert_eq!(read_by(&codec, NOW, &token(&longer)), Err(Rejection::TooLong));
    assert_eq!(read_by(&codec, NOW, &token(&format!("\"{}\"", "k".repeat(1000)))), Err(Rejection::Malformed));
}

#[test]
fn req_05_crit_is_refused() {
    for crit in
        [r#"["foo"]"#, "[]", r#"["alg"]"#, r#"["b64"]"#, r#"["exp"]"#, "null", "\"alg\"", r#"["foo","foo"]"#]
    {
        header_refused(
            &format!(r#"{{"alg":"HS256","typ":"account+jwt","crit":{crit}}}"#),
            Rejection::UnsupportedHeader,
        );
        header_refused(
            &format!(r#"{{"crit":{crit},"exp":1,"alg":"HS256","typ":"account+jwt"}}"#),
            Rejection::UnsupportedHeader,
        );
    }
}

#[test]
fn req_06_b64_zip_and_enc_are_refused() {
    for member in
        [r#""b64":false"#, r#""b64":true"#, r#""zip":"DEF""#, r#""enc":"A256GCM""#, r#""z\u0069p":"DEF""#]
    {
        header_refused(
            &format!(r#"{{"alg":"HS256","typ":"account+jwt",{member}}}"#),
            Rejection::UnsupportedHeader,
        );
    }
    let harmless =
        r#"{"alg":"HS256","cty":"json","typ":"account+jwt","x5t":"dGh1bWI","foo":{"crit":[1]},"n":1e3}"#;
    assert_eq!(
        read(&sign(harmless, payload(""))),
        Ok(ann()),
        "what is not known is ignored (RFC 7515 section 4)"
    );
}

#[test]
fn req_15_typ_is_issued_and_required() {
    for typ in [
        r#""at+jwt""#,
        r#""JWT""#,
        r#""""#,
        "null",
        "1",
        r#""account""#,
        r#""text/account+jwt""#,
        r#"["account+jwt"]"#,
    ] {
        header_refused(&format!(r#"{{"alg":"HS256","typ":{typ}}}"#), Rejection::WrongType);
    }
    header_refused(r#"{"alg":"HS256"}"#, Rejection::WrongType);
    for typ in ["account+jwt", "Account+JWT", "application/account+jwt", "APPLICATION/Account+jwt"] {
        let token = sign(&format!(r#"{{"alg":"HS256","typ":"{typ}"}}"#), payload(""));
        assert_eq!(read(&token), Ok(ann()), "{typ}");
    }
}
