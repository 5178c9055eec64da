//! The hash functions that a signer is built on.

use crate::algorithm::{KeyAlgorithm, sealed::Keyed};
use hmac::digest::{Digest as _, InvalidLength};
use zeroize::{Zeroize as _, Zeroizing};

pub(crate) mod sealed {
    use crate::algorithm::sealed::Keyed;
    use zeroize::Zeroizing;

    /// What a digest does in a signer. The key is kept as it is, since every salt makes another one of it.
    pub trait Digest: Keyed<State = Zeroizing<Vec<u8>>> {
        /// A MAC that has taken its derived key; wiped when dropped.
        type Signer: Send + Sync + 'static;
        /// Bytes of a tag.
        const TAG: usize;
        /// Whether the payload is the claims and nothing else.
        const BARE: bool;
        /// The salt where the attribute names none; else it is the name of the claims type.
        const SALT: Option<&'static str>;
        /// itsdangerous' `django-concat`: the key of the MAC is the digest of the salt, `signer` and the secret.
        fn derive(secret: &Self::State, salt: &str) -> Self::Signer;
        /// Writes the tag of `text` to the first [`TAG`](Self::TAG) bytes of `tag`.
        fn tag(signer: &Self::Signer, text: &[u8], tag: &mut [u8; LARGEST_TAG]);
        /// Whether `tag` is the tag of `text`, in constant time.
        fn verify(signer: &Self::Signer, text: &[u8], tag: &[u8]) -> bool;
    }

    /// Bytes of the longest tag, and room to see that one is too long.
    pub(crate) const LARGEST_TAG: usize = 48;
}

/// A hash function of the `signed` codec: [`Sha256`] or [`Sha1`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a digest of the `signed` codec",
    label = "no signer is built on it",
    note = "use `Sha256`, or `Sha1` for exactly the format of Starlette's session middleware"
)]
pub trait SignerDigest: KeyAlgorithm + sealed::Digest {}

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $hash:ty, $size:literal, bare: $bare:literal, salt: $salt:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl Keyed for $name {
            type State = Zeroizing<Vec<u8>>;

            fn keyed(key: &[u8]) -> Result<Self::State, InvalidLength> {
                Ok(Zeroizing::new(key.to_vec()))
            }
        }

        impl KeyAlgorithm for $name {
            const NAME: &'static str = $text;
            const KEY_SIZE: usize = $size;
        }

        impl sealed::Digest for $name {
            type Signer = hmac::Hmac<$hash>;
            const TAG: usize = $size;
            const BARE: bool = $bare;
            const SALT: Option<&'static str> = $salt;

            fn derive(secret: &Self::State, salt: &str) -> Self::Signer {
                let hash = <$hash>::new().chain_update(salt).chain_update(b"signer").chain_update(secret.as_slice());
                // HMAC fills a key with zeros up to the block of its hash (RFC 2104 section 2), so this one fits.
                let mut block = hmac::digest::Key::<Self::Signer>::default();
                let mut derived = hash.finalize();
                block[..$size].copy_from_slice(&derived);
                let signer = hmac::KeyInit::new(&block);
                derived.zeroize();
                block.zeroize();
                signer
            }

            fn tag(signer: &Self::Signer, text: &[u8], tag: &mut [u8; sealed::LARGEST_TAG]) {
                let made = hmac::Mac::finalize(hmac::Mac::chain_update(signer.clone(), text)).into_bytes();
                tag[..$size].copy_from_slice(&made);
            }

            fn verify(signer: &Self::Signer, text: &[u8], tag: &[u8]) -> bool {
                hmac::Mac::verify_slice(hmac::Mac::chain_update(signer.clone(), text), tag).is_ok()
            }
        }

        impl SignerDigest for $name {}
    )*};
}
digests! {
    /// SHA-256, for the MAC and for the derivation of its key: keys of at least 32 bytes.
    Sha256 = "signed with sha256", sha2::Sha256, 32, bare: false, salt: None;
    /// SHA-1, exactly as Starlette's session middleware uses it: keys of at least 20 bytes. What is known against SHA-1 as a hash
    /// function does not break HMAC with it (RFC 6194 section 3.3); for anything but exchange with Python use [`Sha256`].
    Sha1 = "signed with sha1", sha1::Sha1, 20, bare: true, salt: Some("itsdangerous.Signer");
}
