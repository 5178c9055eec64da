//! Tokens outside of requests.

use crate::codec::{CanIssue, Codec, Issuing, Stamp};
use crate::error::SessionError;
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::response::new_sid;
use crate::revocation::{Irrevocable, Revocation};
use crate::session::{Session, settings};
use crate::storage::ClientHeld;
use crate::verify::decode;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Makes and checks the tokens of one layer outside of requests: the login answer of an API, WebSocket messages, queues, tests,
/// command lines. From [`SessionLayer::tokens`](crate::SessionLayer::tokens).
///
/// `P` says what the layer's key can do: one that only verifies does not [`issue`](Self::issue).
pub struct SessionTokens<C: Session, P = Issuing> {
    config: Arc<Config<C>>,
    power: PhantomData<fn() -> P>,
}

/// Claims out of a token that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<C> {
    /// The claims.
    pub claims: C,
    /// When the token ends.
    pub expires_at: SystemTime,
}

impl<C: Session, P> SessionTokens<C, P> {
    pub(crate) fn new(config: Arc<Config<C>>) -> Self {
        SessionTokens { config, power: PhantomData }
    }

    /// A token for a session that begins now, with the lifetime of the attribute.
    ///
    /// # Errors
    /// When the claims cannot be made into a token.
    pub fn issue(&self, claims: &C) -> Result<String, SessionError>
    where
        P: CanIssue,
        C::Storage: ClientHeld,
    {
        let settings = settings::<C>();
        let mut stamp = Stamp::start(self.config.clock.now().as_secs(), settings.lifetime, settings);
        if C::Revocation::ON {
            let sid = new_sid(&self.config, 0).ok_or(SessionError::NoRandomness { claims: settings.name })?;
            stamp.sid = Some(sid);
        }
        let mut token = Vec::with_capacity(256);
        self.config
            .codec
            .encode(claims, stamp, &mut token)
            .map_err(|source| SessionError::Encode { claims: settings.name, source })?;
        // A codec writes visible ASCII.
        Ok(String::from_utf8_lossy(&token).into_owned())
    }

    /// The claims of a token, if the layer would accept it now.
    ///
    /// # Errors
    /// Why it is not accepted: for logs, not for whoever presented it.
    pub fn verify(&self, token: &str) -> Result<Verified<C>, Rejection>
    where
        C::Storage: ClientHeld,
        C::Revocation: Irrevocable,
    {
        if token.len() > crate::auth::MAX_TOKEN {
            return Err(Rejection::TooLong);
        }
        let decoded = decode::<C>(&self.config.codec, token.as_bytes(), self.config.clock.now())?;
        let expires_at = UNIX_EPOCH + Duration::from_secs(decoded.stamp.expires);
        Ok(Verified { claims: decoded.claims, expires_at })
    }
}

impl<C: Session, P> Clone for SessionTokens<C, P> {
    fn clone(&self) -> Self {
        SessionTokens { config: Arc::clone(&self.config), power: PhantomData }
    }
}

impl<C: Session, P> fmt::Debug for SessionTokens<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTokens").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}
