//! The same for tokens of the `signed` codec, whose form is Python's. What Python's verifier takes and this one does not stands in
//! the codec's own tests, too, beside its vectors.

use super::*;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use session_runtime::{Sha1, Sha256, Signed, SignerDigest};
use sha2::Digest as _;

static PLAIN: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

fn signer<D: SignerDigest>() -> Signed<D> {
    Signed::new(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()), &PLAIN)
}

/// Any text with a good tag of SHA-256.
fn tagged(text: &str) -> String {
    let key = sha2::Sha256::new().chain_update("Account").chain_update("signer").chain_update(KEY).finalize();
    let tag = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap().chain_update(text).finalize().into_bytes();
    format!("{text}.{}", base64url(tag))
}

fn at(json: impl AsRef<[u8]>, time: u64) -> String {
    let bytes = time.to_be_bytes();
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    tagged(&format!("{}.{}", BASE64_STANDARD.encode(json), base64url(bytes)))
}

fn read_token(token: &str, now: u64) -> Result<Account, Rejection> {
    signer::<Sha256>().decode(token.as_bytes(), Duration::from_secs(now)).map(|decoded| decoded.claims)
}

/// Claims without times: the timestamp is all that tells.
const BARE: &str = r#"{"user_id":7,"name":"Ann"}"#;

