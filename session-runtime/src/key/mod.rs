//! Keys: what makes a token ours.

mod error;
mod id;
mod ring;
mod secret;
mod text;

pub use error::KeyError;
pub(crate) use id::KeyId;
#[cfg(feature = "signed")]
pub(crate) use ring::Keys;
pub use ring::{KeyRing, RingKey};
pub use secret::SecretKey;

#[cfg(feature = "jwt")]
use crate::algorithm::HmacAlgorithm;
use crate::codec::Codec;
#[cfg(feature = "jwt")]
use crate::codec::Jwt;
#[cfg(feature = "signed")]
use crate::codec::{Signed, SignerDigest};

/// A key, or a ring of keys, that codec `C` can be made from: what a generated `layer` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key for codec `{C}`",
    label = "expected a key of this codec and its algorithm",
    note = "`Jwt<A>` and `Signed<A>` take a `SecretKey<A>` or a `KeyRing<SecretKey<A>>` with the same algorithm, for example \
            `SecretKey::from_env(\"SESSION_KEY\")?`",
    note = "for a codec of your own, implement `session_runtime::KeyFor` for its key"
)]
pub trait KeyFor<C: Codec> {
    /// The key as the codec keeps it.
    fn into_key(self) -> C::Key;
}

#[cfg(feature = "jwt")]
#[diagnostic::do_not_recommend]
impl<A: HmacAlgorithm> KeyFor<Jwt<A>> for SecretKey<A> {
    fn into_key(self) -> KeyRing<SecretKey<A>> {
        KeyRing::new(self)
    }
}

#[cfg(feature = "jwt")]
#[diagnostic::do_not_recommend]
impl<A: HmacAlgorithm> KeyFor<Jwt<A>> for KeyRing<SecretKey<A>> {
    fn into_key(self) -> KeyRing<SecretKey<A>> {
        self
    }
}

#[cfg(feature = "signed")]
#[diagnostic::do_not_recommend]
impl<D: SignerDigest> KeyFor<Signed<D>> for SecretKey<D> {
    fn into_key(self) -> KeyRing<SecretKey<D>> {
        KeyRing::new(self)
    }
}

#[cfg(feature = "signed")]
#[diagnostic::do_not_recommend]
impl<D: SignerDigest> KeyFor<Signed<D>> for KeyRing<SecretKey<D>> {
    fn into_key(self) -> KeyRing<SecretKey<D>> {
        self
    }
}
