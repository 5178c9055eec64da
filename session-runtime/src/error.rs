//! What can go wrong, apart from a client's credential.

use crate::codec::EncodeError;
use crate::store::StoreError;
use std::sync::Arc;
use thiserror::Error;

/// Why a session could not be reached or changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The request did not pass through the layer of this claims type.
    #[error("no session layer for `{claims}` on this route: add `.layer({claims}::layer(key))` around it")]
    MissingLayer {
        /// The claims struct.
        claims: &'static str,
    },
    /// The response has already left the layer, or the request was cancelled.
    #[error(
        "the session of `{claims}` cannot change any more: its response is already sent; start and end sessions before the handler returns"
    )]
    ResponseSent {
        /// The claims struct.
        claims: &'static str,
    },
    /// A session was to start with a lifetime of less than a second, or a longer one than the attribute allows.
    #[error(
        "a session of `{claims}` can start with a lifetime from one second to {lifetime} seconds (its `lifetime`)"
    )]
    InvalidLifetime {
        /// The claims struct.
        claims: &'static str,
        /// The `lifetime` of its attribute, in seconds.
        lifetime: u64,
    },
    /// Another site made a browser send the request: 403, and the session is out of its reach.
    #[error(
        "another site sent a request that could change the session of `{claims}`; if that is meant, name it with `layer.trust_origin(..)`"
    )]
    CrossSite {
        /// The claims struct.
        claims: &'static str,
    },
    /// The store of the session failed, so nobody knows whether there is one: 503.
    #[error("the sessions of `{claims}` cannot be reached: {source}")]
    Store {
        /// The claims struct.
        claims: &'static str,
        /// What the store said.
        #[source]
        source: Arc<StoreError>,
    },
    /// The operating system has no randomness for a new session's id.
    #[error("the operating system gives no random bytes for the id of a session of `{claims}`")]
    NoRandomness {
        /// The claims struct.
        claims: &'static str,
    },
    /// The claims could not be made into a token.
    #[error("a session of `{claims}` could not be made into a token")]
    Encode {
        /// The claims struct.
        claims: &'static str,
        /// Why.
        #[source]
        source: EncodeError,
    },
}

/// Why a token could not be handed out with a response.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HandOutError {
    /// The claims could not be made into a token.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// Longer than clients and servers accept.
    #[error(
        "the token would take {size} bytes where {limit} fit; keep less in the session, or keep it in a server-held storage"
    )]
    TooLarge {
        /// Bytes of name and value.
        size: usize,
        /// Bytes that fit.
        limit: usize,
    },
    /// The codec made a token with bytes that cannot stand in a header.
    #[error("the codec made a token with bytes that cannot stand in a header")]
    NotAHeaderValue,
}

/// Why a layer cannot be configured like this. The same rules that the derive applies to its attribute.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Not the name of a cookie (RFC 6265bis section 4.1.1).
    #[error("`{0}` cannot be the name of a cookie: use letters, digits and !#$%&'*+-.^_`|~")]
    CookieName(String),
    /// Not the path of a cookie.
    #[error(
        "`{0}` cannot be the path of a cookie: it begins with `/` and has no `;` and no control characters"
    )]
    CookiePath(String),
    /// Not the domain of a cookie.
    #[error("`{0}` cannot be the domain of a cookie: use a host name such as `example.com`")]
    CookieDomain(String),
    /// `__Host-` without `Secure`, with a domain, or with another path than `/` (RFC 6265bis section 4.1.3.2).
    #[error(
        "a cookie whose name begins with `__Host-` is secure, has the path `/` and no domain; use another name such as `session`, or drop the others"
    )]
    HostPrefix,
    /// `__Secure-` without `Secure` (RFC 6265bis section 4.1.3.1).
    #[error(
        "a cookie whose name begins with `__Secure-` is secure; use another name such as `session`, or keep it secure"
    )]
    SecurePrefix,
    /// `SameSite=None` without `Secure`.
    #[error(
        "browsers drop a cookie with `SameSite=None` that is not secure; keep it secure, or use `SameSite::Lax`"
    )]
    SameSiteNone,
    /// Not an origin as browsers send it.
    #[error(
        "`{0}` is no origin as browsers send it: write a scheme and a host in lower case, and a port unless it is the scheme's own, \
         such as `https://app.example.com`"
    )]
    Origin(String),
    /// A cookie that was renamed to the name that it had, or that lists a name twice.
    #[error("`{0}` is among the names of the cookie twice; leave it out of the previous ones")]
    PreviousName(String),
    /// `Partitioned` without `Secure`.
    #[error("browsers drop a partitioned cookie that is not secure; keep it secure, or do not partition it")]
    Partitioned,
    /// Not the name of a table.
    #[error(
        "`{0}` cannot be the name of a table: use letters, digits and `_`, at most 48 of them, with a schema before it where needed: `app.sessions`"
    )]
    TableName(String),
}
