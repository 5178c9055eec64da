//! What a ring keeps of keys in pairs: a public half, and the private one where it is known.

use super::algorithm::sealed::Asymmetric;
use super::{AsymmetricAlgorithm, VerifyingKey};
use crate::key::KeyId;
use crate::key::sealed::Kept;
use std::fmt;
use std::sync::Arc;

/// A key of a ring.
pub struct KeptKey<A: AsymmetricAlgorithm> {
    pub(super) public: VerifyingKey<A>,
    pub(super) pair: Option<Arc<A::Pair>>,
}

impl<A: AsymmetricAlgorithm> KeptKey<A> {
    /// Bytes of a signature.
    pub(super) fn signature_size(&self) -> usize {
        self.public.public().signature_size()
    }

    pub(super) fn sign<'s>(&self, text: &[u8], space: &'s mut <A as Asymmetric>::Space) -> Option<&'s [u8]> {
        <A as Asymmetric>::sign(self.pair.as_deref()?, text, space)
    }

    /// The public half as a JWK.
    pub(crate) fn to_jwk(&self) -> String {
        self.public.to_jwk()
    }

    pub(super) fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        self.public.verify(text, signature)
    }
}

impl<A: AsymmetricAlgorithm> Kept for KeptKey<A> {
    fn kid(&self) -> Option<&KeyId> {
        Some(self.public.kid())
    }

    fn can_issue(&self) -> bool {
        self.pair.is_some()
    }
}

impl<A: AsymmetricAlgorithm> Clone for KeptKey<A> {
    fn clone(&self) -> Self {
        KeptKey { public: self.public.clone(), pair: self.pair.clone() }
    }
}

impl<A: AsymmetricAlgorithm> fmt::Debug for KeptKey<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.can_issue() { "SigningKey" } else { "VerifyingKey" };
        f.debug_struct(name)
            .field("algorithm", &A::NAME)
            .field("id", &self.public.id())
            .finish_non_exhaustive()
    }
}
