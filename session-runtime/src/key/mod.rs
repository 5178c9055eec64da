//! Keys: what makes a token ours.

#[cfg(feature = "jwt-asymmetric")]
mod asymmetric;
mod error;
mod file;
mod id;
mod jwk;
mod keys;
mod ring;
mod ring_key;
mod secret;
mod set;
mod text;

#[cfg(feature = "jwt-asymmetric")]
pub use asymmetric::{
    AsymmetricAlgorithm, EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512, SigningKey,
    VerifyingKey,
};
pub use error::KeyError;
pub(crate) use id::KeyId;
#[cfg(feature = "signed")]
pub(crate) use keys::Keys;
pub use ring::KeyRing;
#[cfg(any(feature = "jwt", feature = "jwe"))]
pub(crate) use ring_key::sealed;
pub use ring_key::{EarlierKey, RingKey};
pub use secret::SecretKey;

#[cfg(feature = "jwt")]
use crate::algorithm::HmacAlgorithm;
use crate::codec::KeyFor;
#[cfg(feature = "jwe")]
use crate::codec::{A256Gcm, Jwe};
#[cfg(feature = "jwt")]
use crate::codec::{Jwt, JwtAlgorithm};
#[cfg(feature = "signed")]
use crate::codec::{Signed, SignerDigest};

#[cfg(feature = "jwt")]
#[diagnostic::do_not_recommend]
impl<A: HmacAlgorithm + JwtAlgorithm<Key = SecretKey<A>>> KeyFor<Jwt<A>> for SecretKey<A> {
    fn into_key(self) -> KeyRing<SecretKey<A>> {
        KeyRing::new(self)
    }
}

#[cfg(feature = "jwt")]
#[diagnostic::do_not_recommend]
impl<A: HmacAlgorithm + JwtAlgorithm<Key = SecretKey<A>>> KeyFor<Jwt<A>> for KeyRing<SecretKey<A>> {
    fn into_key(self) -> KeyRing<SecretKey<A>> {
        self
    }
}

#[cfg(feature = "jwe")]
#[diagnostic::do_not_recommend]
impl KeyFor<Jwe> for SecretKey<A256Gcm> {
    fn into_key(self) -> KeyRing<SecretKey<A256Gcm>> {
        KeyRing::new(self)
    }
}

#[cfg(feature = "jwe")]
#[diagnostic::do_not_recommend]
impl KeyFor<Jwe> for KeyRing<SecretKey<A256Gcm>> {
    fn into_key(self) -> KeyRing<SecretKey<A256Gcm>> {
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
