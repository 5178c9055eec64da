//! JSON Web Keys (RFC 7517), read strictly: a key that says what it is for is used for nothing else.

#![cfg_attr(
    not(feature = "jwt-asymmetric"),
    allow(dead_code, reason = "without public keys, only those of a MAC are read")
)]

use super::{KeyError, KeyId};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use zeroize::Zeroizing;

/// The most bytes of a JWK or of a set that are looked at: more than nine keys of 8192 bits.
pub(super) const LONGEST: usize = 64 * 1024;

/// A JWK as it is written. Members that it does not know do not count (RFC 7517 section 4); one that it knows stands once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Jwk {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    kid: Option<String>,
    pub(crate) nbf: Option<u64>,
    pub(crate) exp: Option<u64>,
    n: Option<Bytes>,
    e: Option<Bytes>,
    pub(crate) x: Option<Bytes>,
    pub(crate) y: Option<Bytes>,
    pub(crate) d: Option<Bytes>,
    pub(crate) p: Option<Bytes>,
    pub(crate) q: Option<Bytes>,
    pub(crate) dp: Option<Bytes>,
    pub(crate) dq: Option<Bytes>,
    pub(crate) qi: Option<Bytes>,
    pub(crate) oth: Option<IgnoredAny>,
    pub(crate) k: Option<Bytes>,
}

/// What a JWK has to be.
pub(crate) struct Expected {
    pub(crate) algorithm: &'static str,
    pub(crate) kty: &'static str,
    pub(crate) crv: Option<&'static str>,
    /// One of `key_ops`, where the JWK says any.
    pub(crate) operation: &'static str,
}

impl Jwk {
    pub(crate) fn parse(json: &str) -> Result<Self, KeyError> {
        let json = json.trim_ascii();
        // serde takes an array for a struct, too.
        if json.len() > LONGEST || !json.starts_with('{') {
            return Err(KeyError::NotJwk);
        }
        serde_json::from_str(json).map_err(|_| KeyError::NotJwk)
    }

    /// The keys of a set (RFC 7517 section 5).
    pub(crate) fn parse_set(json: &str) -> Result<Vec<Self>, KeyError> {
        #[derive(Deserialize)]
        struct Set<'s> {
            #[serde(borrow)]
            keys: Vec<&'s RawValue>,
        }
        let json = json.trim_ascii();
        if json.len() > LONGEST || !json.starts_with('{') {
            return Err(KeyError::NotJwkSet);
        }
        let set: Set<'_> = serde_json::from_str(json).map_err(|_| KeyError::NotJwkSet)?;
        set.keys.iter().map(|key| Self::parse(key.get())).collect()
    }

    /// Whether it is a key of this kind, and for this.
    pub(crate) fn check(&self, expected: &Expected) -> Result<(), KeyError> {
        let Expected { algorithm, kty, crv, operation } = *expected;
        let misfit = |member, expected| Err(KeyError::JwkMisfit { member, algorithm, expected });
        // RFC 9864 gives EdDSA on this curve a name of its own.
        let same = |alg: &str| alg == algorithm || (algorithm == "EdDSA" && alg == "Ed25519");
        if self.kty != kty {
            return misfit("kty", kty);
        }
        if self.crv.as_deref() != crv
            && let Some(crv) = crv
        {
            return misfit("crv", crv);
        }
        if self.alg.as_deref().is_some_and(|alg| !same(alg)) {
            return misfit("alg", algorithm);
        }
        if self.r#use.as_deref().is_some_and(|usage| usage != "sig") {
            return misfit("use", "sig");
        }
        if self.key_ops.as_ref().is_some_and(|operations| !operations.iter().any(|one| one == operation)) {
            return misfit("key_ops", operation);
        }
        Ok(())
    }

    /// Whether it holds what nobody else may know.
    pub(crate) fn is_private(&self) -> bool {
        [&self.d, &self.p, &self.q, &self.dp, &self.dq, &self.qi, &self.k]
            .iter()
            .any(|member| member.is_some())
    }

    pub(crate) fn kid(&self) -> Result<Option<KeyId>, KeyError> {
        self.kid.as_deref().map(KeyId::parse).transpose()
    }

    pub(crate) fn n(&self) -> Result<&[u8], KeyError> {
        Self::needed(&self.n, "n")
    }

    pub(crate) fn e(&self) -> Result<&[u8], KeyError> {
        Self::needed(&self.e, "e")
    }

    pub(crate) fn needed<'m>(member: &'m Option<Bytes>, name: &'static str) -> Result<&'m [u8], KeyError> {
        member.as_ref().map(|bytes| &**bytes.0).ok_or(KeyError::JwkMissing { member: name })
    }
}

/// A member in base64url, wiped when dropped.
pub(crate) struct Bytes(Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BytesVisitor)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("base64url")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
        // Made in full length at once: a buffer that grows would leave copies behind.
        let mut bytes = Zeroizing::new(vec![0; text.len()]);
        let len =
            BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).map_err(|_| E::custom("not base64url"))?;
        bytes.truncate(len);
        Ok(Bytes(bytes))
    }
}
