//! What a payload says: times, parties, and its shape.

use super::*;

#[test]
fn req_07_exp_is_enforced() {
    let with =
        |exp: &str| read(&sign(HEADER, format!(r#"{{"user_id":7,"name":"Ann","iat":{NOW},"exp":{exp}}}"#)));
    for expired in [
        (NOW - 1).to_string(),
        NOW.to_string(),
        "0".to_owned(),
        format!("{NOW}.0"),
        format!("{}.75", NOW - 1),
    ] {
        assert_eq!(with(&expired), Err(Rejection::Expired), "{expired}");
    }
    let text = format!("\"{}\"", NOW + 100);
    for no_time in [
        "-1",
        "-0.5",
        "1e300",
        "1e30",
        "1000000000000000000000000000000",
        "1e999",
        "NaN",
        "Infinity",
        "\"4102444800\"",
        "null",
        "true",
        "[4102444800]",
        "{}",
        &*text,
    ] {
        assert_eq!(with(no_time), Err(Rejection::WrongClaims), "{no_time}");
    }
    assert_eq!(with(&format!("{NOW}.5")), Ok(ann()), "a fraction counts");
    assert_eq!(with(&(NOW + 1).to_string()), Ok(ann()));
    let token = sign(HEADER, payload(""));
    assert_eq!(read_at(NOW + 999, &token), Ok(ann()));
    assert_eq!(read_at(NOW + 1000, &token), Err(Rejection::Expired));
    assert_eq!(read_at(NOW + 1_000_000, &token), Err(Rejection::Expired));
}

#[test]
fn req_08_nbf_and_a_future_iat_are_enforced() {
    let token = sign(HEADER, payload(&format!(r#","nbf":{}"#, NOW + 5)));
    assert_eq!(read(&token), Err(Rejection::NotYetValid));
    assert_eq!(read_at(NOW + 4, &token), Err(Rejection::NotYetValid));
    assert_eq!(read_at(NOW + 5, &token), Ok(ann()));
    let token = good();
    assert_eq!(read_at(NOW - 61, &token), Err(Rejection::NotYetValid));
    assert_eq!(read_at(NOW - 60, &token), Ok(ann()), "clocks may be a minute apart");
}

#[test]
fn req_09_a_session_has_a_greatest_age() {
    let forever = format!(r#"{{"user_id":7,"name":"Ann","iat":{NOW},"exp":253402300799}}"#);
    let token = sign(HEADER, forever);
    assert_eq!(read_at(NOW + 999, &token), Ok(ann()));
    assert_eq!(read_at(NOW + 1000, &token), Err(Rejection::Expired));
    let ageless = sign(HEADER, r#"{"user_id":7,"name":"Ann","exp":253402300799}"#);
    assert_eq!(read(&ageless), Err(Rejection::Expired), "nobody knows its age, and it would last too long");
}

#[test]
fn req_10_exp_is_required() {
    payload_refused(&format!(r#"{{"user_id":7,"name":"Ann","iat":{NOW}}}"#), Rejection::WrongClaims);
    payload_refused(r#"{"user_id":7,"name":"Ann"}"#, Rejection::WrongClaims);
}

#[test]
fn req_11_no_name_stands_twice() {
    for header in [
        r#"{"alg":"HS256","alg":"HS256","typ":"account+jwt"}"#,
        r#"{"alg":"none","alg":"HS256","typ":"account+jwt"}"#,
        r#"{"alg":"HS256","typ":"account+jwt","\u0061lg":"HS256"}"#,
        r#"{"alg":"HS256","typ":"JWT","typ":"account+jwt"}"#,
        r#"{"alg":"HS256","typ":"account+jwt","kid":"a","kid":"b"}"#,
        r#"{"alg":"HS256","typ":"account+jwt","x":1,"x":1}"#,
        r#"{"alg":"HS256","typ":"account+jwt","x":1,"\u0078":2}"#,
    ] {
        header_refused(header, Rejection::Malformed);
    }
    for member in [
        r#""exp":1700000500"#,
        r#""\u0065xp":1700000500"#,
        r#""iat":1"#,
        r#""name":"Eve""#,
        r#""n\u0061me":"Eve""#,
        r#""user_id":1"#,
    ] {
        payload_refused(&payload(&format!(",{member}")), Rejection::WrongClaims);
        payload_refused(&payload("").replacen('{', &format!("{{{member},"), 1), Rejection::WrongClaims);
    }
}

#[test]
fn req_12_a_payload_is_an_object() {
    let in_order = format!(r#"[7,"Ann",{NOW},{}]"#, NOW + 1000);
    for bad in ["[1]", "\"x\"", "null", "7", "true", "[7,\"Ann\"]", &*in_order, " ", "{", "{}{}"] {
        payload_refused(bad, Rejection::WrongClaims);
    }
    let twice = format!("{}{}", payload(""), payload(""));
    payload_refused(&twice, Rejection::WrongClaims);
}

#[test]
fn req_16_issuer_and_audience_are_checked() {
    static BOTH: Settings =
        Settings::new("Account", "account+jwt").lifetime(1000).issuer("us").audience("web");
    let codec = codec(&BOTH);
    let with = |parties: &str| read_by(&codec, NOW, &sign(HEADER, payload(parties)));
    for good in [r#","iss":"us","aud":"web""#, r#","iss":"us","aud":["app","web"]"#] {
        assert_eq!(with(good), Ok(ann()), "{good}");
    }
    for bad in ["", r#","aud":"web""#, r#","iss":"US","aud":"web""#, r#","iss":"us ","aud":"web""#] {
        assert_eq!(with(bad), Err(Rejection::WrongIssuer), "{bad}");
    }
    for bad in [
        r#","iss":"us""#,
        r#","iss":"us","aud":"we""#,
        r#","iss":"us","aud":"webs""#,
        r#","iss":"us","aud":["app"]"#,
        r#","iss":"us","aud":[]"#,
    ] {
        assert_eq!(with(bad), Err(Rejection::WrongAudience), "{bad}");
    }
    payload_refused(&payload(r#","aud":"another service""#), Rejection::WrongAudience);
    payload_refused(&payload(r#","aud":[]"#), Rejection::WrongAudience);
}

/// That a field cannot have the name of a registered claim and a type that the claim cannot have is a compile-time error, shown by the
/// tests of the derive. What only shows when a map is written is an error there, and no session that is lost later.
#[test]
fn req_17_a_registered_claim_of_a_wrong_type_is_refused_when_it_is_written() {
    use serde_json::{Map, Value, json};
    use session_runtime::{EncodeError, Stamp};
    static OPEN: Settings = Settings::new("Open", "open+jwt").open();
    let codec = codec(&OPEN);
    for wrong in
        [json!({"exp": "1"}), json!({"nbf": true}), json!({"iat": -1}), json!({"iss": 5}), json!({"aud": 5})]
    {
        let claims: Map<String, Value> = wrong.as_object().unwrap().clone();
        let error = codec.encode(&claims, Stamp::start(NOW, 10, &OPEN), &mut Vec::new()).unwrap_err();
        assert!(matches!(error, EncodeError::InvalidClaim(_)), "{wrong}");
    }
}
