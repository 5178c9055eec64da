//! Which keys can stand in a ring, and where.

pub(crate) mod sealed {
    use crate::key::jwk::Jwk;
    use crate::key::{KeyError, KeyId};
    use std::fmt::Debug;

    /// What a ring keeps of a key. A pair of keys and its public half are kept alike, so that both can stand in one ring.
    pub trait Kept: Clone + Debug + Send + Sync + 'static {
        /// The id as a header writes it.
        fn kid(&self) -> Option<&KeyId>;

        fn id(&self) -> Option<&str> {
            self.kid().map(KeyId::as_str)
        }

        /// Whether tokens can be made with it.
        fn can_issue(&self) -> bool {
            true
        }
    }

    pub trait Keep {
        /// Whether a ring of such keys makes tokens.
        const ISSUES: bool = true;
        type Kept: Kept;
        fn keep(self) -> Self::Kept;
        /// A key for a ring whose current key is one of these.
        fn from_jwk(jwk: &Jwk) -> Result<Self::Kept, KeyError>;
    }
}

/// A key that can be the current one of a [`KeyRing`](super::KeyRing).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a key ring",
    label = "is no session key",
    note = "use a `SecretKey`, or with feature `jwt-asymmetric` a `SigningKey` or a `VerifyingKey`"
)]
pub trait RingKey: sealed::Keep + Clone + Send + Sync + 'static {
    /// Its id, if it has one.
    fn id(&self) -> Option<&str>;
}

/// A key that can be an earlier one of a ring whose current key is a `K`: another `K`, or the public half of a
/// `SigningKey`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an earlier key beside a `{K}`",
    label = "is of another kind",
    note = "all keys of a ring are of one algorithm; beside a `SigningKey` there may be a `VerifyingKey`"
)]
pub trait EarlierKey<K: RingKey>: sealed::Keep<Kept = <K as sealed::Keep>::Kept> {}

#[diagnostic::do_not_recommend]
impl<K: RingKey> EarlierKey<K> for K {}
