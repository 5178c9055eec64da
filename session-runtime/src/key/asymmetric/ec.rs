//! Keys on the curves P-256 and P-384.

use super::public::Public;
use crate::key::KeyError;
use crate::key::jwk::Jwk;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, KeyPair as _, ParsedPublicKey,
};
use zeroize::Zeroizing;

/// A curve.
pub(super) struct Curve {
    /// `crv` of a JWK.
    pub(super) name: &'static str,
    /// Bytes of a coordinate, and of each half of a signature.
    pub(super) size: usize,
    /// What stands before an uncompressed point in the encoding of a public key (RFC 5480): there is one spelling of it.
    spki: &'static [u8],
    /// A command that makes a private key.
    pub(super) command: &'static str,
}

pub(super) const P256: Curve = Curve {
    name: "P-256",
    size: 32,
    spki: b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00",
    command: "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256",
};

pub(super) const P384: Curve = Curve {
    name: "P-384",
    size: 48,
    spki: b"\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x03\x62\x00",
    command: "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-384",
};

/// What `implement` passes on: one algorithm has one curve.
pub(super) struct Ec {
    pub(super) text: &'static str,
    pub(super) curve: Curve,
    pub(super) signing: &'static EcdsaSigningAlgorithm,
    pub(super) verifying: &'static EcdsaVerificationAlgorithm,
}

impl Ec {
    pub(super) fn generate(&self) -> Result<EcdsaKeyPair, KeyError> {
        EcdsaKeyPair::generate(self.signing).map_err(|_| KeyError::NotGenerated)
    }

    /// PKCS#8, or the private key of RFC 5915.
    pub(super) fn pair_from_der(&self, der: &[u8]) -> Result<EcdsaKeyPair, KeyError> {
        EcdsaKeyPair::from_private_key_der(self.signing, der)
            .map_err(|_| KeyError::NotPrivate { algorithm: self.text })
    }

    pub(super) fn pair_from_jwk(&self, jwk: &Jwk) -> Result<EcdsaKeyPair, KeyError> {
        let refused = || KeyError::NotPrivate { algorithm: self.text };
        let d = Jwk::needed(&jwk.d, "d")?;
        let (x, y) = (Jwk::needed(&jwk.x, "x")?, Jwk::needed(&jwk.y, "y")?);
        // Full length, leading zeros included (RFC 7518 sections 6.2.1.2 and 6.2.2.1).
        if [d, x, y].iter().any(|number| number.len() != self.curve.size) {
            return Err(refused());
        }
        let point = [&[4], x, y].concat();
        EcdsaKeyPair::from_private_key_and_public_key(self.signing, d, &point).map_err(|_| refused())
    }

    pub(super) fn pair_to_der(&self, pair: &EcdsaKeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let der = pair.to_pkcs8v1().map_err(|_| KeyError::NotGenerated)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    pub(super) fn public_of(&self, pair: &EcdsaKeyPair) -> Result<Public, KeyError> {
        self.point(pair.public_key().as_ref())
    }

    pub(super) fn public_from_der(&self, der: &[u8]) -> Result<Public, KeyError> {
        self.point(der.strip_prefix(self.curve.spki).unwrap_or_default())
    }

    pub(super) fn public_from_jwk(&self, jwk: &Jwk) -> Result<Public, KeyError> {
        let (x, y) = (Jwk::needed(&jwk.x, "x")?, Jwk::needed(&jwk.y, "y")?);
        if [x, y].iter().any(|number| number.len() != self.curve.size) {
            return Err(KeyError::NotPublic { algorithm: self.text });
        }
        self.point(&[&[4], x, y].concat())
    }

    fn point(&self, bytes: &[u8]) -> Result<Public, KeyError> {
        let point = Public::point(self.curve.name, self.curve.size, bytes);
        point.ok_or(KeyError::NotPublic { algorithm: self.text })
    }

    /// Checks that the point is on the curve.
    pub(super) fn parse(&self, public: &Public) -> Result<ParsedPublicKey, KeyError> {
        let refused = || KeyError::NotPublic { algorithm: self.text };
        let Public::Ec { x, y, .. } = public else { return Err(refused()) };
        ParsedPublicKey::new(self.verifying, [&[4], &**x, y].concat()).map_err(|_| refused())
    }
}

pub(super) fn sign<'s>(pair: &EcdsaKeyPair, text: &[u8], space: &'s mut [u8]) -> Option<&'s [u8]> {
    let signature = pair.sign(&SystemRandom::new(), text).ok()?;
    let space = space.get_mut(..signature.as_ref().len())?;
    space.copy_from_slice(signature.as_ref());
    Some(space)
}

macro_rules! implement {
    ($name:ident, $text:literal, $curve:expr, $signing:expr, $verifying:expr) => {
        impl $name {
            const EC: ec::Ec =
                ec::Ec { text: $text, curve: $curve, signing: &$signing, verifying: &$verifying };
        }

        impl sealed::Asymmetric for $name {
            const KTY: &'static str = "EC";
            const CRV: Option<&'static str> = Some($curve.name);
            const COMMAND: &'static str = $curve.command;
            type Pair = aws::EcdsaKeyPair;
            type Space = [u8; 2 * $curve.size];
            const SPACE: Self::Space = [0; 2 * $curve.size];

            fn generate() -> Result<Self::Pair, KeyError> {
                Self::EC.generate()
            }

            fn pair_from_der(der: &[u8]) -> Result<Self::Pair, KeyError> {
                Self::EC.pair_from_der(der)
            }

            fn pair_from_jwk(jwk: &Jwk) -> Result<Self::Pair, KeyError> {
                Self::EC.pair_from_jwk(jwk)
            }

            fn pair_to_der(pair: &Self::Pair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
                Self::EC.pair_to_der(pair)
            }

            fn public_of(pair: &Self::Pair) -> Result<Public, KeyError> {
                Self::EC.public_of(pair)
            }

            fn public_from_der(der: &[u8]) -> Result<Public, KeyError> {
                Self::EC.public_from_der(der)
            }

            fn public_from_jwk(jwk: &Jwk) -> Result<Public, KeyError> {
                Self::EC.public_from_jwk(jwk)
            }

            fn parse(public: &Public) -> Result<aws::ParsedPublicKey, KeyError> {
                Self::EC.parse(public)
            }

            fn sign<'s>(pair: &Self::Pair, text: &[u8], space: &'s mut Self::Space) -> Option<&'s [u8]> {
                ec::sign(pair, text, space)
            }
        }
    };
}
pub(super) use implement;
