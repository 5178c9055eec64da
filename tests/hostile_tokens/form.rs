//! The form of a token, its key and its tag, and what reading it costs.

use super::*;

#[test]
fn req_13_base64url_is_strict() {
    let token = good();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    // 32 bytes are 43 characters, and the last one has two bits to spare.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = alphabet.find(signature.chars().last().unwrap()).unwrap();
    for spare in 1..4 {
        let other = &alphabet[last ^ spare..=last ^ spare];
        let token = format!("{signed}.{}{other}", &signature[..42]);
        assert_eq!(read(&token), Err(Rejection::Malformed), "{token}");
    }
    assert_eq!(read(&format!("{token}A")), Err(Rejection::BadSignature), "a tag of 33 bytes");
    for end in ["=", "==", "\n", " ", "!", "\0", "%3D"] {
        assert_eq!(read(&format!("{token}{end}")), Err(Rejection::Malformed), "{end:?}");
        assert!(read(&format!("{end}{token}")).is_err(), "{end:?}");
    }
    for (place, _) in token.char_indices() {
        for inserted in ["\n", " ", "=", "!"] {
            let (before, after) = token.split_at(place);
            assert!(read(&format!("{before}{inserted}{after}")).is_err());
        }
    }
    // The other alphabet, padding, and spare bits in a payload whose tag is good.
    let json = payload(r#","more":"???>>>""#);
    let header = base64url(HEADER);
    let text = base64url(&json);
    assert_eq!(read(&sign_text("HS256", KEY, &format!("{header}.{text}"))), Ok(ann()));
    let mut respelt = vec![format!("{text}="), format!("{text}=="), format!(" {text}"), format!("{text}\n")];
    if text.contains(['-', '_']) {
        respelt.push(text.replace('-', "+").replace('_', "/"));
    }
    assert_eq!(respelt.len(), 5, "the payload has characters that differ between the alphabets");
    for spelling in respelt {
        let token = sign_text("HS256", KEY, &format!("{header}.{spelling}"));
        assert_eq!(read(&token), Err(Rejection::Malformed), "{spelling}");
    }
    let odd = (0..3).map(|pad| base64url(payload(&" ".repeat(pad)))).find(|text| text.len() % 4 == 2);
    let odd = odd.expect("one of three has four bits to spare");
    let last = alphabet.find(&odd[odd.len() - 1..]).unwrap();
    let spare = format!("{}{}", &odd[..odd.len() - 1], &alphabet[last + 1..last + 2]);
    assert_eq!(read(&sign_text("HS256", KEY, &format!("{header}.{spare}"))), Err(Rejection::Malformed));
}

#[test]
fn req_14_a_token_has_three_segments() {
    let token = good();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = signed.split_once('.').unwrap();
    for bad in [
        format!("{token}."),
        format!(".{token}"),
        format!("{header}..{signature}"),
        format!("{header}.{payload}"),
        format!("{header}.{payload}."),
        format!(".{payload}.{signature}"),
        format!("{header}..{payload}.{signature}"),
        format!("{header}.{payload}..{signature}"),
        format!("{header}.{payload}.{payload}.{signature}"),
        format!("{header}.{payload}.{payload}.{payload}.{signature}"),
        format!("{header}.{payload}.{payload}.{payload}.{payload}.{signature}"),
        sign_text("HS256", KEY, &format!("{header}.{payload}.{payload}")),
        sign_text("HS256", KEY, &format!("{header}.")),
        sign_text("HS256", KEY, header),
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "null".to_owned(),
    ] {
        assert_eq!(read(&bad), Err(Rejection::Malformed), "{bad}");
    }
    // An encrypted token of RFC 7516 appendix A: five segments.
    let jwe =
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..lJf3HbOApxMEBkCMOoTnnABxs_CvTWUmZQ2ElLvYNok.Zm9v.YmFy";
    assert_eq!(read(jwe), Err(Rejection::Malformed));
}

#[test]
fn req_18_short_and_constant_keys_are_refused() {
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8].repeat(8);
    let too_short = |result: Result<(), KeyError>| matches!(result, Err(KeyError::TooShort { .. }));
    assert!(too_short(SecretKey::<Hs256>::from_bytes(&bytes[..31]).map(drop)));
    assert!(SecretKey::<Hs256>::from_bytes(&bytes[..32]).is_ok());
    assert!(too_short(SecretKey::<Hs384>::from_bytes(&bytes[..47]).map(drop)));
    assert!(SecretKey::<Hs384>::from_bytes(&bytes[..48]).is_ok());
    assert!(too_short(SecretKey::<Hs512>::from_bytes(&bytes[..63]).map(drop)));
    assert!(SecretKey::<Hs512>::from_bytes(&bytes[..64]).is_ok());
    assert!(matches!(SecretKey::<Hs256>::from_bytes([b'x'; 32]), Err(KeyError::NotRandom { .. })));
    assert!(matches!(SecretKey::<Hs256>::from_bytes([0; 64]), Err(KeyError::NotRandom { .. })));
}

