//! What a JSON Web Token is signed with.

use crate::algorithm::HmacAlgorithm;
use crate::algorithm::sealed::LARGEST_TAG;
use crate::key::SecretKey;
use std::fmt::Debug;

pub(crate) mod sealed {
    use crate::key::RingKey;
    use crate::key::sealed::Keep;

    /// What a ring keeps of an algorithm's keys.
    pub(crate) type KeptBy<A> = <<A as Jws>::Key as Keep>::Kept;

    /// An algorithm of JSON Web Signatures (RFC 7518 section 3).
    pub trait Jws {
        /// `alg` of a token's header.
        const ALG: &'static str;
        /// What makes tokens.
        type Key: RingKey;
        /// Room for the longest signature.
        type Space: AsMut<[u8]>;
        /// The same, empty.
        const SPACE: Self::Space;
        /// Bytes of a signature by this key.
        fn size(key: &KeptBy<Self>) -> usize;
        /// The signature of `text`, in `space`; none where the key cannot make one.
        fn sign<'s>(key: &KeptBy<Self>, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]>;
        /// Whether `signature` is one of `text` by this key.
        fn verify(key: &KeptBy<Self>, text: &[u8], signature: &[u8]) -> bool;
    }
}

/// What codec [`Jwt`](super::Jwt) signs its tokens with: [`Hs256`](crate::Hs256), [`Hs384`](crate::Hs384), [`Hs512`](crate::Hs512), or with feature `jwt-asymmetric` an
/// algorithm that has a key of its own for those who only verify.
///
/// It stands in the type of the codec and of its keys, so a token can never choose it (RFC 8725 section 3.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an algorithm of JSON Web Tokens",
    label = "cannot sign a token",
    note = "use `Hs256`, `Hs384` or `Hs512`, or with feature `jwt-asymmetric` for example `Es256` or `EdDsa`"
)]
pub trait JwtAlgorithm: sealed::Jws + Debug + Copy + Send + Sync + 'static {}

impl<A: HmacAlgorithm> sealed::Jws for A {
    const ALG: &'static str = A::NAME;
    type Key = SecretKey<A>;
    type Space = [u8; LARGEST_TAG];
    const SPACE: [u8; LARGEST_TAG] = [0; LARGEST_TAG];

    #[inline]
    fn size(_: &SecretKey<A>) -> usize {
        A::TAG
    }

    #[inline]
    fn sign<'s>(key: &SecretKey<A>, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
        key.tag(text, space);
        space.get(..A::TAG)
    }

    #[inline]
    fn verify(key: &SecretKey<A>, text: &[u8], signature: &[u8]) -> bool {
        key.verify(text, signature)
    }
}

#[diagnostic::do_not_recommend]
impl<A: HmacAlgorithm> JwtAlgorithm for A {}
