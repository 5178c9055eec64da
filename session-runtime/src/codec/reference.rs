//! Tokens that refer to a session on the server.

use super::Decoded;
use crate::rejection::Rejection;
use crate::settings::{Owned, Settings};
use crate::store::SessionId;
use serde::{Deserialize, Serialize};

/// What a token refers to.
#[derive(Debug, Clone, Copy)]
pub struct Referred {
    /// The session's id.
    pub id: SessionId,
    /// Whether the token was made with an earlier key of the ring, so that the next write should use the current one.
    pub outdated_key: bool,
}

/// The claims of a token that carries claims and is to carry an id: `{"sid":…}`, beside the `iat` and `exp` that the codec adds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct ReferenceClaims {
    sid: String,
}

impl ReferenceClaims {
    pub(super) fn new(id: &SessionId) -> Self {
        ReferenceClaims { sid: id.as_str().to_owned() }
    }
}

impl TryFrom<Decoded<ReferenceClaims>> for Referred {
    type Error = Rejection;

    fn try_from(decoded: Decoded<ReferenceClaims>) -> Result<Self, Rejection> {
        let id = SessionId::parse(decoded.claims.sid.as_bytes()).ok_or(Rejection::WrongClaims)?;
        Ok(Referred { id, outdated_key: decoded.outdated_key })
    }
}

impl Settings {
    /// Those of tokens that refer to sessions with these settings: they live until the session ends whatever happens, since
    /// the store counts the idle timeout, and what the claims struct owns, and
    /// its version, stand in the store, too.
    pub(crate) const fn of_references(mut self) -> Self {
        self.idle = None;
        self.open = false;
        self.version = 1;
        self.owned = Owned::SID;
        self
    }
}
