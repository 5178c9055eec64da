//! Codecs with public keys.

use super::Codec;
use std::time::Duration;

/// A codec whose tokens others can verify with public keys: [`Jwt`](crate::Jwt) with an algorithm of feature `jwt-asymmetric`.
#[diagnostic::on_unimplemented(
    message = "codec `{Self}` has no public keys",
    label = "its keys are secret: there is nothing to publish",
    note = "use `codec = \"jwt\"` with an algorithm that has public keys, for example `algorithm = \"ES256\"`"
)]
pub trait PublishesKeys: Codec {
    /// The public keys that verify tokens at the time `now` (since the Unix epoch), the current one first: a JWK set
    /// (RFC 7517 section 5).
    fn jwk_set(&self, now: Duration) -> String;
}
