//! What keeps a part that is none from being more than one error.
//!
//! A path in the attribute that names no codec, storage or auth would be an error wherever generated code, or the user's, comes to
//! its methods and associated types. So the derive writes it once, as
//! `type __AccountCodec = <Checked<{ is_codec::<Path>() }> as Part<Path>>::It;`, and uses that name. Where the bound of `is_codec`
//! does not hold, that is the one error, at the path, and the constant is none: a type made of it is one that the compiler knows
//! to be wrong, and keeps silent about.

use crate::auth::Auth;
use crate::codec::Codec;
use crate::storage::Storage;
use crate::store::Store;

/// A part about which `IS` says that it is one.
pub struct Checked<const IS: bool>;

/// The part itself.
pub trait Part<T> {
    /// `T`.
    type It;
}

impl<T> Part<T> for Checked<true> {
    type It = T;
}

/// Compiles for a codec.
#[must_use]
pub const fn is_codec<C: Codec>() -> bool {
    true
}

/// Compiles for a storage.
#[must_use]
pub const fn is_storage<S: Storage>() -> bool {
    true
}

/// Compiles for a store.
#[must_use]
pub const fn is_store<S: Store>() -> bool {
    true
}

/// Compiles for an auth.
#[must_use]
pub const fn is_auth<A: Auth>() -> bool {
    true
}
