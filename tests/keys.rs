//! Keys: where they come from, what is refused, and that nothing of them shows.

#[path = "support/tokens.rs"]
mod tokens;

use session_runtime::{
    Codec, Hs256, Hs384, Hs512, Jwt, KeyError, KeyFor, KeyRing, Rejection, SecretKey, Stamp,
};
use std::time::Duration;
use tokens::{Account, KEY, NOW, SETTINGS, ann};

/// What a generated `layer` asks for.
fn layer(key: impl KeyFor<Jwt<Hs256>>) -> Jwt<Hs256> {
    Jwt::new(key.into_key(), &SETTINGS)
}

fn token(codec: &Jwt<Hs256>) -> Vec<u8> {
    let mut token = Vec::new();
    codec.encode(&ann(), Stamp::start(NOW, 1000, &SETTINGS), &mut token).unwrap();
    token
}

/// Whether the token was accepted, and if so whether its key is outdated.
fn outdated(codec: &Jwt<Hs256>, token: &[u8]) -> Result<bool, Rejection> {
    codec.decode::<Account>(token, Duration::from_secs(NOW)).map(|decoded| decoded.outdated_key)
}

#[test]
fn the_algorithm_of_a_key_is_inferred_where_it_is_used() -> Result<(), KeyError> {
    let direct = layer(SecretKey::generate()?);
    assert_eq!(outdated(&direct, &token(&direct)), Ok(false));
    let ring = layer(KeyRing::new(SecretKey::generate()?).with_earlier(SecretKey::generate()?)?);
    assert_eq!(outdated(&ring, &token(&ring)), Ok(false));
    assert_eq!(outdated(&ring, &token(&direct)), Err(Rejection::BadSignature));
    Ok(())
}

#[test]
fn a_key_is_the_same_however_it_is_written() {
    let bytes = &KEY[..32];
    let reference = layer(SecretKey::from_bytes(bytes).unwrap());
    let token = token(&reference);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = tempdir();
    let file = folder.join("key");
    std::fs::write(&file, format!("{hex}\n")).unwrap();
    for key in [
        SecretKey::from_base64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY="),
        SecretKey::from_base64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY"),
        SecretKey::from_hex(&hex),
        SecretKey::from_hex(&hex.to_uppercase()),
        SecretKey::from_file(&file),
    ] {
        assert_eq!(outdated(&layer(key.unwrap()), &token), Ok(false));
    }
    let url = SecretKey::<Hs256>::from_base64("-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_8").unwrap();
    let standard = SecretKey::from_base64("+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=").unwrap();
    assert_eq!(outdated(&layer(url), &self::token(&layer(standard))), Ok(false));
    std::fs::remove_dir_all(folder).unwrap();
}

fn tempdir() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("session-keys-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_missing_variable_says_how_to_make_a_key() {
    let error = SecretKey::<Hs256>::from_env("SESSION_TEST_NO_SUCH_KEY").unwrap_err();
    let text = error.to_string();
    let line = text.lines().find(|line| line.contains("export ")).expect("a line for the shell").trim();
    let key = line.strip_prefix("export SESSION_TEST_NO_SUCH_KEY=").expect("the variable's name");
    assert!(SecretKey::<Hs256>::from_base64(key).is_ok(), "{line}");
    assert_eq!(format!("{error:?}"), text, "a main that returns it shows the same");
    let again = SecretKey::<Hs256>::from_env("SESSION_TEST_NO_SUCH_KEY").unwrap_err().to_string();
    assert_ne!(text, again, "every example is fresh");
    let longer = SecretKey::<Hs512>::from_env("SESSION_TEST_NO_SUCH_KEY").unwrap_err().to_string();
    let key = longer.split("export SESSION_TEST_NO_SUCH_KEY=").nth(1).unwrap().trim();
    assert!(SecretKey::<Hs512>::from_base64(key).is_ok());
}

