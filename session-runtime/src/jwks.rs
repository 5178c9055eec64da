//! The public keys of a layer, for those who verify its tokens.

use crate::codec::PublishesKeys;
use crate::layer::Config;
use crate::session::Session;
use std::fmt;
use std::sync::Arc;

/// The public halves of a layer's keys as a JWK set (RFC 7517 section 5), the current one first: from
/// [`SessionLayer::jwks`](crate::SessionLayer::jwks).
///
/// It follows the layer's ring: a key that is rotated in, also one that is still to begin, appears with the next request, and one
/// that is retired disappears. With feature `axum` it is a handler.
pub struct JwkSet<C: Session> {
    config: Arc<Config<C>>,
}

impl<C: Session> JwkSet<C>
where
    C::Codec: PublishesKeys,
{
    pub(crate) fn new(config: Arc<Config<C>>) -> Self {
        JwkSet { config }
    }

    /// How long an answer may be kept, in seconds: who rotates keys adds the next one at least so long before it begins.
    pub const MAX_AGE: u64 = 300;

    /// The set as JSON, to be served as `application/jwk-set+json`.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.config.codec.jwk_set(self.config.clock.now())
    }
}

#[cfg(feature = "axum")]
impl<C: Session> axum_core::response::IntoResponse for JwkSet<C>
where
    C::Codec: PublishesKeys,
{
    fn into_response(self) -> axum_core::response::Response {
        use http::header::{CACHE_CONTROL, CONTENT_TYPE};
        let fields = [
            (CONTENT_TYPE, "application/jwk-set+json".to_owned()),
            (CACHE_CONTROL, format!("public, max-age={}", Self::MAX_AGE)),
        ];
        (fields, self.to_json()).into_response()
    }
}

impl<C: Session> Clone for JwkSet<C> {
    fn clone(&self) -> Self {
        JwkSet { config: Arc::clone(&self.config) }
    }
}

impl<C: Session> fmt::Debug for JwkSet<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwkSet").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}
