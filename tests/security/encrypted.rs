//! Encrypted tokens.

use super::*;
use session_runtime::{Codec, Jwe, KeyRing, Stamp};
use std::collections::HashSet;
use tokens::{SETTINGS, ann, scale};

/// Four threads encrypt with one key at the same time, and no vector comes twice; each is random, so this is also what holds for
/// several servers with one key. (Of 2^32 tokens, after which a key refuses to go on, two share a vector with a probability of 2^-33.)
#[test]
fn req_21_no_vector_comes_twice() {
    let codec = Jwe::new(KeyRing::new(secret()), &SETTINGS);
    let vectors = || -> Vec<String> {
        let issue = |_| {
            let mut token = Vec::new();
            codec.encode(&ann(), Stamp::start(NOW, 1000, &SETTINGS), &mut token).unwrap();
            let token = String::from_utf8(token).unwrap();
            assert_eq!(token.split('.').nth(4).unwrap().len(), 22, "a tag of 16 bytes");
            token.split('.').nth(2).unwrap().to_owned()
        };
        (0..5000 * scale()).map(issue).collect()
    };
    let all: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(vectors)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(all.iter().all(|vector| vector.len() == 16), "of 12 bytes");
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
}
