//! What itsdangerous 2.2 made of the secret, the claims and the times below.

use super::*;
use std::collections::BTreeMap;

type Session = Map<String, Value>;

fn session(json: &str) -> Session {
    serde_json::from_str(json).unwrap()
}

#[test]
fn starlettes_tokens_are_read() {
    let codec = codec::<Sha1>(&OPEN);
    for (token, json) in [
        ("eyJzb21lIjogImRhdGEifQ==.ZVPxAA.jWAGzOiY5tUGwttXvHClZX3Orb8", r#"{"some": "data"}"#),
        (
            "eyJ1IjogIlx1MDBlOSIsICJuIjogMSwgImYiOiAxLjUsICJiIjogdHJ1ZSwgInoiOiBudWxsLCAicSI6ICI8Pj9+Pj4+Pz8/In0=.ZVPxAA.JBf1Knr_lSsYOk1IYswzCJtivWY",
            r#"{"u": "é", "n": 1, "f": 1.5, "b": true, "z": null, "q": "<>?~>>>???"}"#,
        ),
    ] {
        let decoded = read::<_, Session>(&codec, token, NOW + 999).unwrap();
        assert_eq!(decoded.claims, session(json));
        assert_eq!((decoded.stamp.started, decoded.stamp.expires), (NOW, NOW + 1000));
        assert!(!decoded.outdated_key);
        assert_eq!(read::<_, Session>(&codec, token, NOW + 1000).unwrap_err(), Rejection::Expired);
    }
}

#[test]
fn our_tokens_are_starlettes() {
    // Compact, where Python writes a space after `:`; it reads both.
    let codec = codec::<Sha1>(&OPEN);
    let token = issue(&codec, &session(r#"{"some":"data"}"#), Stamp::start(NOW, 1000, &OPEN)).unwrap();
    assert_eq!(token, sign::<Sha1>(PYTHON, "eyJzb21lIjoiZGF0YSJ9.ZVPxAA"));
    assert_eq!(
        sign::<Sha1>(PYTHON, "eyJzb21lIjogImRhdGEifQ==.ZVPxAA"),
        "eyJzb21lIjogImRhdGEifQ==.ZVPxAA.jWAGzOiY5tUGwttXvHClZX3Orb8"
    );
}

#[test]
fn the_first_second_of_1970_and_the_far_future() {
    static LONG: Settings = PLAIN.lifetime(1 << 41).open();
    let codec = codec::<Sha1>(&LONG);
    let empty = BTreeMap::<String, Value>::new();
    for (time, token) in
        [(0, "e30=..cLsb0eJiBcs02PDikpHeLkKqXVk"), (1 << 40, "e30=.AQAAAAAA.PhgfVk_CAGypd8_VbcCBYxWK108")]
    {
        assert_eq!(issue(&codec, &empty, Stamp::start(time, 1 << 41, &LONG)).unwrap(), token);
        let decoded = read::<_, BTreeMap<String, Value>>(&codec, token, time + 1).unwrap();
        assert_eq!((decoded.claims, decoded.stamp.started), (empty.clone(), time));
        if time > 60 {
            assert_eq!(read::<_, Session>(&codec, token, time - 61).unwrap_err(), Rejection::NotYetValid);
            assert!(read::<_, Session>(&codec, token, time - 60).is_ok(), "clocks may be a minute apart");
        }
    }
}

#[test]
fn a_ring_signs_with_the_current_key_and_reads_those_of_earlier_ones() {
    let ring = KeyRing::new(key::<Sha1>(b"new-key")).with_earlier(key(b"old-key")).unwrap();
    let codec = Signed::<Sha1>::new(ring.clone(), &OPEN);
    let token = issue(&codec, &session("{}"), Stamp::start(NOW, 1000, &OPEN)).unwrap();
    assert_eq!(token, "e30=.ZVPxAA.5u2sQnravS5F4QHJW9Gl7i2-Fg8");
    assert!(!read::<_, Session>(&codec, &token, NOW).unwrap().outdated_key);

    let before = Signed::<Sha1>::new(KeyRing::new(key(b"old-key")), &OPEN);
    let old = issue(&before, &session("{}"), Stamp::start(NOW, 1000, &OPEN)).unwrap();
    assert!(read::<_, Session>(&codec, &old, NOW).unwrap().outdated_key);
    assert_eq!(read::<_, Session>(&before, &token, NOW).unwrap_err(), Rejection::BadSignature);

    // While the codec is in use.
    ring.replace(key(b"newest"), [key(b"new-key")]).unwrap();
    assert_eq!(read::<_, Session>(&codec, &old, NOW).unwrap_err(), Rejection::BadSignature);
    assert!(read::<_, Session>(&codec, &token, NOW).unwrap().outdated_key);
    let newest = issue(&codec, &session("{}"), Stamp::start(NOW, 1000, &OPEN)).unwrap();
    assert_ne!(newest, token);
    assert!(!read::<_, Session>(&codec, &newest, NOW).unwrap().outdated_key);
}
