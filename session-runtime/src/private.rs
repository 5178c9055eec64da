//! What generated code may name besides the public API. Not part of it: it may change in any release.

pub use crate::combine::{ByCookie, ByHeader, Undecided, fits};
pub use crate::handle::{Handle, NoPatch, Patch};
pub use crate::settings::Owned;

#[cfg(feature = "axum")]
pub use axum_core;
pub use http;

/// What an extractor that needs a session calls.
#[cfg(feature = "axum")]
pub async fn require<C: crate::Session>(
    parts: &http::request::Parts,
) -> Result<Handle<C>, crate::SessionRejection> {
    crate::extract::require(parts).await
}

/// What an extractor that can do without a session calls.
#[cfg(feature = "axum")]
pub async fn find<C: crate::Session>(
    parts: &http::request::Parts,
) -> Result<Option<Handle<C>>, crate::SessionRejection> {
    crate::extract::find(parts).await
}

/// Without axum there are no extractors to write.
#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __extractors {
    ($live:ident, $claims:ident) => {};
}
