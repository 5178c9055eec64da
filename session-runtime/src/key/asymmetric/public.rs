//! The public half of a key in its components, as a JWK has them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What everybody may know of a key.
pub enum Public {
    /// Modulus and exponent, without leading zeros.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// A point on a curve, both coordinates in full length.
    Ec { crv: &'static str, x: Vec<u8>, y: Vec<u8> },
    /// A key of Ed25519.
    Ed { x: Vec<u8> },
}

impl Public {
    /// A point in its uncompressed form (SEC 1 section 2.3.3).
    pub(super) fn point(crv: &'static str, size: usize, bytes: &[u8]) -> Option<Self> {
        let (4, coordinates) = bytes.split_first().map(|(form, rest)| (*form, rest))? else { return None };
        let (x, y) = coordinates.split_at_checked(size).filter(|(_, y)| y.len() == size)?;
        Some(Public::Ec { crv, x: x.to_vec(), y: y.to_vec() })
    }

    /// The members of a JWK that make the key, in the order of their names.
    fn members(&self) -> Vec<(&'static str, String)> {
        let text = |bytes: &Vec<u8>| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Public::Rsa { n, e } => vec![("e", text(e)), ("kty", "RSA".to_owned()), ("n", text(n))],
            Public::Ec { crv, x, y } => {
                vec![("crv", (*crv).to_owned()), ("kty", "EC".to_owned()), ("x", text(x)), ("y", text(y))]
            }
            Public::Ed { x } => {
                vec![("crv", "Ed25519".to_owned()), ("kty", "OKP".to_owned()), ("x", text(x))]
            }
        }
    }

    /// Bytes of a signature by the private half.
    pub(super) fn signature_size(&self) -> usize {
        match self {
            Public::Rsa { n, .. } => n.len(),
            Public::Ec { x, y, .. } => x.len() + y.len(),
            Public::Ed { .. } => super::ed::SIGNATURE,
        }
    }

    /// RFC 7638, with SHA-256 and in base64url.
    pub(super) fn thumbprint(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{{{}}}", self.json())))
    }

    /// The members as JSON, without the braces. None of them has anything to escape.
    fn json(&self) -> String {
        let members: Vec<_> =
            self.members().iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        members.join(",")
    }

    /// A JWK for whoever verifies. A key id has nothing to escape, either.
    pub(super) fn jwk(&self, algorithm: &str, id: &str) -> String {
        format!("{{{},\"alg\":\"{algorithm}\",\"use\":\"sig\",\"kid\":\"{id}\"}}", self.json())
    }
}
