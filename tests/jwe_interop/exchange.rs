//! Tokens in both directions.

use super::*;
use session_runtime::KeyRing;

static TYPED: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();
static JWT: Settings = Settings::new("Account", "JWT").lifetime(1000).open();
static PARTIES: Settings =
    Settings::new("Account", "account+jwt").lifetime(1000).issuer("us").audience("web").idle(500, 100).open();

fn claims() -> Value {
    json!({"some": "däta 😀", "n": [1, 2.5, null], "sub": "user-1", "long": "x".repeat(3000), "exp": NOW + 500})
}

fn named() -> Jwe {
    Jwe::new(KeyRing::new(sealed::key().with_id("2026-11").unwrap()), &TYPED)
}

#[test]
fn they_open_what_we_seal() {
    let codecs = [
        (sealed::codec(&TYPED), &TYPED, json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt"})),
        (sealed::codec(&JWT), &JWT, json!({"alg": "dir", "enc": "A256GCM", "typ": "JWT"})),
        (sealed::codec(&PARTIES), &PARTIES, json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt"})),
        (named(), &TYPED, json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt", "kid": "2026-11"})),
    ];
    let tokens: Vec<_> =
        codecs.iter().map(|(codec, settings, _)| issue(codec, &claims(), settings)).collect();
    for (token, (_, _, header)) in tokens.iter().zip(&codecs) {
        use base64::Engine as _;
        let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(sealed::cut(token)[0]).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), *header);
    }
    peer::with_each(|peer| {
        for (opened, (_, settings, _)) in peer.open(&tokens).into_iter().zip(&codecs) {
            let opened = opened.unwrap_or_else(|error| panic!("{}: {error}", peer.name));
            for (name, expected) in claims().as_object().unwrap() {
                assert_eq!(opened[name], *expected, "{}: {name}", peer.name);
            }
            assert_eq!(opened["iat"], NOW, "{}", peer.name);
            assert_eq!(opened.get("iss").and_then(Value::as_str), settings.issuer, "{}", peer.name);
        }
    });
}

#[test]
fn we_open_what_they_seal() {
    let ours = json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt"});
    let others = [
        (ours.clone(), Ok(())),
        (json!({"typ": "account+jwt", "enc": "A256GCM", "alg": "dir"}), Ok(())),
        (json!({"alg": "dir", "enc": "A256GCM", "typ": "application/account+jwt"}), Ok(())),
        (json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt", "kid": "2026-11"}), Ok(())),
        (json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt", "cty": "json"}), Ok(())),
        (
            json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt", "kid": "other"}),
            Err(Rejection::UnknownKey),
        ),
        (json!({"alg": "dir", "enc": "A256GCM", "typ": "JWT"}), Err(Rejection::WrongType)),
        (json!({"alg": "dir", "enc": "A256GCM"}), Err(Rejection::WrongType)),
        (
            json!({"alg": "dir", "enc": "A256GCM", "typ": "account+jwt", "zip": "DEF"}),
            Err(Rejection::UnsupportedHeader),
        ),
        (json!({"alg": "A256KW", "enc": "A256GCM", "typ": "account+jwt"}), Err(Rejection::Malformed)),
        (json!({"alg": "A256GCMKW", "enc": "A256GCM", "typ": "account+jwt"}), Err(Rejection::Malformed)),
        (json!({"alg": "dir", "enc": "A128CBC-HS256", "typ": "account+jwt"}), Err(Rejection::Malformed)),
    ];
    let questions: Vec<_> = others.iter().map(|(header, _)| (header.clone(), claims())).collect();
    peer::with_each(|peer| {
        // npm's jose compresses nothing any more.
        let asked = |header: &Value| peer.name != "jose" || header.get("zip").is_none();
        let expected: Vec<_> = others.iter().filter(|(header, _)| asked(header)).collect();
        let questions: Vec<_> = questions.iter().filter(|(header, _)| asked(header)).cloned().collect();
        for (token, (header, expected)) in peer.seal(&questions).iter().zip(expected) {
            let read = read(&named(), token).map(Value::from);
            assert_eq!(read, expected.map(|()| claims()), "{}: {header}", peer.name);
            if expected.is_ok() {
                let late = named().decode::<Claims>(token.as_bytes(), Duration::from_secs(NOW + 500));
                assert_eq!(late.map(|_| ()), Err(Rejection::Expired), "{}: {header}", peer.name);
            }
        }
    });
}

/// One token of each, as it was made, so that this is shown where none of them is installed.
#[test]
fn recorded_tokens_are_read() {
    let expected = json!({"user_id": 7, "name": "Ann", "exp": NOW + 500});
    for (name, token) in [
        (
            "joserfc",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoiYWNjb3VudCtqd3QifQ..uqpoLerzwGYPDAcE.\
             NF49HnCgSLYBHUdtDy2b_Msr__RiBVu4z40sLBWHQ_JxV-s5syrsozCfZGz8xEbe.ojGsM0As-TQDlgjRIOwPzg",
        ),
        (
            "jwcrypto",
            "eyJhbGciOiAiZGlyIiwgImVuYyI6ICJBMjU2R0NNIiwgInR5cCI6ICJhY2NvdW50K2p3dCJ9..ddltXTuN_M-F9zjN.\
             VEyq29Udeboaop6Wo7Np8p7CZhPNhGbAvr9O9zoilexfcNAhxsmuLvUYBe8X25cP.cAdik-hjJlGPcna0pq4jPQ",
        ),
        (
            "jose",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoiYWNjb3VudCtqd3QifQ..JE2t2JU_RaUKfd98.\
             mT9u9A0VU_Fw99pDI2J4KILo6ZeIgVWxvtu6x8BxUsEtNGeeP1gXJrmrOg.lTy1LkR4ECDHSzz6nVK7Cw",
        ),
    ] {
        assert_eq!(read(&named(), token).map(Value::from), Ok(expected.clone()), "{name}");
        let mut flipped = token.to_owned();
        let last = if flipped.ends_with('A') { "Q" } else { "A" };
        flipped.replace_range(token.len() - 1.., last);
        assert_eq!(read(&named(), &flipped), Err(Rejection::BadSignature), "{name}");
    }
}
