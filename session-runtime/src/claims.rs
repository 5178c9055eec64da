//! What a struct must be able to do to be the claims of a session.

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A struct that can be the claims of a session: it can be serialised, read back, copied, and sent between threads.
///
/// Implemented for every type that derives `serde::Serialize`, `serde::Deserialize` and `Clone`; never by hand.
/// It stands between a [`Codec`](crate::Codec) and serde so that a missing derive is one error that names it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the claims of a session",
    label = "its claims cannot be written to a token and read back",
    note = "claims are owned data: add `#[derive(serde::Serialize, serde::Deserialize, Clone)]`, and use fields that are `Send + Sync`"
)]
pub trait Claims: Sized + Send + Sync + 'static {
    /// The version of the struct that this is, where it is not the current one.
    #[doc(hidden)]
    const EARLIER: Option<u32> = None;

    /// Whether this is what a token says that refers to a session on the server, `sid`, which other claims do not see.
    #[doc(hidden)]
    const REFERENCE: bool = false;

    /// Writes the claims, as `serde::Serialize` does.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads claims, as `serde::Deserialize` does.
    ///
    /// # Errors
    /// Those of the deserializer.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// A copy, as `Clone` makes it.
    #[must_use]
    fn copy(&self) -> Self;
}

// Without the attribute, a missing derive would be reported as a missing serde trait, in serde's words.
#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Claims for T {
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    #[inline]
    fn copy(&self) -> Self {
        self.clone()
    }
}
