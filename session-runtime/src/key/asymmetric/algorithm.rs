//! The signature algorithms of JSON Web Signatures (RFC 7518 sections 3.3 to 3.5, RFC 8037).

use super::kept::KeptKey;
use super::public::Public;
use super::{SigningKey, ec, ed, rsa};
use crate::codec::JwtAlgorithm;
use crate::codec::sealed::Jws;
use crate::key::KeyError;
use crate::key::jwk::Jwk;
use aws_lc_rs::signature as aws;
use zeroize::Zeroizing;

pub(crate) mod sealed {
    use crate::key::KeyError;
    use crate::key::asymmetric::public::Public;
    use crate::key::jwk::Jwk;
    use aws_lc_rs::signature::ParsedPublicKey;

    /// What an algorithm makes of keys and with them.
    pub trait Asymmetric: Sized {
        /// `kty` of a JWK.
        const KTY: &'static str;
        /// `crv` of a JWK, where the type of key has one.
        const CRV: Option<&'static str>;
        /// A command that makes a private key.
        const COMMAND: &'static str;
        /// The private half, with the public one. Wiped when dropped.
        type Pair: Send + Sync + 'static;
        /// Room for the longest signature.
        type Space: AsMut<[u8]>;
        /// The same, empty.
        const SPACE: Self::Space;

        fn generate() -> Result<Self::Pair, KeyError>;
        fn pair_from_der(der: &[u8]) -> Result<Self::Pair, KeyError>;
        fn pair_from_jwk(jwk: &Jwk) -> Result<Self::Pair, KeyError>;
        fn pair_to_der(pair: &Self::Pair) -> Result<zeroize::Zeroizing<Vec<u8>>, KeyError>;
        fn public_of(pair: &Self::Pair) -> Result<Public, KeyError>;
        fn public_from_der(der: &[u8]) -> Result<Public, KeyError>;
        fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError>;
        /// Checks the public half, and makes ready for verifying with it.
        fn parse(public: &Public) -> Result<ParsedPublicKey, KeyError>;
        fn sign<'s>(pair: &Self::Pair, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]>;
    }
}

/// An algorithm whose tokens are made with a private key and verified with its public half: [`Rs256`] to [`Rs512`], [`Ps256`] to
/// [`Ps512`], [`Es256`], [`Es384`] or [`EdDsa`].
///
/// A key is made for one of them and says so in its type, so a token can never choose the algorithm (RFC 8725 section 3.1).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an algorithm with a public key",
    label = "has no keys in pairs",
    note = "use for example `Es256`, `EdDsa` or `Rs256`; `Hs256` and its like have one secret key: `SecretKey`"
)]
pub trait AsymmetricAlgorithm: sealed::Asymmetric + JwtAlgorithm<Key = SigningKey<Self>> {
    /// Its name: `alg` of a token's header.
    const NAME: &'static str;
}

macro_rules! algorithms {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $family:ident($($parameter:expr),+);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        $family::implement!($name, $text, $($parameter),+);

        impl Jws for $name {
            const ALG: &'static str = $text;
            type Key = SigningKey<$name>;
            type Space = <$name as sealed::Asymmetric>::Space;
            const SPACE: Self::Space = <$name as sealed::Asymmetric>::SPACE;

            fn size(key: &KeptKey<$name>) -> usize {
                key.signature_size()
            }

            fn sign<'s>(key: &KeptKey<$name>, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
                key.sign(text, space)
            }

            fn verify(key: &KeptKey<$name>, text: &[u8], signature: &[u8]) -> bool {
                key.verify(text, signature)
            }
        }

        impl JwtAlgorithm for $name {}

        impl AsymmetricAlgorithm for $name {
            const NAME: &'static str = $text;
        }
    )*};
}
algorithms! {
    /// RSASSA-PKCS1-v1_5 with SHA-256: keys of 2048 to 8192 bits.
    Rs256 = "RS256", rsa(aws::RSA_PKCS1_SHA256, aws::RSA_PKCS1_2048_8192_SHA256);
    /// RSASSA-PKCS1-v1_5 with SHA-384: keys of 2048 to 8192 bits.
    Rs384 = "RS384", rsa(aws::RSA_PKCS1_SHA384, aws::RSA_PKCS1_2048_8192_SHA384);
    /// RSASSA-PKCS1-v1_5 with SHA-512: keys of 2048 to 8192 bits.
    Rs512 = "RS512", rsa(aws::RSA_PKCS1_SHA512, aws::RSA_PKCS1_2048_8192_SHA512);
    /// RSASSA-PSS with SHA-256, and a salt of as many bytes: keys of 2048 to 8192 bits.
    Ps256 = "PS256", rsa(aws::RSA_PSS_SHA256, aws::RSA_PSS_2048_8192_SHA256);
    /// RSASSA-PSS with SHA-384, and a salt of as many bytes: keys of 2048 to 8192 bits.
    Ps384 = "PS384", rsa(aws::RSA_PSS_SHA384, aws::RSA_PSS_2048_8192_SHA384);
    /// RSASSA-PSS with SHA-512, and a salt of as many bytes: keys of 2048 to 8192 bits.
    Ps512 = "PS512", rsa(aws::RSA_PSS_SHA512, aws::RSA_PSS_2048_8192_SHA512);
    /// ECDSA with SHA-256 on curve P-256.
    Es256 = "ES256", ec(ec::P256, aws::ECDSA_P256_SHA256_FIXED_SIGNING, aws::ECDSA_P256_SHA256_FIXED);
    /// ECDSA with SHA-384 on curve P-384.
    Es384 = "ES384", ec(ec::P384, aws::ECDSA_P384_SHA384_FIXED_SIGNING, aws::ECDSA_P384_SHA384_FIXED);
    /// EdDSA on curve Ed25519 (RFC 8037). Ed448 is not supported.
    EdDsa = "EdDSA", ed(aws::ED25519);
}
