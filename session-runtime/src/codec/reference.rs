//! Tokens that refer to a session on the server.

use super::Decoded;
use crate::claims::Claims;
use crate::rejection::Rejection;
use crate::settings::{Owned, Settings};
use crate::store::SessionId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a token refers to.
#[derive(Debug, Clone, Copy)]
pub struct Referred {
    /// The session's id.
    pub id: SessionId,
    /// Whether the token was made with an earlier key of the ring, so that the next write should use the current one.
    pub outdated_key: bool,
}

/// The claims of a token that carries claims and is to carry an id: `{"sid":…}`, beside the `iat` and `exp` that the codec adds.
///
/// Not a serde type itself, so it has a [`Claims`] of its own, which tells a codec's reader to show it the id.
pub(super) struct ReferenceClaims(Reference);

#[derive(Clone, Serialize, Deserialize)]
struct Reference {
    sid: String,
}

impl ReferenceClaims {
    pub(super) fn new(id: &SessionId) -> Self {
        ReferenceClaims(Reference { sid: id.as_str().to_owned() })
    }
}

impl Claims for ReferenceClaims {
    const REFERENCE: bool = true;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reference::deserialize(deserializer).map(ReferenceClaims)
    }

    fn copy(&self) -> Self {
        ReferenceClaims(self.0.clone())
    }
}

impl TryFrom<Decoded<ReferenceClaims>> for Referred {
    type Error = Rejection;

    fn try_from(decoded: Decoded<ReferenceClaims>) -> Result<Self, Rejection> {
        let id = SessionId::parse(decoded.claims.0.sid.as_bytes()).ok_or(Rejection::WrongClaims)?;
        Ok(Referred { id, outdated_key: decoded.outdated_key })
    }
}

impl Settings {
    /// Those of tokens that refer to sessions with these settings: they live until the session ends whatever happens, since
    /// the store counts the idle timeout, and what the claims struct owns, and
    /// its version, stand in the store, too.
    pub(crate) const fn of_references(mut self) -> Self {
        self.revocation = false;
        self.idle = None;
        self.open = false;
        self.version = 1;
        self.owned = Owned::NONE;
        self
    }
}
