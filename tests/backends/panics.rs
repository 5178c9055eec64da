//! What `jsonwebtoken` does with the features that cargo has united here: it panics when it is to make a token.

/// Without this panic, these crates would show nothing.
pub fn jsonwebtoken_panics() {
    std::panic::set_hook(Box::new(|_| {}));
    let made = std::panic::catch_unwind(|| {
        let key = jsonwebtoken::EncodingKey::from_secret(&[7; 32]);
        jsonwebtoken::encode(&jsonwebtoken::Header::default(), &[("a", 1)], &key).is_ok()
    });
    let _ = std::panic::take_hook();
    assert!(made.is_err(), "then these crates show nothing any more: {made:?}");
    println!("jsonwebtoken: panics");
}
