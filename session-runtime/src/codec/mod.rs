//! Codecs: how claims become a token, and a token claims again.

#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
mod base64_text;
#[cfg(any(feature = "jwt", feature = "jwe"))]
mod jose;
#[cfg_attr(
    not(any(feature = "jwe", feature = "jwt", feature = "signed")),
    allow(dead_code, reason = "stores need a part")
)]
pub(crate) mod json;
#[cfg(feature = "jwe")]
mod jwe;
#[cfg(feature = "jwt")]
mod jwt;
mod key_for;
mod opaque;
mod publishes_keys;
mod reference;
#[cfg(feature = "signed")]
mod signed;
mod stamp;

#[cfg(feature = "jwe")]
pub use jwe::{A256Gcm, Jwe};
#[cfg(feature = "jwt-asymmetric")]
pub(crate) use jwt::sealed;
#[cfg(feature = "jwt")]
pub use jwt::{Jwt, JwtAlgorithm};
pub use key_for::{CanIssue, Issuing, KeyFor, Verifying, VerifyingKeyFor};
pub use opaque::{NoKey, Opaque};
pub use publishes_keys::PublishesKeys;
pub use reference::Referred;
#[cfg(feature = "signed")]
pub use signed::{Sha1, Sha256, Signed, SignerDigest};
pub use stamp::Stamp;

use self::reference::ReferenceClaims;
use crate::claims::Claims;
use crate::rejection::Rejection;
use crate::settings::Settings;
use crate::store::SessionId;
use std::time::Duration;
use thiserror::Error;

/// What a codec's tokens are: they carry the claims themselves.
#[derive(Debug, Clone, Copy)]
pub struct SelfContained;

/// Makes tokens out of claims and reads them back.
///
/// A codec is a value: the layer makes one from the key that it was given and keeps it. It decides everything about a token
/// (form, authenticity, time) and knows nothing of requests, cookies or headers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session codec",
    label = "cannot make tokens out of claims",
    note = "use a built-in one such as `codec = \"jwt\"`, or implement `session_runtime::Codec` for `{Self}`"
)]
pub trait Codec: Sized + Send + Sync + 'static {
    /// [`SelfContained`], where the token carries the claims, or [`Reference`](crate::Reference), where it carries nothing but
    /// the id of a session on the server.
    type Output;
    /// What `layer` is given to make this codec.
    type Key;

    /// The codec for one claims type; `settings` are those of its attribute.
    fn new(key: Self::Key, settings: &'static Settings) -> Self;

    /// Appends the token for `claims` to `out`: visible ASCII without quotes, commas, semicolons and backslashes.
    ///
    /// # Errors
    /// When the claims cannot be serialised, or are not a JSON object.
    fn encode<C: Claims>(&self, claims: &C, stamp: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Reads a token that a client presented, at the time `now` (since the Unix epoch).
    ///
    /// Nothing of the token may be parsed as claims before its authenticity has been checked.
    ///
    /// # Errors
    /// Why the token was not accepted.
    fn decode<C: Claims>(&self, token: &[u8], now: Duration) -> Result<Decoded<C>, Rejection>;

    /// Appends the token that refers to a session on the server. Unless overwritten, one whose claims are
    /// `{"sid":…}`; a [`Reference`](crate::Reference) codec overwrites it.
    ///
    /// # Errors
    /// When the token cannot be made.
    fn encode_reference(&self, id: &SessionId, stamp: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.encode(&ReferenceClaims::new(id), stamp, out)
    }

    /// Reads a token that refers to a session on the server: a forged or expired one never reaches the store.
    ///
    /// # Errors
    /// Why the token was not accepted.
    fn decode_reference(&self, token: &[u8], now: Duration) -> Result<Referred, Rejection> {
        self.decode::<ReferenceClaims>(token, now)?.try_into()
    }
}

/// Claims out of an accepted token.
#[derive(Debug, Clone)]
pub struct Decoded<C> {
    /// The claims.
    pub claims: C,
    /// When the session began, when the token was issued, when it ends.
    pub stamp: Stamp,
    /// Whether the token was made with an earlier key of the ring, so that the next write should use the current one.
    pub outdated_key: bool,
}

/// Why claims could not be made into a token.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The claims' `Serialize` failed.
    #[error("the claims cannot be serialised: {0}; give every field a type that serde can write as JSON")]
    Serialize(#[source] serde_json::Error),
    /// The claims serialise to something else than a JSON object (RFC 7519 section 7.2).
    #[error(
        "the claims are not a JSON object: use a struct with named fields, without `#[serde(transparent)]`"
    )]
    NotAnObject,
    /// A map in the claims holds a name that the layer needs for itself.
    #[error(
        "the claims have a member `{0}`, a name that the session layer needs for itself; use another one"
    )]
    ReservedClaim(&'static str),
    /// A registered claim in the claims has a value that it cannot have (RFC 7519 section 4.1), so the token could not be read.
    #[error(
        "the claims' own `{0}` has a value that it cannot have: times are numbers of seconds since 1970, `iss` is text, `aud` is text or a list of texts"
    )]
    InvalidClaim(&'static str),
    /// The session was started with something that tokens of this format cannot say.
    #[error(
        "a token in Starlette's format cannot say that its session ends with the browser: use `cookie(persistent = false)` for \
         all sessions, or `digest = \"sha256\"`"
    )]
    NoRoomForBrowserSession,
    /// A codec whose tokens only refer to sessions was asked for one that carries claims.
    #[error("a token of this codec carries no claims; use `codec = \"jwt\"`, or a storage on the server")]
    CarriesNoClaims,
    /// No key of the layer's ring can make a token at this time.
    #[error(
        "no key of the ring can make a token now: those that can are retired or still to begin; rotate to another one"
    )]
    NoCurrentKey,
    /// The cryptographic library could not sign.
    #[error("the token could not be signed")]
    NotSigned,
    /// The current key has encrypted as many tokens as AES-GCM with random vectors allows: 2^32 (NIST SP 800-38D section 8.3).
    #[error(
        "the current key has encrypted 2^32 tokens and must not encrypt more: rotate the ring to a new key"
    )]
    KeyExhausted,
    /// The operating system gave no random bytes to encrypt the token with.
    #[error("the operating system gave no random bytes")]
    NoRandomness(#[source] getrandom::Error),
    /// The claims are longer than the cipher takes: 64 GiB.
    #[error("the token could not be encrypted: the claims are too long")]
    NotEncrypted,
    /// Two fields, or a field and an entry of a flattened map, have one name, so the token could not be read.
    #[error("the claims have two members `{0}`; give one of them another name")]
    DuplicateClaim(String),
}
