//! What stands in a payload, and when a session ends.

use super::*;

fn payload(token: &str) -> String {
    String::from_utf8(BASE64_STANDARD.decode(token.split('.').next().unwrap()).unwrap()).unwrap()
}

#[test]
fn with_sha256_a_payload_is_that_of_a_json_web_token() {
    static IDLE: Settings = PLAIN.idle(100, 25).issuer("us");
    let codec = codec::<Sha256>(&IDLE);
    let stamp = Stamp::start(NOW, 1000, &IDLE);
    let token = issue(&codec, &ann(), stamp).unwrap();
    assert_eq!(
        payload(&token),
        r#"{"user_id":7,"name":"Ann","iat":1700000000,"exp":1700000100,"iss":"us","sst":1700000000}"#
    );
    let decoded = read::<_, Account>(&codec, &token, NOW + 99).unwrap();
    assert_eq!((decoded.claims, decoded.stamp), (ann(), stamp));
    assert_eq!(read::<_, Account>(&codec, &token, NOW + 100).unwrap_err(), Rejection::Expired);
    let again = issue(&codec, &ann(), stamp.reissue(NOW + 50, &IDLE)).unwrap();
    assert_eq!(read::<_, Account>(&codec, &again, NOW + 149).unwrap().stamp.ends, NOW + 1000);
}

#[test]
fn with_sha256_the_name_or_the_salt_tells_tokens_apart() {
    static OTHER: Settings = Settings::new("Other", "other+jwt").lifetime(1000);
    static SALTED: Settings = Settings::new("Other", "other+jwt").lifetime(1000).salt("Account");
    let token = issue(&codec::<Sha256>(&ACCOUNT), &ann(), Stamp::start(NOW, 1000, &ACCOUNT)).unwrap();
    assert_eq!(
        read::<_, Account>(&codec::<Sha256>(&OTHER), &token, NOW).unwrap_err(),
        Rejection::BadSignature
    );
    assert_eq!(read::<_, Account>(&codec::<Sha256>(&SALTED), &token, NOW).unwrap().claims, ann());
    static SALTED_SHA1: Settings = PLAIN.salt("other");
    let token = issue(&codec::<Sha1>(&ACCOUNT), &ann(), Stamp::start(NOW, 1000, &ACCOUNT)).unwrap();
    assert_eq!(read::<_, Account>(&codec::<Sha1>(&OTHER), &token, NOW).unwrap().claims, ann());
    assert_eq!(
        read::<_, Account>(&codec::<Sha1>(&SALTED_SHA1), &token, NOW).unwrap_err(),
        Rejection::BadSignature
    );
}

