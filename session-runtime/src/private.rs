//! What generated code may name besides the public API. Not part of it: it may change in any release.

pub use crate::absent::{HasSetter, Readonly};
pub use crate::checked::{Checked, Part, is_auth, is_codec, is_storage};
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

/// Writes the type of a built-in codec; without its feature the error in `refuse`, since a derive cannot see the runtime's features.
///
/// The error stands in a constant, and not in place of the type, so that nothing else lights up: see `checked.rs`.
#[cfg(feature = "jwt")]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwt {
    ($algorithm:ident, $($refuse:tt)+) => {
        $crate::Jwt<$crate::$algorithm>
    };
}

/// As above.
#[cfg(not(feature = "jwt"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwt {
    ($algorithm:ident, $($refuse:tt)+) => {
        <$crate::private::Checked<{ $($refuse)+ }> as $crate::private::Part<()>>::It
    };
}

/// As above.
#[cfg(feature = "signed")]
#[doc(hidden)]
#[macro_export]
macro_rules! __signed {
    ($digest:ident, $($refuse:tt)+) => {
        $crate::Signed<$crate::$digest>
    };
}

/// As above.
#[cfg(not(feature = "signed"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __signed {
    ($digest:ident, $($refuse:tt)+) => {
        <$crate::private::Checked<{ $($refuse)+ }> as $crate::private::Part<()>>::It
    };
}
