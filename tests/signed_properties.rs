//! Any session comes back from a signed token as it was, and any token that was changed is refused.

#[path = "support/tokens.rs"]
mod tokens;

use proptest::prelude::*;
use serde_json::{Map, Number, Value};
use session_runtime::{
    Codec, KeyRing, Rejection, SecretKey, Settings, Sha1, Sha256, Signed, SignerDigest, Stamp,
};
use std::time::Duration;
use tokens::{KEY, NOW, runner};

static OPEN: Settings = Settings::new("Open", "open+jwt").lifetime(1000).open();

fn codec<D: SignerDigest>() -> Signed<D> {
    Signed::new(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()), &OPEN)
}

/// Any object without names that mean something.
fn claims() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|float| Number::from_f64(float).map_or(Value::Null, Value::Number)),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    let name =
        any::<String>().prop_filter("names of three letters may mean something", |name| name.len() != 3);
    proptest::collection::btree_map(name, value, 0..6).prop_map(|map| map.into_iter().collect())
}

fn token<D: SignerDigest>(claims: &Map<String, Value>) -> Vec<u8> {
    let mut token = Vec::new();
    codec::<D>().encode(claims, Stamp::start(NOW, 1000, &OPEN), &mut token).unwrap();
    token
}

fn read<D: SignerDigest>(token: &[u8]) -> Result<Map<String, Value>, Rejection> {
    codec::<D>().decode(token, Duration::from_secs(NOW)).map(|decoded| decoded.claims)
}

#[test]
fn any_session_comes_back() {
    runner(300)
        .run(&claims(), |claims| {
            prop_assert_eq!(read::<Sha256>(&token::<Sha256>(&claims)), Ok(claims.clone()));
            prop_assert_eq!(read::<Sha1>(&token::<Sha1>(&claims)), Ok(claims));
            Ok(())
        })
        .unwrap();
}

fn refuses_changes<D: SignerDigest>() {
    let change = (any::<prop::sample::Index>(), proptest::collection::vec(any::<u8>(), 0..4), 0usize..4);
    runner(500)
        .run(&(claims(), change), |(claims, (place, put, out))| {
            let good = token::<D>(&claims);
            let place = place.index(good.len() + 1);
            let mut changed = good.clone();
            changed.splice(place..(place + out).min(good.len()), put);
            if changed != good {
                prop_assert!(read::<D>(&changed).is_err(), "{}", String::from_utf8_lossy(&changed));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_change_is_refused() {
    refuses_changes::<Sha256>();
    refuses_changes::<Sha1>();
}
