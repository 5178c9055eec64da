//! What generated code may name besides the public API. Not part of it: it may change in any release.

pub use crate::absent::{HasSetter, Readonly};
pub use crate::checked::{Checked, Part, is_auth, is_codec, is_storage, is_store};
pub use crate::combine::{ByCookie, ByHeader, Undecided, fits};
pub use crate::earlier::ReadEarlier;
pub use crate::handle::{Handle, NoPatch, Patch};
pub use crate::revocation::is_client_held;
pub use crate::settings::Owned;

/// Whose session it is, as text. That the subject can be written is a matter of [`HasSubject`](crate::HasSubject), and so one
/// error.
pub fn subject_text<C: crate::HasSubject>(claims: &C) -> Option<String> {
    crate::session::subject_text(claims.subject())
}

/// Whether two values of one field are different, as they are stored.
pub fn differ(one: &impl serde::Serialize, other: &impl serde::Serialize) -> bool {
    match (serde_json::to_value(one), serde_json::to_value(other)) {
        (Ok(one), Ok(other)) => one != other,
        _ => true,
    }
}

/// Whether claims differ in one of these names, or at all where there are none: for a field that is stored by functions of the
/// user's, so that its own type does not tell.
pub fn differ_in<C: serde::Serialize>(one: &C, other: &C, names: &[&str]) -> bool {
    match (serde_json::to_value(one), serde_json::to_value(other)) {
        (Ok(one), Ok(other)) if names.is_empty() => one != other,
        (Ok(one), Ok(other)) => names.iter().any(|name| one.get(name) != other.get(name)),
        _ => true,
    }
}

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
#[cfg(feature = "jwt-asymmetric")]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwt_asymmetric {
    ($algorithm:ident, $($refuse:tt)+) => {
        $crate::Jwt<$crate::$algorithm>
    };
}

/// As above.
#[cfg(not(feature = "jwt-asymmetric"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwt_asymmetric {
    ($algorithm:ident, $($refuse:tt)+) => {
        <$crate::private::Checked<{ $($refuse)+ }> as $crate::private::Part<()>>::It
    };
}

/// As above.
#[cfg(feature = "jwe")]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwe {
    ($($refuse:tt)+) => {
        $crate::Jwe
    };
}

/// As above.
#[cfg(not(feature = "jwe"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __jwe {
    ($($refuse:tt)+) => {
        <$crate::private::Checked<{ $($refuse)+ }> as $crate::private::Part<()>>::It
    };
}

/// As above, for stores: one macro and its refusal.
macro_rules! stores {
    ($($feature:literal $name:ident $store:ident,)*) => {$(
        store! { ($) $feature $name $store }
    )*};
}
macro_rules! store {
    (($dollar:tt) $feature:literal $name:ident $store:ident) => {
        /// Writes the type of a built-in store; without its feature the error in `refuse`.
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar refuse:tt)+) => {
                $dollar crate::$store
            };
        }

        /// As above.
        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar refuse:tt)+) => {
                <$dollar crate::private::Checked<{ $dollar($dollar refuse)+ }> as $dollar crate::private::Part<()>>::It
            };
        }
    };
}
stores! {
    "memory" __memory MemoryStore,
    "sqlite" __sqlite SqliteStore,
    "postgres" __postgres PostgresStore,
    "mysql" __mysql MySqlStore,
    "redis" __redis RedisStore,
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
