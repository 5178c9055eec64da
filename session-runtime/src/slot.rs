//! The session's place in one request: where handlers start, load and end it.

use crate::auth::{Auth, Captured, Presented};
use crate::clock::Clock;
use crate::codec::Stamp;
use crate::error::SessionError;
use crate::handle::Handle;
use crate::layer::Config;
use crate::load::{load_held, load_revocable};
use crate::rejection::Rejection;
use crate::revocation::{self, Revocable, Revocation};
use crate::session::{HasSubject, Session, settings, subject_key};
use crate::sessions::{self, Listed};
use crate::settings::OnStoreError;
use crate::state::{Found, Live, Shared};
use crate::storage::{HandsOut, Side, Storage};
use crate::store::{Indexed, RecordKey, Store};
use crate::verify::verify;
use http::request::Parts;
use http::{Extensions, HeaderMap, Request};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// One request's session of the type `C`, whether there is one or not.
///
/// As an axum extractor, or through [`of`](Self::of) without axum:
/// ```
/// # use session_runtime::{Session, SessionSlot, SessionError};
/// # use http::{Request, Response};
/// async fn service<C: Session>(request: Request<()>) -> Result<Response<String>, SessionError> {
///     let slot = SessionSlot::<C>::of_request(&request)?;
///     let greeting = match slot.load().await? {
///         Some(_session) => "welcome back",
///         None => "who are you?",
///     };
///     Ok(Response::new(greeting.to_owned()))
/// }
/// ```
pub struct SessionSlot<C: Session> {
    pub(crate) shared: Arc<Shared<C>>,
}

/// How the slot travels: in the request's extensions, under a type that only this module can name.
struct Carried<C: Session>(SessionSlot<C>);

impl<C: Session> Clone for Carried<C> {
    fn clone(&self) -> Self {
        Carried(self.0.clone())
    }
}

impl<C: Session> SessionSlot<C> {
    pub(crate) fn new(config: Arc<Config<C>>, cross_site: bool) -> Self {
        SessionSlot { shared: Arc::new(Shared::new(Some(config), cross_site)) }
    }

    /// None in a test without a layer.
    pub(crate) fn config(&self) -> Option<&Config<C>> {
        self.shared.config()
    }

    pub(crate) fn put(&self, extensions: &mut Extensions) {
        extensions.insert(Carried(self.clone()));
    }

    /// The slot of a request that passed through the layer of `C`.
    ///
    /// # Errors
    /// [`SessionError::MissingLayer`] when it did not.
    pub fn of(parts: &Parts) -> Result<Self, SessionError> {
        Self::capture(&parts.extensions, &parts.headers)
    }

    /// The same, for a request in one piece.
    ///
    /// # Errors
    /// [`SessionError::MissingLayer`] when the request did not pass through the layer of `C`.
    pub fn of_request<B>(request: &Request<B>) -> Result<Self, SessionError> {
        Self::capture(request.extensions(), request.headers())
    }

    /// Finds the slot, and keeps what the request presents for a handler that asks later.
    fn capture(extensions: &Extensions, headers: &HeaderMap) -> Result<Self, SessionError> {
        let slot = Self::find(extensions)?.clone();
        if let Some(config) = slot.config() {
            slot.shared.lock().capture(|| Captured::new(&C::Auth::read(headers, &config.wire)));
        }
        Ok(slot)
    }

    pub(crate) fn find(extensions: &Extensions) -> Result<&Self, SessionError> {
        match extensions.get::<Carried<C>>() {
            Some(Carried(slot)) => Ok(slot),
            None => Err(SessionError::MissingLayer { claims: C::SETTINGS.name }),
        }
    }

    /// The session that the client presents, or that was started here; none when there is none, or none that is valid
    /// ([`rejection`](Self::rejection) says why).
    ///
    /// What the client presents is verified on the first call. A client-held session is ready at once.
    ///
    /// # Errors
    /// When the session cannot be loaded; absent and invalid sessions are no errors.
    pub async fn load(&self) -> Result<Option<C::Live>, SessionError> {
        Ok(self.load_from(None).await?.map(C::Live::from))
    }

