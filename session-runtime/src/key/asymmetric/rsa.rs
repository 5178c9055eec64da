//! RSA keys.

use super::public::Public;
use crate::key::KeyError;
use crate::key::jwk::Jwk;
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, KeySize, PublicKey};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RsaEncoding, RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
};
use zeroize::Zeroizing;

/// Bytes of the longest signature: as many as the modulus has.
pub(super) const LONGEST: usize = 8192 / 8;

pub(super) fn generate() -> Result<RsaKeyPair, KeyError> {
    RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::NotGenerated)
}

/// PKCS#8, or the private key of RFC 8017.
pub(super) fn pair_from_der(algorithm: &'static str, der: &[u8]) -> Result<RsaKeyPair, KeyError> {
    RsaKeyPair::from_pkcs8(der)
        .or_else(|error| if is_size(error) { Err(error) } else { RsaKeyPair::from_der(der) })
        .map_err(|error| refused(algorithm, error))
}

pub(super) fn pair_from_jwk(algorithm: &'static str, jwk: &Jwk) -> Result<RsaKeyPair, KeyError> {
    if jwk.oth.is_some() {
        return Err(KeyError::JwkMisfit { member: "oth", algorithm, expected: "none: two primes" });
    }
    let components = KeyPairComponents {
        public_key: RsaPublicKeyComponents { n: jwk.n()?, e: jwk.e()? },
        d: Jwk::needed(&jwk.d, "d")?,
        p: Jwk::needed(&jwk.p, "p")?,
        q: Jwk::needed(&jwk.q, "q")?,
        dP: Jwk::needed(&jwk.dp, "dp")?,
        dQ: Jwk::needed(&jwk.dq, "dq")?,
        qInv: Jwk::needed(&jwk.qi, "qi")?,
    };
    RsaKeyPair::from_components(&components).map_err(|error| refused(algorithm, error))
}

fn is_size(error: KeyRejected) -> bool {
    matches!(error.description_(), "TooSmall" | "TooLarge")
}

fn refused(algorithm: &'static str, error: KeyRejected) -> KeyError {
    if is_size(error) { KeyError::RsaSize } else { KeyError::NotPrivate { algorithm } }
}

pub(super) fn pair_to_der(pair: &RsaKeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = pair.as_der().map_err(|_| KeyError::NotGenerated)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

pub(super) fn public_of(pair: &RsaKeyPair) -> Public {
    components(pair.public_key())
}

fn components(key: &PublicKey) -> Public {
    let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::from(key);
    Public::Rsa { n, e }
}

/// The public key of RFC 5280 or of RFC 8017.
pub(super) fn public_from_der(algorithm: &'static str, der: &[u8]) -> Result<Public, KeyError> {
    let key = PublicKey::from_der(der).map_err(|_| KeyError::NotPublic { algorithm })?;
    Ok(components(&key))
}

pub(super) fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError> {
    Ok(Public::Rsa { n: jwk.n()?.to_vec(), e: jwk.e()?.to_vec() })
}

pub(super) fn parse(
    algorithm: &'static str,
    parameters: &'static RsaParameters,
    public: &Public,
) -> Result<ParsedPublicKey, KeyError> {
    let refused = || KeyError::NotPublic { algorithm };
    let Public::Rsa { n, e } = public else { return Err(refused()) };
    let unused = n.first().ok_or_else(refused)?.leading_zeros();
    let bits = u32::try_from(n.len() * 8).ok().and_then(|bits| bits.checked_sub(unused)).unwrap_or_default();
    if !(parameters.min_modulus_len()..=parameters.max_modulus_len()).contains(&bits) {
        return Err(KeyError::RsaSize);
    }
    // By way of its encoding, since reading that checks the numbers.
    let der: PublicKeyX509Der<'_> = RsaPublicKeyComponents { n, e }.as_der().map_err(|_| refused())?;
    ParsedPublicKey::new(parameters, der.as_ref()).map_err(|_| refused())
}

pub(super) fn sign<'s>(
    pair: &RsaKeyPair,
    encoding: &'static dyn RsaEncoding,
    text: &[u8],
    space: &'s mut [u8],
) -> Option<&'s [u8]> {
    // The primitive panics on a slice of another length.
    let signature = space.get_mut(..pair.public_modulus_len())?;
    pair.sign(encoding, &SystemRandom::new(), text, signature).ok()?;
    Some(signature)
}

macro_rules! implement {
    ($name:ident, $text:literal, $signing:expr, $verifying:expr) => {
        impl sealed::Asymmetric for $name {
            const KTY: &'static str = "RSA";
            const CRV: Option<&'static str> = None;
            const COMMAND: &'static str = "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048";
            type Pair = aws::RsaKeyPair;
            type Space = [u8; rsa::LONGEST];
            const SPACE: Self::Space = [0; rsa::LONGEST];

            fn generate() -> Result<Self::Pair, KeyError> {
                rsa::generate()
            }

            fn pair_from_der(der: &[u8]) -> Result<Self::Pair, KeyError> {
                rsa::pair_from_der($text, der)
            }

            fn pair_from_jwk(jwk: &Jwk) -> Result<Self::Pair, KeyError> {
                rsa::pair_from_jwk($text, jwk)
            }

            fn pair_to_der(pair: &Self::Pair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
                rsa::pair_to_der(pair)
            }

            fn public_of(pair: &Self::Pair) -> Result<Public, KeyError> {
                Ok(rsa::public_of(pair))
            }

            fn public_from_der(der: &[u8]) -> Result<Public, KeyError> {
                rsa::public_from_der($text, der)
            }

            fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError> {
                rsa::public_from_jwk(jwk)
            }

            fn parse(public: &Public) -> Result<aws::ParsedPublicKey, KeyError> {
                rsa::parse($text, &$verifying, public)
            }

            fn sign<'s>(pair: &Self::Pair, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
                rsa::sign(pair, &$signing, text, space)
            }
        }
    };
}
pub(super) use implement;
