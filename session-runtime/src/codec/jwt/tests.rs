//! How many signatures a token makes the codec check.

use super::algorithm::sealed::Jws;
use super::*;
use crate::algorithm::sealed::LARGEST_TAG;
use crate::key::SecretKey;
use std::cell::Cell;
use std::time::UNIX_EPOCH;

const NOW: u64 = 1_700_000_000;
static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

thread_local! {
    static CHECKED: Cell<u32> = const { Cell::new(0) };
}

/// HS256 that counts.
#[derive(Debug, Clone, Copy)]
struct Counting;

impl Jws for Counting {
    const ALG: &'static str = <Hs256 as Jws>::ALG;
    type Key = SecretKey<Hs256>;
    type Space = [u8; LARGEST_TAG];
    const SPACE: Self::Space = <Hs256 as Jws>::SPACE;

    fn size(key: &SecretKey<Hs256>) -> usize {
        <Hs256 as Jws>::size(key)
    }

    fn sign<'s>(key: &SecretKey<Hs256>, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
        <Hs256 as Jws>::sign(key, text, space)
    }

    fn verify(key: &SecretKey<Hs256>, text: &[u8], signature: &[u8]) -> bool {
        CHECKED.set(CHECKED.get() + 1);
        <Hs256 as Jws>::verify(key, text, signature)
    }
}

impl JwtAlgorithm for Counting {}

type Claims = serde_json::Map<String, serde_json::Value>;

fn key() -> SecretKey<Hs256> {
    SecretKey::generate().unwrap()
}

fn issue(key: &SecretKey<Hs256>) -> Vec<u8> {
    let mut token = Vec::new();
    let codec = Jwt::<Counting>::new(KeyRing::new(key.clone()), &SETTINGS);
    codec.encode(&Claims::new(), Stamp::start(NOW, 1000, &SETTINGS), &mut token).unwrap();
    token
}

/// What becomes of a token, and how many signatures were checked for it.
fn read(ring: &KeyRing<SecretKey<Hs256>>, token: &[u8]) -> (Result<(), Rejection>, u32) {
    CHECKED.set(0);
    let codec = Jwt::<Counting>::new(ring.clone(), &SETTINGS);
    let decoded = codec.decode::<Claims>(token, Duration::from_secs(NOW));
    (decoded.map(drop), CHECKED.get())
}

#[test]
fn req_04_an_unknown_kid_costs_no_cryptography() {
    let [march, april, unnamed] = [key().with_id("march").unwrap(), key().with_id("april").unwrap(), key()];
    let ring = KeyRing::new(april.clone()).with_earlier(march.clone()).unwrap();
    let ring = ring.with_earlier(unnamed.clone()).unwrap();
    assert_eq!(read(&ring, &issue(&april)), (Ok(()), 1));
    assert_eq!(read(&ring, &issue(&march)), (Ok(()), 1), "the named one and no other");
    assert_eq!(read(&ring, &issue(&unnamed)), (Ok(()), 3), "a token that names none is tried with all");
    assert_eq!(read(&ring, &issue(&key())), (Err(Rejection::BadSignature), 3));
    let forged = issue(&key().with_id("march").unwrap());
    assert_eq!(read(&ring, &forged), (Err(Rejection::BadSignature), 1));

    // Good tokens of keys that are there, under names that are not.
    for (key, id) in [(&april, "may"), (&march, "March"), (&unnamed, "unnamed")] {
        let renamed = issue(&key.clone().with_id(id).unwrap());
        assert_eq!(read(&ring, &renamed), (Err(Rejection::UnknownKey), 0), "{id}");
    }
    ring.retire("march", UNIX_EPOCH + Duration::from_secs(NOW)).unwrap();
    assert_eq!(read(&ring, &issue(&march)), (Err(Rejection::UnknownKey), 0), "retired");
    assert_eq!(read(&ring, &issue(&unnamed)), (Ok(()), 2), "and not tried either");
}

#[test]
fn what_is_no_token_of_ours_costs_no_cryptography() {
    let ring = KeyRing::new(key());
    let good = String::from_utf8(issue(&key())).unwrap();
    let [_, rest] = good.split_once('.').map(|(header, rest)| [header, rest]).unwrap();
    for (header, why) in [
        (r#"{"alg":"none","typ":"account+jwt"}"#, Rejection::WrongAlgorithm),
        (r#"{"alg":"HS512","typ":"account+jwt"}"#, Rejection::WrongAlgorithm),
        (r#"{"alg":"HS256","typ":"other+jwt"}"#, Rejection::WrongType),
        (r#"{"alg":"HS256","typ":"account+jwt","crit":["exp"]}"#, Rejection::UnsupportedHeader),
        (r#"{"alg":"HS256","typ":"account+jwt","jwk":{}}"#, Rejection::UnsupportedHeader),
    ] {
        let mut token = Vec::new();
        Base64::url().append(header.as_bytes(), &mut token);
        token.push(b'.');
        token.extend_from_slice(rest.as_bytes());
        assert_eq!(read(&ring, &token), (Err(why), 0), "{header}");
    }
    assert_eq!(read(&ring, &[b'a'; LONGEST + 1]), (Err(Rejection::TooLong), 0));
    assert_eq!(read(&ring, b"a.b.!"), (Err(Rejection::Malformed), 0));
}

#[test]
fn a_fourth_segment_is_what_is_wrong_whatever_the_key_is() {
    let ring = KeyRing::new(key());
    for (id, macs) in [(None, 1), (Some("may"), 0)] {
        let signed_by = id.map_or_else(key, |id| key().with_id(id).unwrap());
        let longer = [issue(&signed_by), b".more".to_vec()].concat();
        assert_eq!(read(&ring, &longer), (Err(Rejection::Malformed), macs), "{id:?}");
    }
}
