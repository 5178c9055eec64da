//! Text that is not a token, and authentic text that is no session.

use super::*;

const TOKEN: &str = "eyJzb21lIjogImRhdGEifQ==.ZVPxAA.jWAGzOiY5tUGwttXvHClZX3Orb8";

fn open(token: &str) -> Result<Map<String, Value>, Rejection> {
    read(&codec::<Sha1>(&OPEN), token, NOW).map(|decoded| decoded.claims)
}

#[test]
fn python_takes_several_spellings_of_a_signature_and_we_take_one() {
    assert!(open(TOKEN).is_ok());
    let (signed, signature) = TOKEN.rsplit_once('.').unwrap();
    for spelling in [
        format!("{signature}="),
        format!("{signature}=="),
        // 20 bytes are 27 characters, and the last one has two bits to spare.
        format!("{}9", &signature[..26]),
        format!("{}_", &signature[..26]),
        format!("{signature}!!"),
        format!("!!{signature}"),
        format!(" {signature}"),
        format!("{signature}\n"),
        format!("{signature}%3D"),
        String::new(),
    ] {
        assert_eq!(open(&format!("{signed}.{spelling}")), Err(Rejection::Malformed), "{spelling:?}");
    }
    for (shorter, tag) in [&signature[..24], &signature[..12], "AAAA"].into_iter().enumerate() {
        assert_eq!(open(&format!("{signed}.{tag}")), Err(Rejection::BadSignature), "{shorter}");
    }
}

#[test]
fn every_changed_byte_is_refused() {
    for place in 0..TOKEN.len() {
        for byte in [b'A', b'B', b'=', b'.', b'-', b'+', b' ', b'\n', 0, 0xff] {
            let mut token = TOKEN.as_bytes().to_vec();
            if token[place] == byte {
                continue;
            }
            token[place] = byte;
            let codec = codec::<Sha1>(&OPEN);
            assert!(
                codec.decode::<Map<String, Value>>(&token, Duration::from_secs(NOW)).is_err(),
                "{place} {byte}"
            );
        }
        let (before, after) = TOKEN.split_at(place);
        assert!(open(before).is_err());
        assert!(open(after).is_err() || place == 0);
    }
}

#[test]
fn authentic_text_that_is_no_token_is_malformed() {
    for text in [
        "eyJzb21lIjogImRhdGEifQ.ZVPxAA",    // no padding
        "eyJzb21lIjogImRhdGEifR==.ZVPxAA",  // bits to spare
        "eyJzb21lIjogImRhdGEifQ== .ZVPxAA", // white space
        "eyJxIjogIn5-In0=.ZVPxAA",          // the other alphabet
        "!!!!.ZVPxAA",
        "eyJzb21lIjogImRhdGEifQ==.ZVPxAB",  // a timestamp with bits to spare
        "eyJzb21lIjogImRhdGEifQ==.ZVPxAA=", // padded
        "eyJzb21lIjogImRhdGEifQ==.AGVT8QA", // with a zero before it
        "eyJzb21lIjogImRhdGEifQ==.AQAAAAAAAAAA",
        "eyJzb21lIjogImRhdGEifQ==.!",
    ] {
        assert_eq!(open(&sign::<Sha1>(PYTHON, text)), Err(Rejection::Malformed), "{text}");
    }
    for bad in [
        "",
        ".",
        "..",
        "...",
        "null",
        "a",
        "a.b",
        "a.b.",
        ".a.b",
        "a.b.c.d",
        &format!("{TOKEN}."),
        &format!(".{TOKEN}"),
    ] {
        assert_eq!(open(bad), Err(Rejection::Malformed), "{bad}");
    }
    assert_eq!(open(&"A".repeat(8193)), Err(Rejection::TooLong));
}

/// Another application that has the same secret signs whatever it likes. Python answers 500 to each of these.
#[test]
fn authentic_payloads_that_are_no_session_are_no_session() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(1500), "]".repeat(1500));
    for json in [
        "[1]",
        "\"x\"",
        "null",
        "7",
        "true",
        " ",
        "{",
        "{}{}",
        "{\"a\":NaN}",
        "{\"a\":1,\"a\":2}",
        "\u{feff}{}",
        "not json",
        &deep,
    ] {
        assert_eq!(open(&python::<Sha1>(PYTHON, json)), Err(Rejection::WrongClaims), "{json}");
    }
    assert_eq!(open(&python::<Sha1>(PYTHON, b"{\"a\":\"\xff\"}")), Err(Rejection::WrongClaims));
    for json in ["[7,\"Ann\"]", "{\"user_id\":\"7\",\"name\":\"Ann\"}", "{\"user_id\":7}", "{}"] {
        let decoded = read::<_, Account>(&codec::<Sha1>(&ACCOUNT), &python::<Sha1>(PYTHON, json), NOW);
        assert_eq!(decoded.unwrap_err(), Rejection::WrongClaims, "{json}");
    }
    let python = python::<Sha1>(PYTHON, r#"{"user_id": 7, "name": "Ann", "exp": "never", "more": [1]}"#);
    assert_eq!(read::<_, Account>(&codec::<Sha1>(&ACCOUNT), &python, NOW).unwrap().claims, ann());
}