#[test]
fn with_sha256_the_timestamp_stands_in_for_times_that_python_did_not_write() {
    static IDLE: Settings = PLAIN.idle(100, 25);
    let token = python::<Sha256>("Account", r#"{"user_id": 7, "name": "Ann"}"#);
    let decoded = read::<_, Account>(&codec::<Sha256>(&ACCOUNT), &token, NOW + 999).unwrap();
    assert_eq!((decoded.claims, decoded.stamp), (ann(), Stamp::start(NOW, 1000, &ACCOUNT)));
    assert_eq!(
        read::<_, Account>(&codec::<Sha256>(&ACCOUNT), &token, NOW + 1000).unwrap_err(),
        Rejection::Expired
    );
    assert!(read::<_, Account>(&codec::<Sha256>(&IDLE), &token, NOW + 99).is_ok());
    assert_eq!(
        read::<_, Account>(&codec::<Sha256>(&IDLE), &token, NOW + 100).unwrap_err(),
        Rejection::Expired
    );
    let longer = python::<Sha256>("Account", r#"{"user_id": 7, "name": "Ann", "exp": 4102444800}"#);
    assert_eq!(
        read::<_, Account>(&codec::<Sha256>(&ACCOUNT), &longer, NOW + 1000).unwrap_err(),
        Rejection::Expired
    );
    assert_eq!(
        read::<_, Account>(&codec::<Sha256>(&ACCOUNT), &token, NOW - 61).unwrap_err(),
        Rejection::NotYetValid
    );
}

#[test]
fn with_sha1_a_payload_is_the_claims_alone_and_the_lifetime_is_absolute() {
    let codec = codec::<Sha1>(&ACCOUNT);
    let stamp = Stamp::start(NOW, 1000, &ACCOUNT);
    let token = issue(&codec, &ann(), stamp).unwrap();
    assert_eq!(payload(&token), r#"{"user_id":7,"name":"Ann"}"#);
    let decoded = read::<_, Account>(&codec, &token, NOW + 500).unwrap();
    let again = issue(&codec, &decoded.claims, decoded.stamp.reissue(NOW + 500, &ACCOUNT)).unwrap();
    assert_eq!(again, token, "nothing changed, and the end did not move");
}

#[test]
fn with_sha1_a_shorter_lifetime_is_not_lost() {
    let codec = codec::<Sha1>(&ACCOUNT);
    let token = issue(&codec, &ann(), Stamp::start(NOW, 60, &ACCOUNT)).unwrap();
    let decoded = read::<_, Account>(&codec, &token, NOW + 59).unwrap();
    assert_eq!((decoded.stamp.expires, decoded.stamp.ends), (NOW + 60, NOW + 60));
    let again = issue(&codec, &decoded.claims, decoded.stamp.reissue(NOW + 30, &ACCOUNT)).unwrap();
    assert_eq!(read::<_, Account>(&codec, &again, NOW + 60).unwrap_err(), Rejection::Expired);
}

#[test]
fn what_sha1_cannot_say_is_refused_when_it_is_written() {
    static BROWSER: Settings = PLAIN.cookie(crate::CookieSettings::new("session").browser_session());
    let stamp = Stamp { browser_session: true, ..Stamp::start(NOW, 1000, &ACCOUNT) };
    let refused = issue(&codec::<Sha1>(&ACCOUNT), &ann(), stamp).unwrap_err();
    assert!(matches!(refused, EncodeError::NoRoomForBrowserSession));
    assert!(
        issue(&codec::<Sha1>(&BROWSER), &ann(), stamp).is_ok(),
        "all of its cookies end with the browser"
    );
    let token = issue(&codec::<Sha256>(&ACCOUNT), &ann(), stamp).unwrap();
    assert!(read::<_, Account>(&codec::<Sha256>(&ACCOUNT), &token, NOW).unwrap().stamp.browser_session);
}

/// A struct that has names which the layer uses elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    sid: String,
    exp: Option<f64>,
    nbf: u64,
}

#[test]
fn with_sha1_every_name_is_the_claims_own_and_its_times_are_enforced() {
    static OWN: Settings = PLAIN.owns(crate::Owned::NONE.exp().nbf());
    let codec = codec::<Sha1>(&OWN);
    let own = |exp, nbf| Own { sid: "s".to_owned(), exp, nbf };
    let token = |own: &Own| issue(&codec, own, Stamp::start(NOW, 1000, &OWN)).unwrap();
    let written = token(&own(Some(1_700_000_010.5), NOW));
    assert_eq!(payload(&written), r#"{"sid":"s","exp":1700000010.5,"nbf":1700000000}"#);
    assert_eq!(read::<_, Own>(&codec, &written, NOW + 10).unwrap().claims, own(Some(1_700_000_010.5), NOW));
    assert_eq!(read::<_, Own>(&codec, &written, NOW + 11).unwrap_err(), Rejection::Expired);
    let early = token(&own(None, NOW + 5));
    assert_eq!(payload(&early), r#"{"sid":"s","nbf":1700000005}"#);
    assert_eq!(read::<_, Own>(&codec, &early, NOW + 4).unwrap_err(), Rejection::NotYetValid);
    assert_eq!(read::<_, Own>(&codec, &early, NOW + 5).unwrap().claims, own(None, NOW + 5));
    assert_eq!(
        read::<_, Own>(&codec, &early, NOW + 1000).unwrap_err(),
        Rejection::Expired,
        "the lifetime bounds it"
    );
    let wrong = serde_json::json!({"sid": "s", "exp": "soon", "nbf": 0});
    assert!(matches!(
        issue(&codec, &wrong, Stamp::start(NOW, 1000, &OWN)).unwrap_err(),
        EncodeError::InvalidClaim("exp")
    ));
}

#[test]
fn an_open_session_comes_back_on_both() {
    let map: Map<String, Value> =
        serde_json::from_str(r#"{"exp":1700000010,"iss":"me","user":{"exp":1},"n":1.5,"é":null}"#).unwrap();
    let stamp = Stamp::start(NOW, 1000, &OPEN);
    let token = issue(&codec::<Sha1>(&OPEN), &map, stamp).unwrap();
    assert_eq!(read::<_, Map<String, Value>>(&codec::<Sha1>(&OPEN), &token, NOW + 9).unwrap().claims, map);
    assert_eq!(
        read::<_, Map<String, Value>>(&codec::<Sha1>(&OPEN), &token, NOW + 10).unwrap_err(),
        Rejection::Expired
    );
    let token = issue(&codec::<Sha256>(&OPEN), &map, stamp).unwrap();
    assert_eq!(read::<_, Map<String, Value>>(&codec::<Sha256>(&OPEN), &token, NOW + 9).unwrap().claims, map);
    assert_eq!(
        read::<_, Map<String, Value>>(&codec::<Sha256>(&OPEN), &token, NOW + 10).unwrap_err(),
        Rejection::Expired
    );
}
