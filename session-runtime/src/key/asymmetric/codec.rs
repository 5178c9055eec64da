//! Keys in pairs as those of codec `jwt`.

use super::{AsymmetricAlgorithm, SigningKey, VerifyingKey};
use crate::codec::{Jwt, KeyFor, Verifying, VerifyingKeyFor};
use crate::key::KeyRing;

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> KeyFor<Jwt<A>> for SigningKey<A> {
    fn into_key(self) -> KeyRing<SigningKey<A>> {
        KeyRing::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> KeyFor<Jwt<A>> for KeyRing<SigningKey<A>> {
    fn into_key(self) -> KeyRing<SigningKey<A>> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> VerifyingKeyFor<Jwt<A>> for VerifyingKey<A> {
    type Power = Verifying;

    fn into_verifying_key(self) -> KeyRing<SigningKey<A>> {
        KeyRing::new(self).retyped()
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> VerifyingKeyFor<Jwt<A>> for KeyRing<VerifyingKey<A>> {
    type Power = Verifying;

    fn into_verifying_key(self) -> KeyRing<SigningKey<A>> {
        self.retyped()
    }
}
