//! Sessions that an earlier version of the program wrote: read as what they were, and made into what they are now.

use crate::claims::Claims;
use serde::de::Deserializer;
use serde::ser::Serializer;

/// Claims as version `V` of their struct has them.
///
/// Not a serde type itself, so it has a [`Claims`] of its own, which tells a codec's reader the version that it expects.
#[derive(Debug, Clone)]
pub(crate) struct Earlier<P, const V: u32>(pub(crate) P);

impl<P: Claims, const V: u32> Claims for Earlier<P, V> {
    const EARLIER: Option<u32> = Some(V);

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        P::read(deserializer).map(Earlier)
    }

    fn copy(&self) -> Self {
        Earlier(self.0.copy())
    }
}

/// Something that holds a session of an earlier version: a token, or a document. `read` is told the struct that it was.
pub trait ReadEarlier {
    /// What it holds, as claims `C`.
    type Found<C>;

    /// Reads it as `P` of version `V`.
    fn read<P: Claims, const V: u32, C: From<P>>(self) -> Self::Found<C>;
}
