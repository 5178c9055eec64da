//! What cannot be seen from outside: the cipher alone, the count of what a key encrypts, and which key is tried.

#[path = "../../../../tests/support/log.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests use more of it")]
mod log;

use super::a256gcm::{IV, TAG};
use super::*;
use log::Log;
use serde::{Deserialize, Serialize};

const NOW: u64 = 1_700_000_000;
static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Account {
    user_id: u64,
    name: String,
}

fn ann(name: &str) -> Account {
    Account { user_id: 7, name: name.to_owned() }
}

/// A key of its own for every number.
fn key(number: u8) -> SecretKey<A256Gcm> {
    let mut bytes = *b"0123456789abcdef0123456789ABCDEF";
    bytes[0] = number;
    SecretKey::from_bytes(bytes).unwrap()
}

fn issue(codec: &Jwe, claims: &Account) -> Result<Vec<u8>, EncodeError> {
    let mut token = b"before ".to_vec();
    let issued = codec.encode(claims, Stamp::start(NOW, 1000, &SETTINGS), &mut token);
    let rest = token.split_off(7);
    assert_eq!(token, b"before ");
    issued.map(|()| rest).inspect_err(|_| assert_eq!(token, b"before ", "nothing is left of a failure"))
}

fn read(codec: &Jwe, token: &[u8]) -> Result<(Account, bool), Rejection> {
    codec
        .decode::<Account>(token, Duration::from_secs(NOW))
        .map(|decoded| (decoded.claims, decoded.outdated_key))
}

/// The content encryption of RFC 7516 appendix A.1, whose key is wrapped there and known here.
#[test]
fn the_published_example_is_opened() {
    let base64url = Base64::url();
    let bytes = |text: &str| base64url.decode(text.as_bytes(), &mut [0; 128]).unwrap().to_vec();
    let key: [u8; 32] = [
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110, 91, 112, 46,
        34, 105, 47, 130, 203, 46, 122, 234, 64, 252,
    ];
    let key = SecretKey::<A256Gcm>::from_bytes(key).unwrap();
    let header = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    let iv: [u8; IV] = bytes("48V1_ALb6US04U3b").try_into().unwrap();
    let tag: [u8; TAG] = bytes("XFBoMYUZodetZdvTiFvSkQ").try_into().unwrap();
    let sealed =
        bytes("5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A");

    let mut text = sealed.clone();
    assert!(key.open(&iv, header, &mut text, &tag));
    assert_eq!(text, b"The true sign of intelligence is not knowledge but imagination.");

    // Whatever is changed, the tag does not match, and the text stays for the next key to try.
    let mut other_iv = iv;
    other_iv[0] ^= 1;
    let mut other_tag = tag;
    other_tag[TAG - 1] ^= 0x80;
    let mut text = sealed.clone();
    assert!(!key.open(&other_iv, header, &mut text, &tag));
    assert!(!key.open(&iv, &header[1..], &mut text, &tag));
    assert!(!key.open(&iv, header, &mut text, &other_tag));
    assert!(!self::key(1).open(&iv, header, &mut text, &tag));
    assert_eq!(text, sealed);
}

#[test]
fn the_order_of_work_lets_any_key_of_a_ring_open_a_token_that_names_none() {
    let mut ring = KeyRing::new(key(0));
    for number in 1..9 {
        ring = ring.with_earlier(key(number)).unwrap();
    }
    let codec = Jwe::new(ring, &SETTINGS);
    for name in ["Ann".to_owned(), "x".repeat(3000)] {
        for number in 0..9 {
            let token = issue(&Jwe::new(KeyRing::new(key(number)), &SETTINGS), &ann(&name)).unwrap();
            assert_eq!(read(&codec, &token), Ok((ann(&name), number > 0)));
        }
        let token = issue(&Jwe::new(KeyRing::new(key(9)), &SETTINGS), &ann(&name)).unwrap();
        assert_eq!(read(&codec, &token), Err(Rejection::BadSignature));
    }
}