/// Constant time is in the code: `Mac::verify_slice`, on the encoded input, before anything is decoded.
#[test]
fn req_19_a_bad_mac_is_told_before_anything_else() {
    let expired = format!(r#"{{"user_id":7,"name":"Ann","iat":1,"exp":{}}}"#, NOW - 1);
    for payload in ["{", "not json", "[]", "{\"exp\":\"x\"}", "", &*expired, &"[".repeat(2000)] {
        let forged = sign_with("HS256", &[7; 32], HEADER, payload);
        let expected = if payload.is_empty() { Rejection::Malformed } else { Rejection::BadSignature };
        assert_eq!(read(&forged), Err(expected), "{payload}");
    }
    for payload in ["!!!!", "e30=", "e31"] {
        let forged = sign_text("HS256", &[7; 32], &format!("{}.{payload}", base64url(HEADER)));
        assert_eq!(read(&forged), Err(Rejection::BadSignature), "{payload}");
    }
    let token = good();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    for short in [4, 8, 20, 40] {
        let truncated = format!("{signed}.{}", base64url(&tag("HS256", KEY, signed)[..short / 4 * 3]));
        assert_eq!(read(&truncated), Err(Rejection::BadSignature));
    }
    let long = format!("{signed}.{signature}{signature}");
    assert!(matches!(read(&long), Err(Rejection::Malformed | Rejection::BadSignature)));
}

#[test]
fn req_61_a_long_token_costs_nothing() {
    let codec = codec(&SETTINGS);
    let huge = format!("{}.{}.{}", base64url(HEADER), "A".repeat(10_000_000), "A".repeat(43));
    for token in [huge, "A".repeat(10_000_000), ".".repeat(10_000_000), "A".repeat(8193)] {
        let mut outcome = None;
        let cost = allocation_counter::measure(|| outcome = Some(read_by(&codec, NOW, &token)));
        assert_eq!(outcome, Some(Err(Rejection::TooLong)));
        assert_eq!(cost.count_total, 0);
    }
}

#[test]
fn req_62_a_forged_token_allocates_nothing() {
    let codec = codec(&SETTINGS);
    let long = payload(&format!(r#","pad":"{}""#, "x".repeat(2800)));
    let genuine = sign(HEADER, &long);
    assert!(genuine.len() > 3900);
    let cut = |token: &str| token[..token.len() - 43].to_owned() + &"A".repeat(43);
    let own_header = cut(&genuine);
    let other_header = cut(&sign(r#"{"typ":"account+jwt","alg":"HS256","foo":1}"#, &long));
    let unknown_key = sign(r#"{"alg":"HS256","typ":"account+jwt","kid":"nobody"}"#, &long);
    let wrong_type = sign(r#"{"alg":"HS256","typ":"other"}"#, &long);
    for (token, reason) in [
        (own_header, Rejection::BadSignature),
        (other_header, Rejection::BadSignature),
        (unknown_key, Rejection::UnknownKey),
        (wrong_type, Rejection::WrongType),
    ] {
        let mut outcome = None;
        let cost = allocation_counter::measure(|| outcome = Some(read_by(&codec, NOW, &token)));
        assert_eq!(outcome, Some(Err(reason)));
        assert_eq!(cost.count_total, 0, "{reason}");
    }
    // Only escapes and nested values in a header take any memory, and a header has at most 512 bytes.
    let nested =
        format!(r#"{{"typ":"account\u002bjwt","alg":"HS256","foo":{}{}}}"#, "[".repeat(220), "]".repeat(220));
    let token = cut(&sign(&nested, &long));
    let mut outcome = None;
    let cost = allocation_counter::measure(|| outcome = Some(read_by(&codec, NOW, &token)));
    assert_eq!(outcome, Some(Err(Rejection::BadSignature)));
    assert!(cost.bytes_max <= 1024, "{} bytes", cost.bytes_max);
}

#[test]
fn req_64_depth_and_numbers_are_bounded() {
    for depth in [129, 1000, 3000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            if nested.len() < 5000 {
                let name = payload("").replace("\"Ann\"", &nested);
                payload_refused(&name, Rejection::WrongClaims);
                // In a member that nobody reads it is skipped, without recursion.
                assert_eq!(read(&sign(HEADER, payload(&format!(",\"unread\":{nested}")))), Ok(ann()));
            }
        }
    }
    let digits = "9".repeat(5000);
    payload_refused(&payload("").replace(":7,", &format!(":{digits},")), Rejection::WrongClaims);
    payload_refused(&payload("").replace(":7,", ":1e999999999,"), Rejection::WrongClaims);
    let deep_header =
        format!(r#"{{"alg":"HS256","typ":"account+jwt","x":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    assert_eq!(read(&sign(&deep_header, payload(""))), Ok(ann()), "skipped without recursion");
    let deep_typ = format!(r#"{{"alg":"HS256","typ":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    header_refused(&deep_typ, Rejection::WrongType);
    let members: String = (0..20).map(|n| format!(r#","m{n}":{n}"#)).collect();
    header_refused(&format!(r#"{{"alg":"HS256","typ":"account+jwt"{members}}}"#), Rejection::Malformed);
    for bad in [
        "",
        "null",
        "[]",
        "[\"HS256\",\"account+jwt\"]",
        "\"x\"",
        "{",
        "{}}",
        "{\"alg\":\"HS256\",\"typ\":\"account+jwt\"} x",
    ] {
        let token = sign(bad, payload(""));
        assert_eq!(read(&token), Err(Rejection::Malformed), "{bad}");
    }
    let not_text = [&b"{\"alg\":\"HS256\",\"typ\":\"account+jwt\",\"x\":\"\xff\"}"[..]].concat();
    let token = sign_text("HS256", KEY, &format!("{}.{}", base64url(not_text), base64url(payload(""))));
    assert_eq!(read(&token), Err(Rejection::Malformed));
}

/// Any bytes at all are survived.
#[test]
fn any_bytes_are_survived() {
    use proptest::prelude::*;
    let codec = codec(&SETTINGS);
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    let text = "[A-Za-z0-9_.=-]{0,200}";
    runner(500)
        .run(&(bytes, text), |(bytes, text)| {
            for token in [&bytes[..], text.as_bytes()] {
                prop_assert!(codec.decode::<Account>(token, Duration::from_secs(NOW)).is_err());
            }
            // An authentic payload of any bytes.
            prop_assert!(read_by(&codec, NOW, &sign(HEADER, &bytes)).is_err());
            prop_assert!(read_by(&codec, NOW, &sign(&text, payload(""))).is_err());
            Ok(())
        })
        .unwrap();
}
