//! Any claims come back as they were, and any encrypted token that was changed is refused.

#[path = "support/sealed.rs"]
mod sealed;
#[path = "support/tokens.rs"]
mod tokens;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use session_runtime::{Codec, Jwe, KeyRing, Rejection, Settings, Stamp};
use std::time::Duration;
use tokens::{Account, NOW, ann, runner};

const PLAIN: Settings = Settings::new("Account", "account+jwt");
static SIMPLE: Settings = PLAIN;
static FULL: Settings = PLAIN.issuer("https://issuer.example").audience("web").idle(1800, 450);
static OPEN: Settings = PLAIN.open().idle(1800, 450);
static OTHER: Settings = Settings::new("Other", "other+jwt");

/// Codecs with and without a key id, and with and without all that a token can have.
fn codecs() -> Vec<(&'static Settings, Jwe)> {
    let mut codecs = Vec::new();
    for settings in [&SIMPLE, &FULL] {
        codecs.push((settings, sealed::codec(settings)));
        codecs.push((settings, Jwe::new(KeyRing::new(sealed::key().with_id("2026-11").unwrap()), settings)));
    }
    codecs
}

fn issue<C: session_runtime::Claims>(
    codec: &Jwe,
    claims: &C,
    lifetime: u64,
    settings: &Settings,
) -> (Stamp, Vec<u8>) {
    let stamp = Stamp::start(NOW, lifetime, settings);
    let mut token = Vec::new();
    codec.encode(claims, stamp, &mut token).unwrap();
    (stamp, token)
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Claims {
    id: u64,
    float: f64,
    text: String,
    list: Vec<String>,
    maybe: Option<char>,
}

fn claims() -> impl Strategy<Value = Claims> {
    let float = any::<f64>().prop_filter("JSON has no others", |float| float.is_finite());
    // Short ones, and those that need more room than most.
    let text = prop_oneof![4 => any::<String>(), 1 => "[a-z\"\\\\é]{900,1500}"];
    let list = proptest::collection::vec(any::<String>(), 0..4);
    (any::<u64>(), float, text, list, any::<Option<char>>())
        .prop_map(|(id, float, text, list, maybe)| Claims { id, float, text, list, maybe })
}

#[test]
fn any_claims_come_back() {
    let codecs = codecs();
    let now = Duration::from_secs(NOW);
    runner(300)
        .run(&(claims(), 1..100_000u64), |(claims, lifetime)| {
            for (settings, codec) in &codecs {
                let (stamp, token) = issue(codec, &claims, lifetime, settings);
                match codec.decode::<Claims>(&token, now) {
                    Ok(decoded) => prop_assert_eq!((decoded.claims, decoded.stamp), (claims.clone(), stamp)),
                    Err(reason) => {
                        prop_assert_eq!(reason, Rejection::TooLong);
                        prop_assert!(token.len() > 8192);
                    }
                }
                let wanted = token.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
                prop_assert!(wanted, "a cookie takes it as it is");
            }
            Ok(())
        })
        .unwrap();
}

/// Any members of a map come back, and nothing that the layer added.
#[test]
fn any_open_claims_come_back() {
    let value = prop_oneof![
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null)
    ];
    let map = proptest::collection::hash_map("[a-z\"\\\\é]{0,2}", value, 0..6);
    let codec = sealed::codec(&OPEN);
    runner(300)
        .run(&map, |map| {
            let map: Map<String, Value> = map.into_iter().collect();
            let (_, token) = issue(&codec, &map, 1000, &OPEN);
            let decoded = codec.decode::<Map<String, Value>>(&token, Duration::from_secs(NOW)).unwrap();
            prop_assert_eq!(decoded.claims, map);
            Ok(())
        })
        .unwrap();
}

/// A token with one change is refused. There is no other spelling of the same token.
#[test]
fn any_mutation_is_refused() {
    let now = Duration::from_secs(NOW);
    let tokens: Vec<_> = codecs()
        .into_iter()
        .map(|(settings, codec)| {
            let (_, token) = issue(&codec, &ann(), 1000, settings);
            assert!(codec.decode::<Account>(&token, now).is_ok());
            (codec, token)
        })
        .collect();
    runner(1000)
        .run(&(any::<proptest::sample::Index>(), any::<u8>(), 0..4u8), |(place, byte, kind)| {
            for (codec, token) in &tokens {
                let place = place.index(token.len());
                let mut mutated = token.clone();
                match kind {
                    0 => mutated[place] = byte,
                    1 => mutated.insert(place, byte),
                    2 => drop(mutated.remove(place)),
                    _ => mutated.truncate(place),
                }
                let accepted = codec.decode::<Account>(&mutated, now).is_ok();
                prop_assert!(!accepted || mutated == *token, "{}", String::from_utf8_lossy(&mutated));
            }
            Ok(())
        })
        .unwrap();
}

/// Segments of two good tokens make no third one.
#[test]
fn segments_are_bound_to_each_other() {
    let codec = sealed::codec(&SIMPLE);
    let bob = Account { user_id: 8, name: "Bob".to_owned() };
    let [ann, bob] =
        [ann(), bob].map(|claims| String::from_utf8(issue(&codec, &claims, 1000, &SIMPLE).1).unwrap());
    let (ann, bob) = (sealed::cut(&ann), sealed::cut(&bob));
    for mask in 0..1u8 << 5 {
        let mixed: [&str; 5] =
            std::array::from_fn(|place| if mask >> place & 1 == 1 { bob[place] } else { ann[place] });
        let good = mixed == ann || mixed == bob;
        let read = codec.decode::<Account>(sealed::join(mixed).as_bytes(), Duration::from_secs(NOW));
        assert_eq!(read.is_ok(), good, "{mask:05b}");
    }
}

/// One key, two sessions: a token of one is none of the other, though its claims would fit.
#[test]
fn a_token_of_one_type_is_none_of_another() {
    let [account, other] = [&SIMPLE, &OTHER].map(sealed::codec);
    let (_, token) = issue(&account, &ann(), 1000, &SIMPLE);
    let now = Duration::from_secs(NOW);
    assert!(account.decode::<Account>(&token, now).is_ok());
    assert_eq!(other.decode::<Account>(&token, now).map(|_| ()), Err(Rejection::WrongType));
}

/// A session on the server: the token says its id, and whoever holds the token does not see it.
#[test]
fn a_token_can_refer_to_a_session_on_the_server() {
    let codec = sealed::codec(&SIMPLE);
    let id = session_runtime::SessionId::parse(tokens::base64url([7; 32]).as_bytes()).unwrap();
    let mut token = Vec::new();
    codec.encode_reference(&id, Stamp::start(NOW, 1000, &SIMPLE), &mut token).unwrap();
    let now = Duration::from_secs(NOW);
    assert_eq!(codec.decode_reference(&token, now).unwrap().id, id);
    let late = Duration::from_secs(NOW + 1000);
    assert_eq!(codec.decode_reference(&token, late).map(|_| ()), Err(Rejection::Expired));
    let claims = issue(&codec, &ann(), 1000, &SIMPLE).1;
    assert_eq!(codec.decode_reference(&claims, now).map(|_| ()), Err(Rejection::WrongClaims));
}
