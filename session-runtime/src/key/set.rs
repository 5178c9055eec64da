//! Rings out of JWK sets.

use super::jwk::{self, Jwk};
use super::keys::{Entry, Keys};
use super::ring_key::sealed::{Keep, Kept as _};
use super::{KeyError, KeyRing, RingKey, file};
use std::path::Path;

impl<K: RingKey> KeyRing<K> {
    /// The keys of a JWK set (RFC 7517 section 5) that are of this kind and algorithm: `oct` for a [`SecretKey`](super::SecretKey), `RSA`,
    /// `EC` or `OKP` for keys in pairs. Others are left out. Of a set with private keys, those that are public only verify.
    ///
    /// The first key is the current one. A member `nbf` of a key (seconds since 1970) says when it begins to make tokens, and
    /// `exp` when it counts no more, as with [`rotate_at`](Self::rotate_at) and [`retire`](Self::retire).
    ///
    /// # Errors
    /// When it is not a JWK set, none of its keys is of this kind, or one that is cannot be used.
    pub fn from_jwk_set(json: &str) -> Result<Self, KeyError> {
        let mut entries = Vec::new();
        for jwk in Jwk::parse_set(json)? {
            match <K as Keep>::from_jwk(&jwk) {
                Ok(key) => entries.push(Entry {
                    key,
                    begins: jwk.nbf.unwrap_or_default(),
                    retires: jwk.exp.unwrap_or(u64::MAX),
                }),
                Err(KeyError::JwkMisfit { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        if K::ISSUES && !entries.is_empty() && !entries.iter().any(|entry| entry.key.can_issue()) {
            return Err(KeyError::PublicWherePrivate);
        }
        // Whoever began last is preferred; of those that began together, the first.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.begins));
        Ok(Self::of(Keys::new(entries)?))
    }

    /// The same, from a file such as a mounted secret. To follow its changes, [`reload`](Self::reload) the ring:
    /// ```
    /// # use session_runtime::{KeyError, KeyRing, SecretKey};
    /// fn on_hangup(ring: &KeyRing<SecretKey>) -> Result<(), KeyError> {
    ///     ring.reload(|| KeyRing::from_jwk_set_file("/run/secrets/session.jwks"))
    /// }
    /// ```
    ///
    /// # Errors
    /// When the file cannot be read, or holds no such set.
    pub fn from_jwk_set_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        file::read(path.as_ref(), jwk::LONGEST, Self::from_jwk_set)
    }
}
