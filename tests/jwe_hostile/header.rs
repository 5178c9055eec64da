//! What a header says: algorithms, type, key, and what it asks for.

use super::*;

/// A header with these members behind the two algorithms.
fn with(members: &str) -> String {
    format!(r#"{{"alg":"dir","enc":"A256GCM",{members}}}"#)
}

#[test]
fn req_01_and_22_alg_is_dir_and_nothing_else() {
    assert_eq!(read(&good()), Ok(ann()));
    for alg in [
        r#""none""#,
        r#""Dir""#,
        r#""DIR""#,
        r#""dir ""#,
        r#""""#,
        r#""A256GCM""#,
        r#""A256KW""#,
        r#""A256GCMKW""#,
        r#""RSA-OAEP""#,
        r#""RSA1_5""#,
        r#""ECDH-ES""#,
        r#""PBES2-HS256+A128KW""#,
        r#""HS256""#,
        "null",
        "0",
        r#"["dir"]"#,
        r#"{"dir":1}"#,
    ] {
        header_refused(
            &format!(r#"{{"alg":{alg},"enc":"A256GCM","typ":"account+jwt"}}"#),
            Rejection::WrongAlgorithm,
        );
    }
    header_refused(r#"{"enc":"A256GCM","typ":"account+jwt"}"#, Rejection::WrongAlgorithm);
    // Whoever sends it cannot choose how much work it is.
    let costly =
        r#"{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","typ":"account+jwt","p2s":"YQ","p2c":1000000000}"#;
    let start = std::time::Instant::now();
    header_refused(costly, Rejection::WrongAlgorithm);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn req_02_a_key_has_one_algorithm() {
    for enc in [
        r#""A128GCM""#,
        r#""A192GCM""#,
        r#""A128CBC-HS256""#,
        r#""A256CBC-HS512""#,
        r#""C20P""#,
        r#""a256gcm""#,
        r#""none""#,
        r#""""#,
        "null",
        "256",
        r#"["A256GCM"]"#,
    ] {
        header_refused(
            &format!(r#"{{"alg":"dir","enc":{enc},"typ":"account+jwt"}}"#),
            Rejection::WrongAlgorithm,
        );
    }
    header_refused(r#"{"alg":"dir","typ":"account+jwt"}"#, Rejection::WrongAlgorithm);
    // A signed token under the same bytes, and an encrypted one where a signed one is read.
    assert_eq!(read(&tokens::good()), Err(Rejection::Malformed));
    assert_eq!(tokens::read(&good()), Err(Rejection::Malformed));
    header_refused(tokens::HEADER, Rejection::WrongAlgorithm);
    let signed = tokens::sign(HEADER, payload(""));
    assert_eq!(tokens::read(&signed), Err(Rejection::WrongAlgorithm));
}

#[test]
fn req_03_embedded_keys_are_refused() {
    for member in [
        r#""jwk":{"kty":"oct","k":"YXR0YWNrZXI"}"#,
        r#""jku":"https://attacker.example/keys""#,
        r#""x5u":"https://attacker.example/cert""#,
        r#""x5c":["MIIB"]"#,
        r#""\u006awk":null"#,
        r#""epk":{"kty":"OKP","crv":"X25519","x":"YQ"}"#,
        r#""apu":"QWxpY2U""#,
        r#""apv":"Qm9i""#,
        r#""iv":"AAAAAAAAAAAAAAAA""#,
        r#""tag":"AAAAAAAAAAAAAAAAAAAAAA""#,
        r#""p2s":"YQ""#,
        r#""p2c":1000000000"#,
    ] {
        header_refused(&with(&format!(r#""typ":"account+jwt",{member}"#)), Rejection::UnsupportedHeader);
    }
}

#[test]
fn req_04_kid_is_looked_up_and_nothing_else() {
    let codec = Jwe::new(KeyRing::new(key().with_id("2026-11").unwrap()), &SETTINGS);
    let token = |kid: &str| seal(&with(&format!(r#""typ":"account+jwt","kid":{kid}"#)), payload(""));
    assert_eq!(read_by(&codec, &token(r#""2026-11""#)), Ok(ann()));
    assert_eq!(read_by(&codec, &token(r#""2026\u002d11""#)), Ok(ann()), "one name, however it is spelt");
    assert_eq!(read_by(&codec, &good()), Ok(ann()), "a token that names no key is tried");
    let long = format!("\"{}\"", "k".repeat(65));
    for kid in [
        r#""../../dev/null""#,
        r#""' OR 1=1""#,
        r#""2026-11\u0000""#,
        r#""""#,
        r#""2026-12""#,
        r#"" 2026-11""#,
        &*long,
    ] {
        assert_eq!(read_by(&codec, &token(kid)), Err(Rejection::UnknownKey), "{kid}");
    }
    for kid in ["7", "null", "true", r#"["2026-11"]"#, r#"{"2026-11":1}"#] {
        assert_eq!(read_by(&codec, &token(kid)), Err(Rejection::Malformed), "{kid}");
    }
    assert_eq!(read_by(&codec, &token(&format!("\"{}\"", "k".repeat(1000)))), Err(Rejection::Malformed));
    // The named key and no other is tried, though another would fit.
    let other = SecretKey::generate().unwrap().with_id("other").unwrap();
    let ring = KeyRing::new(key().with_id("2026-11").unwrap()).with_earlier(other).unwrap();
    assert_eq!(read_by(&Jwe::new(ring, &SETTINGS), &token(r#""other""#)), Err(Rejection::BadSignature));
}

/// The tag is not even decoded.
#[test]
fn req_04_an_unknown_kid_costs_no_cryptography() {
    let codec = Jwe::new(KeyRing::new(key().with_id("2026-11").unwrap()), &SETTINGS);
    let header = base64url(with(r#""typ":"account+jwt","kid":"nobody""#));
    let no_base64 = join([&header, "", "!!!!!!!!!!!!!!!!", "!!!!", "!!!!!!!!!!!!!!!!!!!!!!"]);
    assert_eq!(read_by(&codec, &no_base64), Err(Rejection::UnknownKey));
}

#[test]
fn req_05_crit_is_refused() {
    for crit in
        [r#"["foo"]"#, "[]", r#"["alg"]"#, r#"["enc"]"#, r#"["exp"]"#, "null", "\"alg\"", r#"["foo","foo"]"#]
    {
        header_refused(&with(&format!(r#""typ":"account+jwt","crit":{crit}"#)), Rejection::UnsupportedHeader);
        header_refused(
            &with(&format!(r#""crit":{crit},"exp":1,"typ":"account+jwt""#)),
            Rejection::UnsupportedHeader,
        );
    }
}

#[test]
fn req_06_zip_and_b64_are_refused() {
    for member in
        [r#""zip":"DEF""#, r#""zip":null"#, r#""z\u0069p":"DEF""#, r#""b64":false"#, r#""b64":true"#]
    {
        header_refused(&with(&format!(r#""typ":"account+jwt",{member}"#)), Rejection::UnsupportedHeader);
    }
}

#[test]
fn req_11_no_member_stands_twice() {
    for members in [
        r#""typ":"account+jwt","typ":"account+jwt""#,
        r#""typ":"other","t\u0079p":"account+jwt""#,
        r#""typ":"account+jwt","alg":"dir""#,
        r#""typ":"account+jwt","enc":"A256GCM""#,
        r#""typ":"account+jwt","\u0065nc":"A256GCM""#,
        r#""typ":"account+jwt","kid":"a","kid":"b""#,
        r#""typ":"account+jwt","foo":1,"foo":1"#,
    ] {
        header_refused(&with(members), Rejection::Malformed);
    }
}

#[test]
fn req_15_a_token_has_the_type_of_its_session() {
    for typ in [
        r#""JWT""#,
        r#""at+jwt""#,
        r#""account""#,
        r#""other+jwt""#,
        r#""account+jwt ""#,
        r#""text/account+jwt""#,
        r#""""#,
        "null",
        "1",
        r#"["account+jwt"]"#,
    ] {
        header_refused(&with(&format!(r#""typ":{typ}"#)), Rejection::WrongType);
    }
    header_refused(r#"{"alg":"dir","enc":"A256GCM"}"#, Rejection::WrongType);
    for typ in ["account+jwt", "Account+JWT", "application/account+jwt", "APPLICATION/Account+jwt"] {
        assert_eq!(read(&seal(&with(&format!(r#""typ":"{typ}""#)), payload(""))), Ok(ann()), "{typ}");
    }
}

/// The type is part of what is authenticated: a token cannot be given another one.
#[test]
fn req_20_a_header_cannot_be_exchanged() {
    let token = good();
    let [_, _, iv, ciphertext, tag] = cut(&token);
    for header in [
        r#"{"enc":"A256GCM","alg":"dir","typ":"account+jwt"}"#,
        r#"{"alg":"dir","enc":"A256GCM","typ":"Account+jwt"}"#,
        r#"{"alg":"dir","enc":"A256GCM","typ":"account+jwt","x":1}"#,
        r#"{"alg":"dir","enc":"A256GCM","typ":"account+jwt" }"#,
    ] {
        let exchanged = join([&base64url(header), "", iv, ciphertext, tag]);
        assert_eq!(read(&exchanged), Err(Rejection::BadSignature), "{header}");
        assert_eq!(read(&seal(header, payload(""))), Ok(ann()), "{header}");
    }
}

#[test]
fn what_is_unknown_is_ignored_and_a_header_is_an_object_of_bounded_size() {
    for members in [r#""cty":"json""#, r#""foo":{"a":[1]}"#, r#""iss":"us""#, r#""x5t":"YQ""#] {
        assert_eq!(read(&seal(&with(&format!(r#""typ":"account+jwt",{members}"#)), payload(""))), Ok(ann()));
    }
    let members: Vec<_> = (0..20).map(|number| format!(r#""m{number}":{number}"#)).collect();
    header_refused(&with(&format!(r#""typ":"account+jwt",{}"#, members.join(","))), Rejection::Malformed);
    header_refused(&with(&format!(r#""typ":"account+jwt","x":"{}""#, "x".repeat(500))), Rejection::Malformed);
    let array = r#"["dir","A256GCM","account+jwt"]"#;
    let behind = format!("{HEADER} x");
    for bad in ["null", "[]", array, "\"x\"", "{", "{}}", &*behind] {
        header_refused(bad, Rejection::Malformed);
    }
    let not_text = base64url(b"{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"account+jwt\",\"x\":\"\xff\"}");
    assert_eq!(read(&seal_text(&not_text, payload(""))), Err(Rejection::Malformed));
}
