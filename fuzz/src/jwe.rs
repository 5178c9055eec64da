//! Encrypted JSON Web Tokens: as they are, and with bytes of a token that is good changed.

use crate::claims::{SECRET, comes_back, jwe::Account, now};
use session_runtime::SecretKey;

/// Nobody without the key makes a token, and nobody changes one: whatever is accepted is the token itself.
pub fn run(data: &[u8]) {
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let tokens = layer.tokens();
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(tokens.verify(text).is_err(), "no key, no token");
    }
    // Claims out of the bytes, and changes of their token.
    let (changes, text) = data.split_at(data.len().min(4));
    let account = Account {
        user_id: changes.len() as u64,
        name: String::from_utf8_lossy(text).into_owned(),
        kind: None,
        counts: Default::default(),
        any: serde_json::Value::Null,
    };
    let Ok(token) = tokens.issue(&account) else { return };
    if token.len() <= 4096 {
        assert_eq!(tokens.verify(&token).map(|verified| verified.claims).as_ref(), Ok(&account));
        comes_back(&layer, &account);
    }
    let &[place, by, kind, how] = changes else { return };
    let mut changed = token.clone().into_bytes();
    let at = (usize::from(place) * 256 + usize::from(how)) % changed.len();
    match kind % 3 {
        0 => changed[at] = by & 0x7f,
        1 => changed.insert(at, by & 0x7f),
        _ => drop(changed.remove(at)),
    }
    let changed = String::from_utf8(changed).expect("ASCII");
    assert!(changed == token || tokens.verify(&changed).is_err(), "a changed token is none");
}
