//! Any claims come back as they were, and any token that was changed is refused.

#[path = "support/tokens.rs"]
mod tokens;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use session_runtime::{Codec, Hs256, Jwt, KeyRing, Settings, Stamp};
use std::time::Duration;
use tokens::{Account, ann, runner};

const PLAIN: Settings = Settings::new("Account", "account+jwt");
static FULL: Settings = PLAIN.issuer("https://issuer.example").audience("web").idle(1800, 450);
static SIMPLE: Settings = PLAIN;

/// Codecs with and without a key id, and with and without all that a token can have.
fn codecs() -> Vec<(&'static Settings, Jwt<Hs256>)> {
    let mut codecs = Vec::new();
    for settings in [&SIMPLE, &FULL] {
        let key = tokens::key::<Hs256>();
        codecs.push((settings, Jwt::new(KeyRing::new(key.clone()), settings)));
        codecs.push((settings, Jwt::new(KeyRing::new(key.with_id("2026-11").unwrap()), settings)));
    }
    codecs
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Claims {
    id: u64,
    signed: i64,
    float: f64,
    text: String,
    list: Vec<String>,
    maybe: Option<char>,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Kind {
    Guest,
    Member { since: u32 },
}

fn claims() -> impl Strategy<Value = Claims> {
    let kind = prop_oneof![Just(Kind::Guest), any::<u32>().prop_map(|since| Kind::Member { since })];
    let float = any::<f64>().prop_filter("JSON has no others", |float| float.is_finite());
    let list = proptest::collection::vec(any::<String>(), 0..4);
    (any::<u64>(), any::<i64>(), float, any::<String>(), list, any::<Option<char>>(), kind).prop_map(
        |(id, signed, float, text, list, maybe, kind)| Claims { id, signed, float, text, list, maybe, kind },
    )
}

#[test]
fn any_claims_come_back() {
    let now = Duration::from_secs(tokens::NOW);
    let mut runner = runner(500);
    let codecs = codecs();
    runner
        .run(&(claims(), 1..100_000u64), |(claims, lifetime)| {
            for (settings, codec) in &codecs {
                let stamp = Stamp::start(tokens::NOW, lifetime, settings);
                let mut token = Vec::new();
                codec.encode(&claims, stamp, &mut token).unwrap();
                let decoded = codec.decode::<Claims>(&token, now).unwrap();
                prop_assert_eq!(&decoded.claims, &claims);
                prop_assert_eq!(decoded.stamp, stamp);
            }
            Ok(())
        })
        .unwrap();
}

/// Any JSON in a map comes back, and nothing that the layer added.
#[test]
fn any_open_claims_come_back() {
    static OPEN: Settings = PLAIN.open();
    static OPEN_IDLE: Settings = PLAIN.open().issuer("us").audience("web").idle(1800, 450);
    let value = prop_oneof![
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null)
    ];
    let value = value.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    let time = (0..3_000_000u64).prop_map(|offset| Value::from(tokens::NOW + offset));
    let past = (0..3_000_000u64).prop_map(|offset| Value::from(tokens::NOW - offset));
    let own = (
        proptest::option::of(
            time.clone().prop_filter("not yet over", |exp| exp.as_u64() > Some(tokens::NOW)),
        ),
        proptest::option::of(past.clone()),
        proptest::option::of(past),
        proptest::option::of(any::<String>()),
    );
    let map = proptest::collection::hash_map("[a-z\"\\\\é]{0,4}", value, 0..6);
    let now = Duration::from_secs(tokens::NOW);
    let mut runner = runner(300);
    let codecs = [(&OPEN, tokens::codec(&OPEN)), (&OPEN_IDLE, tokens::codec(&OPEN_IDLE))];
    runner
        .run(&(map, own), |(map, (exp, nbf, iat, sub))| {
            let mut map: Map<String, Value> = map.into_iter().collect();
            for reserved in ["sst", "sxp", "sse", "sla", "sid", "iss", "aud", "exp", "nbf", "iat"] {
                map.remove(reserved);
            }
            let own = [("exp", exp), ("nbf", nbf), ("iat", iat), ("sub", sub.map(Value::from))];
            map.extend(own.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
            for (settings, codec) in &codecs {
                let mut token = Vec::new();
                codec.encode(&map, Stamp::start(tokens::NOW, 1000, settings), &mut token).unwrap();
                let decoded = codec.decode::<Map<String, Value>>(&token, now).unwrap();
                prop_assert_eq!(&decoded.claims, &map);
                let mut again = Vec::new();
                codec
                    .encode(&decoded.claims, decoded.stamp.reissue(tokens::NOW, settings), &mut again)
                    .unwrap();
                prop_assert_eq!(again, token, "issued again in the same second, it is the same");
            }
            Ok(())
        })
        .unwrap();
}

/// A token with one change is refused. There is no other spelling of the same token.
#[test]
fn any_mutation_is_refused() {
    let now = Duration::from_secs(tokens::NOW);
    let mut runner = runner(1000);
    let tokens: Vec<_> = codecs()
        .into_iter()
        .map(|(settings, codec)| {
            let mut token = Vec::new();
            codec.encode(&ann(), Stamp::start(tokens::NOW, 1000, settings), &mut token).unwrap();
            assert!(codec.decode::<Account>(&token, now).is_ok());
            (codec, token)
        })
        .collect();
    runner
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
