//! Why what a client presented is not a session.

use thiserror::Error;

/// Why a presented credential was not accepted.
///
/// For logs and hooks (`SessionSlot::rejection`), never for the client: an answer that differs by reason tells an attacker
/// what to try next. No variant carries any part of the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Rejection {
    /// Longer than a token can be: 4096 bytes in a cookie, 8192 in a header.
    #[error("the token is too long")]
    TooLong,
    /// Not the form of a token of this codec.
    #[error("the token is malformed")]
    Malformed,
    /// The token's `alg` is not the one that this session uses (RFC 8725 section 3.1).
    #[error("the token names another algorithm")]
    WrongAlgorithm,
    /// The token's `typ` is another one (RFC 8725 section 3.11).
    #[error("the token is of another type")]
    WrongType,
    /// The header asks for something that is not understood, such as `crit`, `b64`, `zip` or an embedded key.
    #[error("the token's header asks for something that is not supported")]
    UnsupportedHeader,
    /// No key of the ring has the token's `kid`.
    #[error("the token was made with an unknown key")]
    UnknownKey,
    /// The signature does not match.
    #[error("the token's signature does not match")]
    BadSignature,
    /// Past its `exp`, or the session is past its lifetime.
    #[error("the session has expired")]
    Expired,
    /// Before its `nbf`, or issued in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The `iss` is missing or another one.
    #[error("the token was issued by somebody else")]
    WrongIssuer,
    /// The `aud` is missing or does not name us, or names somebody else while no audience is configured.
    #[error("the token is meant for somebody else")]
    WrongAudience,
    /// Authentic, but not the claims of this type.
    #[error("the token's claims are not those of this session")]
    WrongClaims,
    /// The store has no session of this id: it was ended, or never was.
    #[error("the store has no such session")]
    UnknownSession,
    /// The session was revoked, itself or with all of its subject's.
    #[error("the session was revoked")]
    Revoked,
    /// The token has no `sid`, so its session could not be revoked: it was issued before `revocation` was asked for.
    #[error("the token does not say which session it is of, so it could not be revoked")]
    NotRevocable,
    /// Written by an earlier version of the claims struct, which this one does not read: it has another `version`, and no
    /// `previous` for that one.
    #[error("the session was written by version {0} of its claims, which is not read any more")]
    EarlierVersion(u32),
    /// Written by a newer version of this program or of the claims struct, which knows more than this one.
    #[error("the session was written by a newer version")]
    NewerVersion,
    /// More than one credential was presented, and none of them can be preferred.
    #[error("more than one session was presented")]
    Ambiguous,
    /// More than one `Authorization` field was presented (RFC 9110 section 5.3).
    #[error("the request has more than one authorization field")]
    DuplicateHeader,
}
