//! The MAC algorithms of JSON Web Signatures (RFC 7518 section 3.2).

use std::fmt::Debug;

pub(crate) mod sealed {
    use hmac::digest::InvalidLength;

    /// What an algorithm does. `State` is a MAC that has already taken its key: two compressions of the hash function are
    /// paid once per key instead of once per token.
    pub trait Mac {
        /// Wiped when dropped (the `zeroize` features of `hmac` and `sha2`).
        type State: Clone + Send + Sync + 'static;
        /// Bytes of a tag.
        const TAG: usize;
        /// Takes the key.
        fn keyed(key: &[u8]) -> Result<Self::State, InvalidLength>;
        /// Writes the tag of `text` to the first [`TAG`](Self::TAG) bytes of `tag`.
        fn tag(state: &Self::State, text: &[u8], tag: &mut [u8; LARGEST_TAG]);
        /// Whether `tag` is the tag of `text`, in constant time.
        fn verify(state: &Self::State, text: &[u8], tag: &[u8]) -> bool;
    }

    /// Bytes of the longest tag: HS512.
    pub(crate) const LARGEST_TAG: usize = 64;
}

/// An algorithm that makes and checks the tags of tokens with one secret key: [`Hs256`], [`Hs384`] or [`Hs512`].
///
/// A key is made for one of them and says so in its type, so a token can never choose the algorithm (RFC 8725 section 3.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a MAC algorithm",
    label = "cannot make tags with a secret key",
    note = "use `Hs256`, `Hs384` or `Hs512`"
)]
pub trait HmacAlgorithm: sealed::Mac + Debug + Copy + Send + Sync + 'static {
    /// Its name, as the `alg` of a token says it.
    const NAME: &'static str;
    /// The least number of bytes in a key: the length of the hash (RFC 7518 section 3.2).
    const KEY_SIZE: usize;
}

macro_rules! algorithms {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $hash:ty, $size:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl sealed::Mac for $name {
            type State = hmac::Hmac<$hash>;
            const TAG: usize = $size;

            fn keyed(key: &[u8]) -> Result<Self::State, hmac::digest::InvalidLength> {
                hmac::KeyInit::new_from_slice(key)
            }

            fn tag(state: &Self::State, text: &[u8], tag: &mut [u8; sealed::LARGEST_TAG]) {
                let made = hmac::Mac::finalize(hmac::Mac::chain_update(state.clone(), text)).into_bytes();
                tag[..$size].copy_from_slice(&made);
            }

            fn verify(state: &Self::State, text: &[u8], tag: &[u8]) -> bool {
                hmac::Mac::verify_slice(hmac::Mac::chain_update(state.clone(), text), tag).is_ok()
            }
        }

        impl HmacAlgorithm for $name {
            const NAME: &'static str = $text;
            const KEY_SIZE: usize = $size;
        }
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
