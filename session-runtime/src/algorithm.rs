//! What secret keys are made for: the MAC algorithms of JSON Web Signatures (RFC 7518 section 3.2), and others.

use std::fmt::Debug;

pub(crate) mod sealed {
    use hmac::digest::InvalidLength;

    /// What an algorithm keeps of a secret key.
    pub trait Keyed {
        /// Wiped when dropped.
        type State: Send + Sync + 'static;
        /// Whether no key is longer than the least number of bytes.
        const EXACT: bool = false;
        /// Takes the key.
        fn keyed(key: &[u8]) -> Result<Self::State, InvalidLength>;
    }

    /// What a MAC does. Its state is a MAC that has already taken its key: two compressions of the hash function are paid once
    /// per key instead of once per token. The `zeroize` features of `hmac` and `sha2` wipe it.
    pub trait Mac: Keyed {
        /// Bytes of a tag.
        const TAG: usize;
        /// Writes the tag of `text` to the first [`TAG`](Self::TAG) bytes of `tag`.
        fn tag(state: &Self::State, text: &[u8], tag: &mut [u8; LARGEST_TAG]);
        /// Whether `tag` is the tag of `text`, in constant time.
        fn verify(state: &Self::State, text: &[u8], tag: &[u8]) -> bool;
    }

    /// Bytes of the longest tag: HS512.
    pub(crate) const LARGEST_TAG: usize = 64;
}

/// What a [`SecretKey`](crate::SecretKey) is made for: a MAC algorithm of the `jwt` codec, a digest of the `signed` codec, or the
/// cipher of the `jwe` codec.
///
/// A key says it in its type, so that no codec is given a key that was made for another.
#[diagnostic::on_unimplemented(
    message = "no secret key can be made for `{Self}`",
    label = "is no algorithm with a secret key",
    note = "use `Hs256`, `Hs384` or `Hs512` with codec `jwt`, `A256Gcm` with codec `jwe`, `Sha256` or `Sha1` with codec `signed`"
)]
pub trait KeyAlgorithm: sealed::Keyed + Debug + Copy + Send + Sync + 'static {
    /// Its name, for logs and errors; `alg` of a token for those that have one.
    const NAME: &'static str;
    /// The least number of bytes in a key: the length of the hash (RFC 7518 section 3.2), or of the cipher's key.
    const KEY_SIZE: usize;
}

/// An algorithm that makes and checks the tags of tokens with one secret key: [`Hs256`], [`Hs384`] or [`Hs512`].
///
/// A key is made for one of them and says so in its type, so a token can never choose the algorithm (RFC 8725 section 3.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a MAC algorithm",
    label = "cannot make tags with a secret key",
    note = "use `Hs256`, `Hs384` or `Hs512`"
)]
pub trait HmacAlgorithm: KeyAlgorithm + sealed::Mac {}

macro_rules! algorithms {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $hash:ty, $size:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl sealed::Keyed for $name {
            type State = hmac::Hmac<$hash>;

            fn keyed(key: &[u8]) -> Result<Self::State, hmac::digest::InvalidLength> {
                hmac::KeyInit::new_from_slice(key)
            }
        }

        impl sealed::Mac for $name {
            const TAG: usize = $size;

            fn tag(state: &Self::State, text: &[u8], tag: &mut [u8; sealed::LARGEST_TAG]) {
                let made = hmac::Mac::finalize(hmac::Mac::chain_update(state.clone(), text)).into_bytes();
                tag[..$size].copy_from_slice(&made);
            }

            fn verify(state: &Self::State, text: &[u8], tag: &[u8]) -> bool {
                hmac::Mac::verify_slice(hmac::Mac::chain_update(state.clone(), text), tag).is_ok()
            }
        }

        impl KeyAlgorithm for $name {
            const NAME: &'static str = $text;
            const KEY_SIZE: usize = $size;
        }

        impl HmacAlgorithm for $name {}
    )*};
}
algorithms! {
    /// HMAC with SHA-256: keys of at least 32 bytes.
    Hs256 = "HS256", sha2::Sha256, 32;
    /// HMAC with SHA-384: keys of at least 48 bytes.
    Hs384 = "HS384", sha2::Sha384, 48;
    /// HMAC with SHA-512: keys of at least 64 bytes.
    Hs512 = "HS512", sha2::Sha512, 64;
}
