//! When a payload is good.

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Empty {}

/// `NOW` and this many seconds are what `members` is read at.
#[track_caller]
fn at(offset: f64, members: &str, settings: Settings) -> Result<Stamp, Rejection> {
    open_at::<Empty>(&format!("{{{members}}}"), settings, NOW as f64 + offset).map(|(_, stamp)| stamp)
}

#[test]
fn expiry_is_at_the_second_and_its_fraction() {
    let members = r#""iat":1700000000,"exp":1700000010"#;
    assert!(at(9.999, members, PLAIN).is_ok());
    assert_eq!(at(10.0, members, PLAIN), Err(Rejection::Expired));
    let fraction = r#""iat":1700000000,"exp":1700000010.75"#;
    assert_eq!(at(10.5, fraction, PLAIN).unwrap().expires, NOW + 10);
    assert_eq!(at(10.75, fraction, PLAIN), Err(Rejection::Expired));
    let forgiven = PLAIN.leeway(5);
    assert!(at(14.999, members, forgiven).is_ok());
    assert_eq!(at(15.0, members, forgiven), Err(Rejection::Expired));
}

#[test]
fn exp_is_required_and_a_number_in_range() {
    assert_eq!(at(0.0, r#""iat":1700000000"#, PLAIN), Err(Rejection::WrongClaims));
    assert_eq!(at(0.0, r#""iat":1700000000,"exp":0"#, PLAIN), Err(Rejection::Expired));
    for bad in [
        "-1",
        "1e300",
        "1e30",
        "1000000000000000000000000000000",
        "\"1700001000\"",
        "null",
        "true",
        "[1700001000]",
        "{}",
    ] {
        assert_eq!(
            at(0.0, &format!(r#""iat":1700000000,"exp":{bad}"#), PLAIN),
            Err(Rejection::WrongClaims),
            "{bad}"
        );
        for claim in ["iat", "nbf", "sst", "sse", "sxp"] {
            let members = format!(r#""{claim}":{bad},"exp":1700001000"#);
            assert_eq!(at(0.0, &members, PLAIN), Err(Rejection::WrongClaims), "{members}");
        }
    }
}

#[test]
fn not_before_and_issued_in_the_future() {
    let members = r#""iat":1700000000,"exp":1700000100,"nbf":1700000005.5"#;
    assert_eq!(at(5.4, members, PLAIN), Err(Rejection::NotYetValid));
    assert!(at(5.5, members, PLAIN).is_ok());
    assert!(at(0.5, members, PLAIN.leeway(5)).is_ok());
    for claim in ["iat", "sst"] {
        let members = |date: u64| format!(r#""{claim}":{date},"exp":1700000500"#);
        assert!(at(0.0, &members(NOW + 60), PLAIN).is_ok(), "{claim}");
        assert_eq!(at(0.0, &members(NOW + 61), PLAIN), Err(Rejection::NotYetValid), "{claim}");
        assert_eq!(at(0.0, &members(NOW + 61), PLAIN.leeway(300)), Err(Rejection::NotYetValid), "{claim}");
    }
}

#[test]
fn a_session_is_over_after_its_lifetime_whatever_exp_says() {
    let year_9999 = r#""iat":1700000000,"exp":253402300799"#;
    let stamp = at(999.0, year_9999, PLAIN).unwrap();
    assert_eq!((stamp.expires, stamp.ends), (NOW + 1000, NOW + 1000));
    assert_eq!(at(1000.0, year_9999, PLAIN), Err(Rejection::Expired));
    let started_earlier = r#""iat":1700000900,"sst":1700000000,"exp":253402300799"#;
    assert_eq!(at(1000.0, started_earlier, PLAIN), Err(Rejection::Expired));
    assert_eq!(at(0.0, r#""exp":1700001001"#, PLAIN), Err(Rejection::Expired), "no start, and too far away");
    let stamp = at(0.0, r#""exp":1700001000"#, PLAIN).unwrap();
    assert_eq!(
        stamp,
        Stamp {
            started: NOW,
            issued: NOW,
            expires: NOW + 1000,
            ends: NOW + 1000,
            browser_session: false,
            sid: None
        }
    );
}

#[test]
fn a_session_with_a_shorter_lifetime_never_outlives_it() {
    let idle = PLAIN.idle(100, 25);
    for (settings, lifetime) in [(PLAIN, 150), (idle, 150), (idle, 50), (idle, 1000)] {
        let mut stamp = Stamp::start(NOW, lifetime, &settings);
        let mut last = 0;
        for second in 1..=1200 {
            let payload = issue(&Empty {}, stamp, settings).unwrap();
            let Ok((_, read)) = open_at::<Empty>(&payload, settings, (NOW + second) as f64) else { break };
            assert_eq!(read.ends, NOW + lifetime);
            last = second;
            stamp = read.reissue(NOW + second, &settings);
        }
        assert_eq!(last, lifetime - 1);
    }
}

#[test]
fn an_end_travels_only_where_it_has_to() {
    let idle = PLAIN.idle(100, 25);
    let payload =
        |lifetime, settings| issue(&Empty {}, Stamp::start(NOW, lifetime, &settings), settings).unwrap();
    assert_eq!(payload(50, PLAIN), r#"{"iat":1700000000,"exp":1700000050}"#);
    assert_eq!(payload(1000, idle), r#"{"iat":1700000000,"exp":1700000100,"sst":1700000000}"#);
    assert_eq!(
        payload(500, idle),
        r#"{"iat":1700000000,"exp":1700000100,"sst":1700000000,"sse":1700000500}"#
    );
}

#[test]
fn another_configuration_never_prolongs_a_session_beyond_its_end() {
    let idle = PLAIN.idle(100, 25);
    // A token from before `idle`, or from another issuer: its `exp` is the end.
    let foreign = r#""iat":1700000000,"exp":1700000700"#;
    let stamp = at(600.0, foreign, idle).unwrap();
    assert_eq!((stamp.expires, stamp.ends), (NOW + 700, NOW + 700));
    assert_eq!(stamp.reissue(NOW + 650, &idle).expires, NOW + 700);
    assert!(at(300.0, foreign, idle).unwrap().due(NOW + 300, &idle), "from now on it is idle-bounded, too");
    // A lifetime that was shortened binds sessions that were started under a longer one.
    let long = r#""iat":1700000000,"sst":1700000000,"exp":1700000900"#;
    assert_eq!(at(500.0, long, PLAIN.lifetime(500)), Err(Rejection::Expired));
    let ending = r#""iat":1700000000,"sst":1700000000,"sse":1700000900,"exp":1700000100"#;
    assert_eq!(at(50.0, ending, PLAIN.lifetime(500)).unwrap().ends, NOW + 500);
    assert_eq!(at(50.0, ending, PLAIN.lifetime(5000)).unwrap().ends, NOW + 900);
}

#[test]
fn issuer_and_audience() {
    let valid = |parties: &str, settings| {
        at(0.0, &format!(r#""iat":1700000000,"exp":1700000100{parties}"#), settings).map(|_| ())
    };
    let (iss, aud) = (PLAIN.issuer("us"), PLAIN.audience("us"));
    assert_eq!(valid(r#","iss":"us""#, iss), Ok(()));
    assert_eq!(valid(r#","iss":"\u0075s""#, iss), Ok(()));
    for bad in ["", r#","iss":"Us""#, r#","iss":"us ""#, r#","iss":"""#] {
        assert_eq!(valid(bad, iss), Err(Rejection::WrongIssuer), "{bad}");
    }
    assert_eq!(valid(r#","iss":"them""#, PLAIN), Ok(()), "nobody asked");
    for bad in [r#","iss":5"#, r#","iss":["us"]"#, r#","iss":null"#] {
        assert_eq!(valid(bad, iss), Err(Rejection::WrongClaims), "{bad}");
    }
    for good in [r#","aud":"us""#, r#","aud":["us"]"#, r#","aud":["them","us"]"#, r#","aud":["us","us"]"#] {
        assert_eq!(valid(good, aud), Ok(()), "{good}");
        assert_eq!(valid(good, PLAIN), Err(Rejection::WrongAudience), "{good}");
    }
    for bad in [
        "",
        r#","aud":"them""#,
        r#","aud":"u""#,
        r#","aud":"uss""#,
        r#","aud":"US""#,
        r#","aud":[]"#,
        r#","aud":["them"]"#,
    ] {
        assert_eq!(valid(bad, aud), Err(Rejection::WrongAudience), "{bad}");
    }
    for bad in
        [r#","aud":5"#, r#","aud":null"#, r#","aud":{"us":1}"#, r#","aud":["us",5]"#, r#","aud":[["us"]]"#]
    {
        assert_eq!(valid(bad, aud), Err(Rejection::WrongClaims), "{bad}");
    }
}