/// Cargo sets these for every test, and neither is a key.
#[test]
fn a_variable_that_holds_no_key_says_why() {
    let no_base64 = SecretKey::<Hs256>::from_env("CARGO_MANIFEST_DIR").unwrap_err();
    assert!(
        matches!(&no_base64, KeyError::BadVariable { name, .. } if name == "CARGO_MANIFEST_DIR"),
        "{no_base64}"
    );
    let too_short = SecretKey::<Hs256>::from_env("CARGO_PKG_VERSION_MAJOR").unwrap_err();
    assert!(matches!(too_short, KeyError::BadVariable { .. }));
    assert!(
        !no_base64.to_string().contains(env!("CARGO_MANIFEST_DIR")),
        "the value may be a mistyped secret"
    );
}

#[test]
fn a_file_that_holds_no_key_says_why() {
    assert!(matches!(SecretKey::<Hs256>::from_file("/no/such/file"), Err(KeyError::UnreadableFile { .. })));
    assert!(matches!(SecretKey::<Hs256>::from_file(file!()), Err(KeyError::BadFile { .. })));
    #[cfg(unix)]
    assert!(SecretKey::<Hs256>::from_file("/dev/zero").is_err(), "it does not read without end");
}

#[test]
fn what_is_no_key_is_refused() {
    let refused = |key: Result<SecretKey<Hs256>, KeyError>| key.map(drop).unwrap_err();
    assert!(matches!(refused(SecretKey::from_bytes([])), KeyError::TooShort { bytes: 0, needed: 32, .. }));
    assert!(matches!(refused(SecretKey::from_base64("c2hvcnQ=")), KeyError::TooShort { bytes: 5, .. }));
    assert!(matches!(refused(SecretKey::from_base64("not base64!")), KeyError::NotBase64));
    assert!(matches!(refused(SecretKey::from_hex("0x00")), KeyError::NotHex));
    assert!(matches!(refused(SecretKey::from_hex(&"00".repeat(32))), KeyError::NotRandom { .. }));
    assert!(matches!(refused(SecretKey::weak_for_interop([])), KeyError::Empty));
    assert!(SecretKey::<Hs256>::weak_for_interop("example").is_ok());
    assert!(
        refused(SecretKey::from_bytes([1; 5])).to_string().contains("openssl rand"),
        "it says what to do"
    );
}

#[test]
fn generated_keys_differ_and_can_be_stored() {
    let text = SecretKey::<Hs384>::generate_base64url().unwrap();
    assert_eq!(text.len(), 64);
    assert!(SecretKey::<Hs384>::from_base64(&text).is_ok());
    assert_ne!(*text, *SecretKey::<Hs384>::generate_base64url().unwrap());
    let (one, other) = (layer(SecretKey::generate().unwrap()), layer(SecretKey::generate().unwrap()));
    assert_eq!(outdated(&one, &token(&other)), Err(Rejection::BadSignature));
}