#[test]
fn req_07_the_end_is_enforced() {
    let token = at(BARE, NOW);
    assert_eq!(read_token(&token, NOW + 999), Ok(ann()));
    assert_eq!(read_token(&token, NOW + 1000), Err(Rejection::Expired));
    assert_eq!(read_token(&token, u64::MAX >> 2), Err(Rejection::Expired));
    for (exp, expected) in [
        ((NOW + 5).to_string(), Ok(ann())),
        (NOW.to_string(), Err(Rejection::Expired)),
        ("-1".into(), Err(Rejection::WrongClaims)),
        ("1e300".into(), Err(Rejection::WrongClaims)),
        ("\"4102444800\"".into(), Err(Rejection::WrongClaims)),
        ("null".into(), Err(Rejection::WrongClaims)),
    ] {
        let json = format!(r#"{{"user_id":7,"name":"Ann","exp":{exp}}}"#);
        assert_eq!(read_token(&at(json, NOW), NOW), expected, "{exp}");
    }
}

#[test]
fn req_08_a_time_in_the_future_is_refused() {
    assert_eq!(read_token(&at(BARE, NOW + 61), NOW), Err(Rejection::NotYetValid));
    assert_eq!(read_token(&at(BARE, NOW + 60), NOW), Ok(ann()), "clocks may be a minute apart");
    let nbf = format!(r#"{{"user_id":7,"name":"Ann","nbf":{}}}"#, NOW + 5);
    assert_eq!(read_token(&at(&nbf, NOW), NOW), Err(Rejection::NotYetValid));
    assert_eq!(read_token(&at(&nbf, NOW), NOW + 5), Ok(ann()));
}

/// Where a JSON Web Token without `exp` is refused (`req_10`), the timestamp of a signed one says when it ends: it always has one.
#[test]
fn req_09_req_10_a_session_has_a_greatest_age() {
    let forever = r#"{"user_id":7,"name":"Ann","exp":253402300799}"#;
    assert_eq!(read_token(&at(forever, NOW), NOW + 999), Ok(ann()));
    assert_eq!(read_token(&at(forever, NOW), NOW + 1000), Err(Rejection::Expired));
    let payload = BASE64_STANDARD.encode(BARE);
    assert_eq!(
        read_token(&tagged(&format!("{payload}.")), NOW),
        Err(Rejection::Expired),
        "the first second of 1970"
    );
}

#[test]
fn req_11_no_name_stands_twice() {
    for json in [
        r#"{"user_id":7,"user_id":7,"name":"Ann"}"#,
        r#"{"user_id":7,"name":"Ann","n\u0061me":"Eve"}"#,
        r#"{"user_id":7,"name":"Ann","exp":4102444800,"exp":1}"#,
        r#"{"user_id":7,"name":"Ann","exp":4102444800,"\u0065xp":4102444800}"#,
    ] {
        assert_eq!(read_token(&at(json, NOW), NOW), Err(Rejection::WrongClaims), "{json}");
    }
}

#[test]
fn req_12_a_payload_is_an_object() {
    for json in ["[7,\"Ann\"]", "\"x\"", "null", "7", "true", " ", "{", "{}{}", "[{}]"] {
        assert_eq!(read_token(&at(json, NOW), NOW), Err(Rejection::WrongClaims), "{json}");
    }
}

#[test]
fn req_13_base64_is_strict() {
    let token = at(BARE, NOW);
    assert_eq!(read_token(&token, NOW), Ok(ann()));
    for place in 0..token.len() {
        for inserted in ["\n", " ", "=", "!"] {
            let (before, after) = token.split_at(place);
            assert!(read_token(&format!("{before}{inserted}{after}"), NOW).is_err());
        }
    }
    for end in ["=", "==", "\n", " ", "!"] {
        assert_eq!(read_token(&format!("{token}{end}"), NOW), Err(Rejection::Malformed));
    }
    let payload = BASE64_STANDARD.encode(BARE);
    let time = base64url(&NOW.to_be_bytes()[4..]);
    for text in [
        format!("{}.{time}", payload.trim_end_matches('=')),
        format!("{payload}=.{time}"),
        format!("{payload}.{time}="),
        format!("{payload}.{}", base64url(NOW.to_be_bytes())),
    ] {
        assert_eq!(read_token(&tagged(&text), NOW), Err(Rejection::Malformed), "{text}");
    }
}

#[test]
fn req_14_a_token_has_three_parts_and_is_of_its_own_codec() {
    let token = at(BARE, NOW);
    for bad in [
        format!("{token}."),
        format!(".{token}"),
        token.replacen('.', "..", 1),
        tagged("a.b.c"),
        tagged("a"),
        tagged(".b"),
    ] {
        assert_eq!(read_token(&bad, NOW), Err(Rejection::Malformed), "{bad}");
    }
    assert!(read_token(&good(), NOW).is_err(), "a JSON Web Token");
    assert!(read(&token).is_err(), "and the reverse");
}

#[test]
fn req_18_short_and_constant_keys_are_refused() {
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8].repeat(8);
    assert!(matches!(
        SecretKey::<Sha256>::from_bytes(&bytes[..31]),
        Err(KeyError::TooShort { needed: 32, .. })
    ));
    assert!(SecretKey::<Sha256>::from_bytes(&bytes[..32]).is_ok());
    assert!(matches!(
        SecretKey::<Sha1>::from_bytes(&bytes[..19]),
        Err(KeyError::TooShort { needed: 20, .. })
    ));
    assert!(SecretKey::<Sha1>::from_bytes(&bytes[..20]).is_ok());
    assert!(matches!(SecretKey::<Sha256>::from_bytes([b'x'; 40]), Err(KeyError::NotRandom { .. })));
    assert!(SecretKey::<Sha1>::weak_for_interop("example").is_ok(), "a Python application's, with a warning");
    let debug = format!("{:?}", SecretKey::<Sha1>::weak_for_interop("example"));
    assert!(!debug.contains("example") && !debug.contains("101"), "{debug}");
}

#[test]
fn req_19_a_bad_mac_is_told_before_anything_else() {
    let (_, tag) = at(BARE, NOW).rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    for text in ["!.!", "e30=.AAAA", "bm90IGpzb24=.ZVPxAA", "x.y", "e30=."] {
        assert_eq!(read_token(&format!("{text}.{tag}"), NOW), Err(Rejection::BadSignature), "{text}");
    }
}

#[test]
fn req_61_req_62_a_long_or_forged_token_allocates_nothing() {
    let (sha256, sha1) = (signer::<Sha256>(), signer::<Sha1>());
    let now = Duration::from_secs(NOW);
    let forged = format!("{}.ZVPxAA.{}", "A".repeat(4000), base64url([1; 32]));
    for (token, reason) in [
        ("x".repeat(10_000_000), Rejection::TooLong),
        ("x".repeat(8193), Rejection::TooLong),
        (forged, Rejection::BadSignature),
        (".".repeat(8000), Rejection::Malformed),
    ] {
        let cost = allocation_counter::measure(|| {
            assert_eq!(sha256.decode::<Account>(token.as_bytes(), now).map(drop).unwrap_err(), reason);
            assert_eq!(sha1.decode::<Account>(token.as_bytes(), now).map(drop).unwrap_err(), reason);
        });
        assert_eq!(cost.count_total, 0, "{reason}");
    }
}

#[test]
fn req_64_depth_and_numbers_are_bounded() {
    let nested = |depth: usize| {
        format!(r#"{{"user_id":7,"name":"Ann","more":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    assert_eq!(
        read_token(&at(nested(2500), NOW), NOW),
        Ok(ann()),
        "what nobody reads is skipped without recursion"
    );
    static OPEN: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();
    let open = Signed::<Sha256>::new(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()), &OPEN);
    let found = open.decode::<serde_json::Value>(at(nested(2500), NOW).as_bytes(), Duration::from_secs(NOW));
    assert_eq!(found.map(drop).unwrap_err(), Rejection::WrongClaims);
    let number = format!(r#"{{"user_id":{},"name":"Ann"}}"#, "9".repeat(1000));
    assert_eq!(read_token(&at(number, NOW), NOW), Err(Rejection::WrongClaims));
}
