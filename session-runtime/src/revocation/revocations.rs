//! Revoking sessions outside of requests.

use super::{Revocable, check, revoke, revoke_all};
use crate::error::SessionError;
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::session::{HasSubject, Session, subject_key};
use crate::store::StoreError;
use crate::tokens::Verified;
use crate::verify::decode;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// Revokes sessions whose tokens carry them, and checks such tokens, outside of requests: admin pages, a new password, WebSocket
/// messages, queues. From [`SessionLayer::revocations`](crate::SessionLayer::revocations).
pub struct Revocations<C: Session> {
    config: Arc<Config<C>>,
}

impl<C: Session> Revocations<C>
where
    C::Revocation: Revocable,
{
    pub(crate) fn new(config: Arc<Config<C>>) -> Self {
        Revocations { config }
    }

    /// The claims of a token, if the layer would accept it now and its session was not revoked.
    ///
    /// # Errors
    /// [`SessionError::Store`] when the list cannot be reached. The inner error says why a token is not accepted: for logs, not
    /// for whoever presented it.
    pub async fn verify(&self, token: &str) -> Result<Result<Verified<C>, Rejection>, SessionError> {
        if token.len() > crate::auth::MAX_TOKEN {
            return Ok(Err(Rejection::TooLong));
        }
        let decoded = match decode::<C>(&self.config.codec, token.as_bytes(), self.config.clock.now()) {
            Ok(decoded) => decoded,
            Err(reason) => return Ok(Err(reason)),
        };
        let Some(sid) = decoded.stamp.sid else { return Ok(Err(Rejection::NotRevocable)) };
        if check(&self.config, &sid, &decoded.claims).await.map_err(failed::<C>)? {
            return Ok(Err(Rejection::Revoked));
        }
        let expires_at = UNIX_EPOCH + Duration::from_secs(decoded.stamp.expires);
        Ok(Ok(Verified { claims: decoded.claims, expires_at }))
    }

    /// Revokes the session of a token, and with it every other token of that session. False, and nothing done, where the layer
    /// would not accept the token now.
    ///
    /// # Errors
    /// When the list cannot be reached, or is full.
    pub async fn revoke(&self, token: &str) -> Result<bool, SessionError> {
        let decoded = decode::<C>(&self.config.codec, token.as_bytes(), self.config.clock.now());
        let Some((sid, ends)) =
            decoded.ok().and_then(|decoded| Some((decoded.stamp.sid?, decoded.stamp.ends)))
        else {
            return Ok(false);
        };
        revoke(&self.config, &sid, ends).await.map(|_| true).map_err(failed::<C>)
    }

    /// Revokes all sessions of a subject that began up to now: a new password, a stolen device. One that begins in the same
    /// millisecond is revoked with them; on another server, clocks that differ count.
    ///
    /// # Errors
    /// When the list cannot be reached, or is full.
    pub async fn revoke_all(&self, subject: &C::Subject) -> Result<(), SessionError>
    where
        C: HasSubject,
    {
        let Some(key) = subject_key::<C>(subject) else { return Ok(()) };
        revoke_all(&self.config, &key, None).await.map(drop).map_err(failed::<C>)
    }
}

pub(crate) fn failed<C: Session>(error: StoreError) -> SessionError {
    SessionError::Store { claims: C::SETTINGS.name, source: Arc::new(error) }
}

impl<C: Session> Clone for Revocations<C> {
    fn clone(&self) -> Self {
        Revocations { config: Arc::clone(&self.config) }
    }
}

impl<C: Session> fmt::Debug for Revocations<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}