#[test]
fn the_log_warns_long_before_a_key_has_encrypted_all_that_it_may() {
    let key = key(1).with_id("2026-11").unwrap();
    let ring = KeyRing::new(key.clone());
    let codec = Jwe::new(ring.clone(), &SETTINGS);
    let (log, _guard) = Log::start();
    let warnings = || log.lines().iter().filter(|line| line.contains("rotate it")).count();
    for (earlier, expected) in [
        (0, 0),
        ((1 << 28) - 2, 0),
        ((1 << 28) - 1, 1),
        (1 << 28, 1),
        ((1 << 29) - 1, 2),
        ((1 << 30) - 1, 3),
        ((1 << 31) - 1, 4),
        (1 << 31, 4),
        (u32::MAX - 1, 4),
    ] {
        key.set_seals(earlier);
        assert!(issue(&codec, &ann("Ann")).is_ok());
        assert_eq!(warnings(), expected, "after {earlier}");
    }
    assert!(log.lines()[0].contains("2026-11"), "{:?}", log.lines());
    assert!(log.lines()[0].contains("268435456"), "{:?}", log.lines());
}

#[test]
fn a_key_that_has_encrypted_enough_encrypts_no_more_and_still_decrypts() {
    let old = key(1).with_id("old").unwrap();
    let ring = KeyRing::new(old.clone());
    let codec = Jwe::new(ring.clone(), &SETTINGS);
    old.set_seals(u32::MAX - 1);
    let last = issue(&codec, &ann("Ann")).expect("the last one");
    // It is the key that is counted: not the codec, and not the ring.
    let other = Jwe::new(KeyRing::new(old.clone()), &SETTINGS);
    for codec in [&codec, &codec, &other] {
        assert!(matches!(issue(codec, &ann("Ann")), Err(EncodeError::KeyExhausted)));
    }
    assert_eq!(read(&codec, &last), Ok((ann("Ann"), false)));
    ring.rotate(key(2).with_id("new").unwrap()).unwrap();
    let new = issue(&codec, &ann("Ann")).expect("another key");
    assert_eq!(read(&codec, &new), Ok((ann("Ann"), false)));
    assert_eq!(read(&codec, &last), Ok((ann("Ann"), true)));
    ring.promote("old").unwrap();
    assert!(matches!(issue(&codec, &ann("Ann")), Err(EncodeError::KeyExhausted)), "it is still the same key");
}

#[test]
fn only_the_current_key_is_counted() {
    let (old, new) = (key(1), key(2).with_id("new").unwrap());
    let codec = Jwe::new(KeyRing::new(new.clone()).with_earlier(old.clone()).unwrap(), &SETTINGS);
    let token = issue(&codec, &ann("Ann")).unwrap();
    for _ in 0..3 {
        assert!(read(&codec, &token).is_ok());
    }
    assert_eq!((new.seals(), old.seals()), (1, 0));
}

#[test]
fn a_key_has_exactly_32_bytes() {
    let bytes: Vec<u8> = (0..80).collect();
    for len in 0..=80 {
        let key = SecretKey::<A256Gcm>::from_bytes(&bytes[..len]);
        let weak = SecretKey::<A256Gcm>::weak_for_interop(&bytes[..len]);
        if len == 32 {
            assert!(key.is_ok() && weak.is_ok());
            continue;
        }
        let text = key.unwrap_err().to_string();
        assert!(text.contains(&format!("{len} bytes")) && text.contains("exactly 32"), "{text}");
        assert!(weak.is_err());
    }
    assert_eq!(SecretKey::<A256Gcm>::generate_base64url().unwrap().len(), 43);
    assert!(SecretKey::<A256Gcm>::generate().is_ok());
}

#[test]
fn nothing_of_a_key_is_shown() {
    let codec = Jwe::new(KeyRing::new(key(1).with_id("2026-11").unwrap()), &SETTINGS);
    let shown = format!("{codec:?}");
    assert!(shown.contains("2026-11") && shown.contains("A256GCM"), "{shown}");
    assert!(!shown.contains("123456789") && !shown.contains("49, 50"), "{shown}");
}

/// Every token has a vector of its own, so no two of the same claims are alike in anything but their header.
#[test]
fn no_vector_comes_twice() {
    let codec = Jwe::new(KeyRing::new(key(1)), &SETTINGS);
    let mut seen = std::collections::HashSet::new();
    let mut ciphertexts = std::collections::HashSet::new();
    for _ in 0..10_000 {
        let token = issue(&codec, &ann("Ann")).unwrap();
        let Headed { header, rest, .. } = codec.header.cut(&token, &codec.base64url).unwrap();
        let cut = Segments::of(header, rest).unwrap();
        assert!(seen.insert(cut.iv.to_vec()), "a vector came twice");
        assert!(ciphertexts.insert(cut.ciphertext.to_vec()));
    }
}
