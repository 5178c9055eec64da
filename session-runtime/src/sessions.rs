//! The sessions of a store, outside of requests.

use crate::auth::Presented;
use crate::codec::{Codec, Stamp};
use crate::error::SessionError;
use crate::layer::Config;
use crate::load::load_held;
use crate::rejection::Rejection;
use crate::save::record;
use crate::session::{HasSubject, Session, settings, subject_key, subject_text};
use crate::state::Found;
use crate::storage::ServerHeld;
use crate::store::{IndexBySubject, Indexed, RecordKey, SessionId, Store, StoreError, document};
use crate::tokens::Verified;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Starts, reads, lists and ends the sessions of one layer's store outside of requests: the login answer of an API, WebSocket
/// messages, admin pages, command lines. From [`SessionLayer::sessions`](crate::SessionLayer::sessions).
pub struct Sessions<C: Session> {
    config: Arc<Config<C>>,
}

/// One of a subject's sessions.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listed<C> {
    /// Names the session, and opens nothing: good for a form.
    pub key: RecordKey,
    /// The claims.
    pub claims: C,
    /// When the session began.
    pub started_at: SystemTime,
    /// When it ends unless it is renewed.
    pub expires_at: SystemTime,
    /// Whether it is the session of the request that asks.
    pub is_current: bool,
}

impl<C: Session> Sessions<C>
where
    C::Storage: ServerHeld,
{
    pub(crate) fn new(config: Arc<Config<C>>) -> Self {
        Sessions { config }
    }

    /// Begins a session with the lifetime of the attribute, and gives the token that refers to it.
    ///
    /// # Errors
    /// When the store fails, or the claims cannot be serialised.
    pub async fn start(&self, claims: C) -> Result<String, SessionError> {
        let settings = settings::<C>();
        let stamp = Stamp::start(self.config.clock.now().as_secs(), settings.lifetime, settings);
        let encode = |source| SessionError::Encode { claims: settings.name, source };
        let record = record(&claims, stamp).map_err(encode)?;
        let id = SessionId::generate().ok_or(SessionError::NoRandomness { claims: settings.name })?;
        self.config.store.insert(&RecordKey::of(&id), &record).await.map_err(failed::<C>)?;
        let mut token = Vec::with_capacity(64);
        let stamp = Stamp { expires: stamp.ends, ..stamp };
        self.config.codec.encode_reference(&id, stamp, &mut token).map_err(encode)?;
        // A codec writes visible ASCII.
        Ok(String::from_utf8_lossy(&token).into_owned())
    }

    /// The claims of the session that a token refers to, if the layer would accept it now.
    ///
    /// # Errors
    /// When the store fails. Why a token is not accepted is in the inner result: for logs, not for whoever presented it.
    pub async fn verify(&self, token: &str) -> Result<Result<Verified<C>, Rejection>, SessionError> {
        let presented = Presented::nothing().token(token.as_bytes(), crate::auth::MAX_TOKEN);
        Ok(match load_held(&self.config, &presented).await {
            Found::Carried(live) | Found::Held(live, _) => {
                Ok(Verified { claims: live.claims.copy(), expires_at: time(live.stamp.expires) })
            }
            Found::Refused(reason) => Err(reason),
            Found::Nothing => Err(Rejection::Malformed),
            Found::Failed(source) => return Err(SessionError::Store { claims: C::SETTINGS.name, source }),
        })
    }

    /// Ends a session by its key; false where there is none. Ids that a client keeps are dead from then on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end(&self, key: &RecordKey) -> Result<bool, SessionError> {
        self.config.store.delete(key, None).await.map_err(failed::<C>)
    }

    /// The sessions of a subject, the youngest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, subject: &C::Subject) -> Result<Vec<Listed<C>>, SessionError>
    where
        C: HasSubject,
        C::Storage: Indexed,
    {
        list(&self.config, subject, None).await
    }

    /// Ends all sessions of a subject, and says how many: a new password, a stolen device. One that begins at the same time
    /// may stay.
    ///
    /// # Errors
    /// When the store fails; then some may be ended.
    pub async fn end_all(&self, subject: &C::Subject) -> Result<u64, SessionError>
    where
        C: HasSubject,
        C::Storage: Indexed,
    {
        end_all(&self.config, subject, None).await
    }
}

/// The sessions of a subject that the layer would accept now; `current` is the one of the request that asks.
pub(crate) async fn list<C: Session + HasSubject>(
    config: &Config<C>,
    subject: &C::Subject,
    current: Option<&RecordKey>,
) -> Result<Vec<Listed<C>>, SessionError>
where
    C::Storage: Indexed,
{
    let Some(key) = subject_key::<C>(subject) else { return Ok(Vec::new()) };
    let found = config.store.list(&key).await.map_err(failed::<C>)?;
    let now = config.clock.now();
    let mut listed = Vec::with_capacity(found.len());
    for (key, stored) in found {
        // Entries are hints: one that is no session any more is left out.
        if let Ok(Ok((claims, stamp))) = document::read::<C>(&stored.document, stored.expires, now)
            && subject_text(claims.subject()) == subject_text(subject)
        {
            let is_current = current == Some(&key);
            let (started_at, expires_at) = (time(stamp.started), time(stamp.expires));
            listed.push(Listed { key, claims, started_at, expires_at, is_current });
        }
    }
    listed.sort_by_key(|session| std::cmp::Reverse(session.started_at));
    Ok(listed)
}

pub(crate) async fn end_all<C: Session + HasSubject>(
    config: &Config<C>,
    subject: &C::Subject,
    but: Option<&RecordKey>,
) -> Result<u64, SessionError>
where
    C::Storage: Indexed,
{
    let Some(key) = subject_key::<C>(subject) else { return Ok(0) };
    config.store.delete_all(&key, but).await.map_err(failed::<C>)
}

pub(crate) fn failed<C: Session>(error: StoreError) -> SessionError {
    SessionError::Store { claims: C::SETTINGS.name, source: Arc::new(error) }
}

fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH)
}

impl<C: Session> Clone for Sessions<C> {
    fn clone(&self) -> Self {
        Sessions { config: Arc::clone(&self.config) }
    }
}

impl<C: Session> fmt::Debug for Sessions<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}
