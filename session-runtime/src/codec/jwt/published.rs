//! The public keys of tokens with a signature.

use super::Jwt;
use crate::codec::PublishesKeys;
use crate::key::AsymmetricAlgorithm;
use std::time::Duration;

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> PublishesKeys for Jwt<A> {
    fn jwk_set(&self, now: Duration) -> String {
        let keys = self.keys.load();
        let mut tried: Vec<_> = keys.tried(now.as_secs()).collect();
        // The current one first; a key that is still to begin may stand before it.
        tried.sort_by_key(|(_, outdated)| *outdated);
        let jwks: Vec<_> = tried.iter().map(|(key, _)| key.to_jwk()).collect();
        format!("{{\"keys\":[{}]}}", jwks.join(","))
    }
}
