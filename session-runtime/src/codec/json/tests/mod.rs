//! What a payload looks like, and who sees what of it.

mod ownership;
mod shapes;
mod times;

use super::{Buffer, Fixed, read, write};
use crate::claims::Claims;
use crate::codec::{EncodeError, Stamp};
use crate::rejection::Rejection;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};
use std::time::Duration;

const NOW: u64 = 1_700_000_000;
const PLAIN: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    user_id: u64,
    name: String,
}

fn ann() -> Account {
    Account { user_id: 7, name: "Ann".to_owned() }
}

/// The settings, in memory for as long as the test runs.
fn fixed(settings: Settings) -> &'static Settings {
    Box::leak(Box::new(settings))
}

/// The payload of a session that starts now.
fn start<C: Claims>(claims: &C, settings: Settings) -> Result<String, EncodeError> {
    issue(claims, Stamp::start(NOW, settings.lifetime, &settings), settings)
}

fn issue<C: Claims>(claims: &C, stamp: Stamp, settings: Settings) -> Result<String, EncodeError> {
    let mut buffer = Buffer::new();
    write(claims, stamp, &settings, &Fixed::new(&settings), &mut buffer)?;
    Ok(String::from_utf8(buffer.as_slice().to_vec()).unwrap())
}

fn open<C: Claims>(payload: &str, settings: Settings) -> Result<(C, Stamp), Rejection> {
    open_at(payload, settings, NOW as f64)
}

fn open_at<C: Claims>(payload: &str, settings: Settings, now: f64) -> Result<(C, Stamp), Rejection> {
    read(payload.as_bytes(), fixed(settings), Duration::from_secs_f64(now), None)
}

#[test]
fn a_payload_is_the_claims_and_two_times() {
    let payload = start(&ann(), PLAIN).unwrap();
    assert_eq!(payload, r#"{"user_id":7,"name":"Ann","iat":1700000000,"exp":1700001000}"#);
    let (account, stamp) = open::<Account>(&payload, PLAIN).unwrap();
    assert_eq!(account, ann());
    assert_eq!(stamp, Stamp::start(NOW, 1000, &PLAIN));
}

#[test]
fn issuer_audience_and_idle_add_what_they_need() {
    let settings = PLAIN.issuer("https://a.example").audience("we\"b").idle(100, 25);
    let payload = start(&ann(), settings).unwrap();
    assert_eq!(
        payload,
        r#"{"user_id":7,"name":"Ann","iat":1700000000,"exp":1700000100,"iss":"https://a.example","aud":"we\"b","sst":1700000000}"#
    );
    assert_eq!(open(&payload, settings).unwrap(), (ann(), Stamp::start(NOW, 1000, &settings)));
}

#[test]
fn a_large_payload_comes_back() {
    for len in [900, 950, 1000, 1024, 5000] {
        let account = Account { user_id: 1, name: "é\"".repeat(len / 3) };
        let payload = start(&account, PLAIN).unwrap();
        assert_eq!(open::<Account>(&payload, PLAIN).unwrap().0, account);
    }
}

#[test]
fn a_payload_is_one_object() {
    let members = r#""user_id":7,"name":"Ann","iat":1700000000,"exp":1700001000"#;
    assert!(open::<Account>(&format!(" {{ {members} }} \n"), PLAIN).is_ok());
    for bad in [
        "".to_owned(),
        "null".to_owned(),
        "\"x\"".to_owned(),
        "[7,\"Ann\"]".to_owned(),
        "[7,\"Ann\",1700000000,1700001000]".to_owned(),
        format!("{{{members}}}{{}}"),
        format!("{{{members}}},"),
        format!("{{{members},}}"),
        format!("{{{members}"),
        format!("[{{{members}}}]"),
        format!("\u{feff}{{{members}}}"),
    ] {
        assert_eq!(open::<Account>(&bad, PLAIN).unwrap_err(), Rejection::WrongClaims, "{bad}");
    }
    let not_text = b"{\"user_id\":7,\"name\":\"Ann\",\"iat\":1700000000,\"exp\":1700001000,\"x\":\"\xff\"}";
    assert_eq!(
        read::<Account>(not_text, fixed(PLAIN), Duration::from_secs(NOW), None).unwrap_err(),
        Rejection::WrongClaims
    );
}

#[test]
fn no_claim_stands_twice() {
    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Empty {}
    let valid = r#""iat":1700000000,"exp":1700001000"#;
    for twice in [
        r#""exp":1700001000"#,
        r#""\u0065xp":1700001000"#,
        r#""iat":1"#,
        r#""sst":1,"sst":1"#,
        r#""sub":"a","sub":"b""#,
        r#""jti":"a","\u006Ati":"b""#,
        r#""sid":"a","sid":"b""#,
    ] {
        assert_eq!(
            open::<Empty>(&format!("{{{valid},{twice}}}"), PLAIN).unwrap_err(),
            Rejection::WrongClaims,
            "{twice}"
        );
        assert_eq!(
            open::<Empty>(&format!("{{{twice},{valid}}}"), PLAIN).unwrap_err(),
            Rejection::WrongClaims,
            "{twice}"
        );
    }
}

#[test]
fn the_time_is_told_before_the_claims() {
    let other = r#"{"renamed":7,"iat":1699990000,"exp":1699991000}"#;
    assert_eq!(open::<Account>(other, PLAIN).unwrap_err(), Rejection::Expired);
    let other = r#"{"renamed":7,"iat":1700000000,"exp":1700001000}"#;
    assert_eq!(open::<Account>(other, PLAIN).unwrap_err(), Rejection::WrongClaims);
}

#[test]
fn depth_is_bounded() {
    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Any {
        any: serde_json::Value,
    }
    let nested = |depth| {
        format!(r#"{{"any":{}{},"iat":1700000000,"exp":1700001000}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    assert!(open::<Any>(&nested(100), PLAIN).is_ok());
    for depth in [200, 10_000, 1_000_000] {
        assert_eq!(open::<Any>(&nested(depth), PLAIN).unwrap_err(), Rejection::WrongClaims);
    }
    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Empty {}
    assert!(open::<Empty>(&nested(100_000), PLAIN).is_ok(), "what nobody reads is skipped without recursion");
}
