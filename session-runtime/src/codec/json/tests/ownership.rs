//! Who owns a registered claim: the layer, the struct, or its map.

use super::*;
use crate::settings::Owned;
use serde_json::{Map, Value, json};

/// A struct with times of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Own {
    exp: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    iat: Option<u64>,
}

const OWN: Settings = PLAIN.owns(Owned::NONE.exp().nbf().iat());

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    user: u8,
    #[serde(flatten)]
    map: Map<String, Value>,
}

const OPEN: Settings = PLAIN.open();

fn with(map: Value) -> Open {
    Open { user: 1, map: map.as_object().unwrap().clone() }
}

#[test]
fn a_struct_keeps_its_own_times_and_the_layer_adds_no_other() {
    let own = Own { exp: Some(1_700_000_500.5), nbf: Some(NOW), iat: Some(NOW - 5) };
    let payload = start(&own, OWN).unwrap();
    assert_eq!(payload, r#"{"exp":1700000500.5,"nbf":1700000000,"iat":1699999995,"sst":1700000000}"#);
    let (read, stamp) = open::<Own>(&payload, OWN).unwrap();
    assert_eq!(read, own);
    assert_eq!(
        stamp,
        Stamp {
            started: NOW,
            issued: NOW,
            expires: NOW + 500,
            ends: NOW + 1000,
            browser_session: false,
            sid: None
        }
    );
    assert!(open_at::<Own>(&payload, OWN, 1_700_000_500.4).is_ok());
    assert_eq!(open_at::<Own>(&payload, OWN, 1_700_000_500.5).unwrap_err(), Rejection::Expired);
}

#[test]
fn what_is_none_is_the_layers_after_all_and_stays_none() {
    let payload = start(&Own::default(), OWN).unwrap();
    assert_eq!(payload, r#"{"iat":1700000000,"exp":1700001000,"sla":"exp iat"}"#);
    let (read, stamp) = open::<Own>(&payload, OWN).unwrap();
    assert_eq!(read, Own::default());
    assert_eq!(stamp, Stamp::start(NOW, 1000, &OWN));
}

#[test]
fn an_own_exp_beyond_the_lifetime_does_not_help() {
    let own = Own { exp: Some(253_402_300_799.0), ..Own::default() };
    let payload = start(&own, OWN).unwrap();
    let stamp = open_at::<Own>(&payload, OWN, 1_700_000_999.0).unwrap().1;
    assert_eq!(stamp.expires, NOW + 1000);
    assert_eq!(open_at::<Own>(&payload, OWN, 1_700_001_000.0).unwrap_err(), Rejection::Expired);
    let shorter = issue(&own, Stamp::start(NOW, 300, &OWN), OWN).unwrap();
    assert_eq!(
        shorter,
        r#"{"exp":253402300799.0,"iat":1700000000,"sst":1700000000,"sse":1700000300,"sla":"iat"}"#
    );
    assert_eq!(open_at::<Own>(&shorter, OWN, 1_700_000_300.0).unwrap_err(), Rejection::Expired);
}

#[test]
fn an_idle_timeout_beside_an_own_exp() {
    let settings = OWN.idle(100, 25);
    for own in [
        Own { exp: Some(1_700_000_900.0), ..Own::default() },
        Own { exp: Some(1_700_000_900.0), iat: Some(1), ..Own::default() },
        Own { iat: Some(1), ..Own::default() },
    ] {
        let payload = start(&own, settings).unwrap();
        let (read, stamp) = open_at::<Own>(&payload, settings, 1_700_000_099.0).unwrap();
        assert_eq!(read, own);
        assert_eq!(stamp, Stamp::start(NOW, 1000, &settings), "{payload}");
        assert_eq!(open_at::<Own>(&payload, settings, 1_700_000_100.0).unwrap_err(), Rejection::Expired);
        let renewed = issue(&own, stamp.reissue(NOW + 99, &settings), settings).unwrap();
        let later = open_at::<Own>(&renewed, settings, 1_700_000_198.0).unwrap().1;
        assert_eq!(
            later,
            Stamp {
                started: NOW,
                issued: NOW + 99,
                expires: NOW + 199,
                ends: NOW + 1000,
                browser_session: false,
                sid: None
            }
        );
    }
}

#[test]
fn what_the_layer_adds_is_not_seen_by_a_map_and_what_the_map_has_comes_back() {
    let settings = OPEN.issuer("us").audience("us").idle(100, 25);
    for settings in [OPEN, settings] {
        for map in [
            json!({}),
            json!({"exp": NOW + 9, "iat": NOW - 9, "nbf": 1_699_999_990.5, "iss": "us", "aud": ["a", "us"], "sub": 5, "jti": null}),
            json!({"exp": NOW + 50}),
            json!({"iat": NOW - 3}),
            json!({"iss": "us"}),
            json!({"aud": "us"}),
            json!({"sub": "s", "nested": {"exp": 1, "sst": 2, "sla": "x"}, "nul": null}),
        ] {
            let claims = with(map.clone());
            let payload = start(&claims, settings).unwrap();
            let (read, stamp) = open::<Open>(&payload, settings).unwrap();
            assert_eq!(read, claims, "{payload}");
            let again = issue(&read, stamp.reissue(NOW + 1, &settings), settings).unwrap();
            assert_eq!(open::<Open>(&again, settings).unwrap().0, claims, "{again}");
        }
    }
    let payload = start(&with(json!({"exp": NOW + 9})), OPEN).unwrap();
    assert_eq!(payload, r#"{"user":1,"exp":1700000009,"iat":1700000000,"sst":1700000000,"sla":"iat"}"#);
}

#[test]
fn a_foreign_token_belongs_to_the_map() {
    let foreign = r#"{"exp":1700000500,"iat":1699999990,"user":1,"sub":"s","iss":"them"}"#;
    let (read, stamp) = open::<Open>(foreign, OPEN).unwrap();
    assert_eq!(read, with(json!({"exp": NOW + 500, "iat": NOW - 10, "sub": "s", "iss": "them"})));
    assert_eq!(stamp.ends, NOW + 500);
    let again = issue(&read, stamp.reissue(NOW + 1, &OPEN), OPEN).unwrap();
    assert_eq!(open::<Open>(&again, OPEN).unwrap().0, read, "{again}");
    assert_eq!(open_at::<Open>(&again, OPEN, 1_700_000_500.0).unwrap_err(), Rejection::Expired);
}

#[test]
fn an_audience_without_a_configured_one() {
    let aud = r#"{"user":1,"aud":"them","iat":1700000000,"exp":1700001000"#;
    let foreign = format!("{aud}}}");
    assert_eq!(open::<Open>(&foreign, OPEN).unwrap_err(), Rejection::WrongAudience);
    assert!(open::<Open>(&format!("{aud},\"sla\":\"iat exp\"}}"), OPEN).is_ok(), "the map had it");
    let added = format!("{aud},\"sla\":\"iat exp aud\"}}");
    assert_eq!(open::<Open>(&added, OPEN).unwrap_err(), Rejection::WrongAudience, "the layer had added it");

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Aud {
        user: u8,
        aud: String,
    }
    let declared = PLAIN.owns(Owned::NONE.aud());
    assert_eq!(open::<Aud>(&foreign, declared).unwrap().0.aud, "them");
    assert_eq!(open::<Aud>(&foreign, declared.audience("us")).unwrap_err(), Rejection::WrongAudience);
    assert!(open::<Aud>(&foreign, declared.audience("them")).is_ok());
}

#[test]
fn no_name_stands_twice_in_an_open_payload() {
    let valid = r#""user":1,"iat":1700000000,"exp":1700001000"#;
    for twice in
        [r#""x":1,"x":1"#, r#""x":1,"\u0078":1"#, r#""user":2"#, r#""sub":1,"sub":1"#, r#""é":1,"\u00e9":1"#]
    {
        assert_eq!(
            open::<Open>(&format!("{{{valid},{twice}}}"), OPEN).unwrap_err(),
            Rejection::WrongClaims,
            "{twice}"
        );
    }
}

#[test]
fn what_could_not_be_read_again_is_refused_when_it_is_written() {
    for name in ["sst", "sse", "sxp", "sla", "sid"] {
        let error = start(&with(json!({name: 1})), OPEN).unwrap_err();
        assert!(matches!(error, EncodeError::ReservedClaim(reserved) if reserved == name));
    }
    for bad in [
        json!({"exp": "abc"}),
        json!({"exp": true}),
        json!({"exp": -1}),
        json!({"exp": 1e300}),
        json!({"nbf": "x"}),
        json!({"iat": [1]}),
        json!({"iss": 5}),
        json!({"aud": {"a": 1}}),
        json!({"aud": ["a", 1]}),
    ] {
        assert!(matches!(start(&with(bad), OPEN), Err(EncodeError::InvalidClaim(_))));
    }
    let twice = start(&with(json!({"user": 2})), OPEN).unwrap_err();
    assert!(matches!(twice, EncodeError::DuplicateClaim(name) if name == "user"));
    assert!(start(&with(json!({"exp": null})), OPEN).is_ok());
}