    /// The same, reading from `headers` what was not captured.
    #[inline]
    pub(crate) async fn load_from(
        &self,
        headers: Option<&HeaderMap>,
    ) -> Result<Option<Handle<C>>, SessionError> {
        if !<C::Storage as Storage>::Side::SERVER && !C::Revocation::ON {
            return self.read_from(headers);
        }
        if let Some(config) = self.config() {
            let presented = {
                let mut state = self.shared.lock();
                let unknown = state.ask()?;
                if let Some(headers) = headers {
                    state.capture(|| Captured::new(&C::Auth::read(headers, &config.wire)));
                }
                unknown.then(|| state.captured().cloned().unwrap_or_default())
            };
            if let Some(presented) = presented {
                let presented = presented.presented();
                let found = if <C::Storage as Storage>::Side::SERVER {
                    load_held(config, &presented).await
                } else {
                    load_revocable(config, &presented).await
                };
                self.shared.lock().settle(found);
            }
        }
        let mut state = self.shared.lock();
        if let Some(source) = state.failed().filter(|_| C::SETTINGS.on_store_error == OnStoreError::Fail) {
            return Err(SessionError::Store { claims: C::SETTINGS.name, source });
        }
        let Some(live) = state.live() else { return Ok(None) };
        let age = state.age();
        drop(state);
        Ok(Some(Handle::new(Arc::clone(&self.shared), age, live)))
    }

    /// The session that the token carries.
    fn read_from(&self, headers: Option<&HeaderMap>) -> Result<Option<Handle<C>>, SessionError> {
        let mut state = self.shared.lock();
        if state.ask()?
            && let Some(config) = self.config()
        {
            let captured = state.take_captured();
            let presented = match (&captured, headers) {
                (Some(captured), _) => captured.presented(),
                (None, Some(headers)) => C::Auth::read(headers, &config.wire),
                (None, None) => Presented::nothing(),
            };
            let found = verify(config, &presented);
            if let Found::Refused(reason) = &found {
                tracing::debug!(claims = C::SETTINGS.name, %reason, "session refused");
            }
            state.settle(found);
        }
        let Some(live) = state.live() else { return Ok(None) };
        let age = state.age();
        drop(state);
        Ok(Some(Handle::new(Arc::clone(&self.shared), age, live)))
    }

    /// A session from the claims type's `Default`, which begins only if the handler changes it.
    #[cfg(feature = "axum")]
    pub(crate) fn unstarted(&self, claims: C) -> Handle<C> {
        let now = self.now();
        let stamp = Stamp::start(now, C::SETTINGS.lifetime, settings::<C>());
        let live = Live { claims: Arc::new(claims), stamp, is_new: true };
        let age = self.shared.lock().age();
        Handle::unstarted(Arc::clone(&self.shared), age, live)
    }

    /// Why what the client presented was not accepted; none before the session was asked for, when nothing was presented, or
    /// when it was accepted. For logs: an answer to the client should not differ by it.
    #[must_use]
    pub fn rejection(&self) -> Option<Rejection> {
        self.shared.lock().rejection()
    }

    fn now(&self) -> u64 {
        let now = match self.config() {
            Some(config) => config.clock.now(),
            None => Clock::system().now(),
        };
        now.as_secs()
    }

    /// A slot outside of any request, for a test that calls a handler: holds the session of `claims`, or none.
    ///
    /// Another [`load`](Self::load) afterwards shows what the handler did.
    #[must_use]
    pub fn for_test(claims: Option<C>) -> Self {
        let slot = SessionSlot { shared: Arc::new(Shared::new(None, false)) };
        let live = claims.map(|claims| Live {
            claims: Arc::new(claims),
            stamp: Stamp::start(slot.now(), C::SETTINGS.lifetime, settings::<C>()),
            is_new: false,
        });
        slot.shared.lock().settle(live.map_or(Found::Nothing, Found::Carried));
        slot
    }
}

// Bounds on the methods, not on the block: a storage that hands nothing out is then refused in the words of `HandsOut`.
impl<C: Session> SessionSlot<C> {
    /// Begins a session with these claims: a new token, in place of whatever session the client presented.
    ///
    /// What older handles of this request changed is dropped.
    ///
    /// # Errors
    /// When the response has already left.
    pub fn start(&self, claims: C) -> Result<C::Live, SessionError>
    where
        C::Storage: HandsOut,
    {
        self.start_with(claims, StartOptions::new())
    }

    /// The same, with a shorter lifetime or a cookie that ends with the browser.
    ///
    /// # Errors
    /// When the response has already left, or the lifetime is not from one second to the attribute's `lifetime`.
    pub fn start_with(&self, claims: C, options: StartOptions) -> Result<C::Live, SessionError>
    where
        C::Storage: HandsOut,
    {
        let settings = settings::<C>();
        let lifetime = options.lifetime.map_or(settings.lifetime, |lifetime| lifetime.as_secs());
        if lifetime == 0 || lifetime > settings.lifetime {
            return Err(SessionError::InvalidLifetime { claims: settings.name, lifetime: settings.lifetime });
        }
        let mut stamp = Stamp::start(self.now(), lifetime, settings);
        stamp.browser_session = options.browser_session;
        let live = Live { claims: Arc::new(claims), stamp, is_new: true };
        let mut state = self.shared.lock();
        state.start(live.clone())?;
        let age = state.age();
        drop(state);
        Ok(Handle::new(Arc::clone(&self.shared), age, live).into())
    }