#[test]
fn nothing_of_a_key_shows() {
    let key = SecretKey::<Hs256>::from_bytes(KEY).unwrap().with_id("k1").unwrap();
    assert_eq!(format!("{key:?}"), r#"SecretKey { algorithm: "HS256", id: Some("k1"), .. }"#);
    let ring = KeyRing::new(key.clone()).with_earlier(SecretKey::from_bytes(KEY).unwrap()).unwrap();
    let shown = format!("{ring:?} {:?}", Jwt::<Hs256>::new(ring.clone(), &SETTINGS));
    assert!(!shown.contains("0123456789") && !shown.contains("48, 49, 50"), "{shown}");
}

#[test]
fn ids_are_checked() {
    let key = || SecretKey::<Hs256>::from_bytes(KEY).unwrap();
    assert_eq!(key().id(), None);
    assert_eq!(key().with_id("2026-11/a.b:c").unwrap().id(), Some("2026-11/a.b:c"));
    let long = "k".repeat(65);
    for bad in ["", " ", "a b", "é", "\n", "\"", "\\", &*long] {
        assert!(matches!(key().with_id(bad), Err(KeyError::InvalidId { .. })), "{bad}");
    }
}

fn named(id: &str) -> SecretKey<Hs256> {
    SecretKey::generate().unwrap().with_id(id).unwrap()
}

#[test]
fn a_ring_accepts_earlier_keys_and_says_so() {
    let (old, new) = (named("old"), named("new"));
    let before = layer(old.clone());
    let after = layer(KeyRing::new(new).with_earlier(old).unwrap());
    assert_eq!(outdated(&after, &token(&after)), Ok(false));
    assert_eq!(outdated(&after, &token(&before)), Ok(true));
    assert_eq!(outdated(&before, &token(&after)), Err(Rejection::UnknownKey));
}

#[test]
fn a_ring_is_replaced_while_it_is_used() {
    let ring = KeyRing::new(named("1"));
    let codec = layer(ring.clone());
    let first = token(&codec);
    ring.rotate(named("2")).unwrap();
    assert_eq!(outdated(&codec, &first), Ok(true));
    let second = token(&codec);
    assert_eq!(outdated(&codec, &second), Ok(false));
    ring.promote("1").unwrap();
    assert_eq!(ring.ids(), [Some("1".to_owned()), Some("2".to_owned())]);
    assert_eq!((outdated(&codec, &first), outdated(&codec, &second)), (Ok(false), Ok(true)));
    assert!(matches!(ring.promote("1"), Err(KeyError::UnknownId { .. })), "it is no earlier key");
    ring.replace(named("3"), []).unwrap();
    assert_eq!(outdated(&codec, &first), Err(Rejection::UnknownKey));
}

#[test]
fn ids_are_unique_in_a_ring_and_keys_are_bounded() {
    let ring = KeyRing::new(named("1"));
    assert!(matches!(ring.rotate(named("1")), Err(KeyError::DuplicateId { id }) if id == "1"));
    assert!(matches!(ring.clone().with_earlier(named("1")), Err(KeyError::DuplicateId { .. })));
    assert!(matches!(ring.replace(named("2"), [named("3"), named("3")]), Err(KeyError::DuplicateId { .. })));
    assert_eq!(ring.ids(), [Some("1".to_owned())], "it stays as it was");

    for n in 2..=20 {
        ring.rotate(named(&n.to_string())).unwrap();
    }
    let ids: Vec<_> = ring.ids().into_iter().flatten().collect();
    assert_eq!(ids, ["20", "19", "18", "17", "16", "15", "14", "13", "12"]);
    assert!(matches!(ring.clone().with_earlier(named("x")), Err(KeyError::TooManyKeys { limit: 8 })));
    let many = (0..9).map(|n| named(&n.to_string()));
    assert!(matches!(ring.replace(named("x"), many), Err(KeyError::TooManyKeys { .. })));
}

#[test]
fn a_token_without_an_id_is_tried_with_every_key() {
    let keys: Vec<SecretKey<Hs256>> = (0..9).map(|_| SecretKey::generate().unwrap()).collect();
    let tokens: Vec<_> = keys.iter().map(|key| token(&layer(key.clone()))).collect();
    let ring = KeyRing::new(keys[0].clone());
    ring.replace(keys[0].clone(), keys[1..].iter().cloned()).unwrap();
    let codec = layer(ring);
    for (index, token) in tokens.iter().enumerate() {
        assert_eq!(outdated(&codec, token), Ok(index > 0));
    }
    assert_eq!(
        outdated(&codec, &token(&layer(SecretKey::generate().unwrap()))),
        Err(Rejection::BadSignature)
    );
}

#[test]
fn readers_and_a_writer_share_a_ring() {
    let ring = KeyRing::new(named("0"));
    let codec = layer(ring.clone());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..300 {
                    assert!(outdated(&codec, &token(&codec)).is_ok());
                }
            });
        }
        // No more than a ring keeps, or a token could be of a key that was dropped since.
        scope.spawn(move || (1..=8).for_each(|n| ring.rotate(named(&n.to_string())).unwrap()));
    });
}
