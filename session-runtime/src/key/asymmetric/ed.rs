//! Keys of Ed25519.

use super::public::Public;
use crate::key::KeyError;
use crate::key::jwk::Jwk;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use zeroize::Zeroizing;

/// Bytes of a key, public or private.
const SIZE: usize = 32;

/// Bytes of a signature.
pub(super) const SIGNATURE: usize = 64;

/// What stands before the key in the encoding of a public key (RFC 8410): there is one spelling of it.
const SPKI: &[u8] = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";

const NOT_PRIVATE: KeyError = KeyError::NotPrivate { algorithm: "EdDSA" };
const NOT_PUBLIC: KeyError = KeyError::NotPublic { algorithm: "EdDSA" };

pub(super) fn generate() -> Result<Ed25519KeyPair, KeyError> {
    Ed25519KeyPair::generate().map_err(|_| KeyError::NotGenerated)
}

/// PKCS#8, with the public half or without.
pub(super) fn pair_from_der(der: &[u8]) -> Result<Ed25519KeyPair, KeyError> {
    Ed25519KeyPair::from_pkcs8(der).map_err(|_| NOT_PRIVATE)
}

pub(super) fn pair_from_jwk(jwk: &Jwk) -> Result<Ed25519KeyPair, KeyError> {
    let (d, x) = (Jwk::needed(&jwk.d, "d")?, Jwk::needed(&jwk.x, "x")?);
    Ed25519KeyPair::from_seed_and_public_key(d, x).map_err(|_| NOT_PRIVATE)
}

pub(super) fn pair_to_der(pair: &Ed25519KeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = pair.to_pkcs8v1().map_err(|_| KeyError::NotGenerated)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

pub(super) fn public_of(pair: &Ed25519KeyPair) -> Public {
    Public::Ed { x: pair.public_key().as_ref().to_vec() }
}

pub(super) fn public_from_der(der: &[u8]) -> Result<Public, KeyError> {
    let x = der.strip_prefix(SPKI).filter(|x| x.len() == SIZE).ok_or(NOT_PUBLIC)?;
    Ok(Public::Ed { x: x.to_vec() })
}

pub(super) fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError> {
    let x = Jwk::needed(&jwk.x, "x")?;
    if x.len() != SIZE {
        return Err(NOT_PUBLIC);
    }
    Ok(Public::Ed { x: x.to_vec() })
}

pub(super) fn parse(public: &Public) -> Result<ParsedPublicKey, KeyError> {
    let Public::Ed { x } = public else { return Err(NOT_PUBLIC) };
    ParsedPublicKey::new(&ED25519, x).map_err(|_| NOT_PUBLIC)
}

pub(super) fn sign<'s>(pair: &Ed25519KeyPair, text: &[u8], space: &'s mut [u8]) -> Option<&'s [u8]> {
    let signature = pair.try_sign(text).ok()?;
    let space = space.get_mut(..signature.as_ref().len())?;
    space.copy_from_slice(signature.as_ref());
    Some(space)
}

macro_rules! implement {
    ($name:ident, $text:literal, $verifying:expr) => {
        impl sealed::Asymmetric for $name {
            const KTY: &'static str = "OKP";
            const CRV: Option<&'static str> = Some("Ed25519");
            const COMMAND: &'static str = "openssl genpkey -algorithm ed25519";
            type Pair = aws::Ed25519KeyPair;
            type Space = [u8; ed::SIGNATURE];
            const SPACE: Self::Space = [0; ed::SIGNATURE];

            fn generate() -> Result<Self::Pair, KeyError> {
                ed::generate()
            }

            fn pair_from_der(der: &[u8]) -> Result<Self::Pair, KeyError> {
                ed::pair_from_der(der)
            }

            fn pair_from_jwk(jwk: &Jwk) -> Result<Self::Pair, KeyError> {
                ed::pair_from_jwk(jwk)
            }

            fn pair_to_der(pair: &Self::Pair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
                ed::pair_to_der(pair)
            }

            fn public_of(pair: &Self::Pair) -> Result<Public, KeyError> {
                Ok(ed::public_of(pair))
            }

            fn public_from_der(der: &[u8]) -> Result<Public, KeyError> {
                ed::public_from_der(der)
            }

            fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError> {
                ed::public_from_jwk(jwk)
            }

            fn parse(public: &Public) -> Result<aws::ParsedPublicKey, KeyError> {
                ed::parse(public)
            }

            fn sign<'s>(pair: &Self::Pair, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
                ed::sign(pair, text, space)
            }
        }
    };
}
pub(super) use implement;