    /// Ends the session: the response tells the client to drop its token.
    ///
    /// A session on the server is gone from its store when the response is sent: a copy of its id opens nothing, and a request
    /// that is still under way cannot bring it back. If the store fails, the answer is 503 and the client keeps its token, to
    /// try again.
    ///
    /// Without `revocation`, a client-held token that somebody copied before stays valid until it expires, and a request that is
    /// still under way when this one is answered hands the session out again if it changes it. With it, the session is on the list
    /// of those that are over when the response is sent, and every token of it opens nothing.
    ///
    /// # Errors
    /// When the response has already left.
    pub fn end(&self) -> Result<(), SessionError>
    where
        C::Storage: HandsOut,
    {
        self.shared.lock().end()
    }
}

/// The other sessions of the same subject, where a store can find them.
impl<C: Session> SessionSlot<C> {
    /// All sessions of this session's subject, the youngest first, this one marked: a list of devices. Empty where there is
    /// no session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self) -> Result<Vec<Listed<C>>, SessionError>
    where
        C: HasSubject,
        C::Storage: Indexed,
    {
        let Some((config, live, key)) = self.stored().await? else { return Ok(Vec::new()) };
        sessions::list(config, live.claims.subject(), key.as_ref()).await
    }

    /// Ends one of the sessions that [`list`](Self::list) shows, at once, and says whether there was one: keys of other
    /// subjects' sessions end nothing. The session of this request ends as with [`end`](Self::end).
    ///
    /// # Errors
    /// When the store fails, or the response has already left.
    pub async fn end_one(&self, key: &RecordKey) -> Result<bool, SessionError>
    where
        C: HasSubject,
        C::Storage: Indexed,
    {
        let Some((config, live, current)) = self.stored().await? else { return Ok(false) };
        if current.as_ref() == Some(key) {
            self.shared.lock().end()?;
            return Ok(true);
        }
        let listed = sessions::list(config, live.claims.subject(), None).await?;
        if !listed.iter().any(|session| session.key == *key) {
            return Ok(false);
        }
        config.store.delete(key, None).await.map_err(sessions::failed::<C>)
    }

    /// Ends all other sessions of this session's subject, at once, and says how many. One that begins at the same time may
    /// stay. A session that begins in this request has no key in the store yet: nothing of it is lost.
    ///
    /// # Errors
    /// When the store fails; then some may be ended.
    pub async fn end_others(&self) -> Result<u64, SessionError>
    where
        C: HasSubject,
        C::Storage: Indexed,
    {
        let Some((config, live, current)) = self.stored().await? else { return Ok(0) };
        sessions::end_all(config, live.claims.subject(), current.as_ref()).await
    }

    /// Revokes all other sessions of this session's subject, at once: for sessions that their tokens carry, with `revocation`. One
    /// that begins in the same millisecond is revoked with them.
    ///
    /// # Errors
    /// When the list of revoked sessions fails, or the response has already left.
    pub async fn revoke_others(&self) -> Result<(), SessionError>
    where
        C: HasSubject,
        C::Revocation: Revocable,
        C::Storage: HandsOut,
    {
        let Some(config) = self.config() else { return Ok(()) };
        self.load_from(None).await?;
        let Some(live) = self.shared.lock().live() else { return Ok(()) };
        let Some(key) = subject_key::<C>(live.claims.subject()) else { return Ok(()) };
        let until = revocation::revoke_all(config, &key, live.stamp.sid.as_ref())
            .await
            .map_err(sessions::failed::<C>)?;
        self.shared.lock().outlive(until)
    }

    /// The session with its key in the store; no key where it begins in this request.
    async fn stored(&self) -> Result<Option<(&Config<C>, Live<C>, Option<RecordKey>)>, SessionError> {
        let Some(config) = self.config() else { return Ok(None) };
        self.load_from(None).await?;
        let mut state = self.shared.lock();
        Ok(state.live().map(|live| (config, live, state.key())))
    }
}

impl<C: Session> Clone for SessionSlot<C> {
    fn clone(&self) -> Self {
        SessionSlot { shared: Arc::clone(&self.shared) }
    }
}

impl<C: Session> fmt::Debug for SessionSlot<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionSlot").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}

/// How a session starts, where it differs from what the attribute says: "remember me" and its opposite.
#[derive(Debug, Clone, Copy, Default)]
pub struct StartOptions {
    lifetime: Option<Duration>,
    browser_session: bool,
}

impl StartOptions {
    /// As the attribute says.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the session after `lifetime`, counted in whole seconds; at most the attribute's `lifetime`.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Lets the cookie go when the browser is closed, whatever the attribute says.
    #[must_use]
    pub fn until_browser_closes(mut self) -> Self {
        self.browser_session = true;
        self
    }
}
