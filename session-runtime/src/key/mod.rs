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
#[cfg(feature = "jwt")]
use crate::codec::Jwt;
use crate::codec::KeyFor;
#[cfg(feature = "signed")]
use crate::codec::{Signed, SignerDigest};

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
