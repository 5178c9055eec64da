//! The layer: one configuration, shared by every service that it makes.

use crate::auth::Auth;
use crate::clock::Clock;
use crate::codec::{Codec, Issuing, PublishesKeys};
use crate::combine::Presents;
use crate::cookie::{CookiePolicy, CookieTemplate};
use crate::csrf::Csrf;
use crate::error::ConfigError;
use crate::jwks::JwkSet;
use crate::revocation::{Revocable, Revocation, Revocations};
use crate::service::SessionService;
use crate::session::{Session, settings, settings_of_tokens};
use crate::sessions::Sessions;
use crate::storage::{ServerHeld, Storage};
use crate::store::Store as _;
use crate::tokens::SessionTokens;
use crate::wire::Wire;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Gives every request a slot for its session, and every response what the session needs.
///
/// `Account::layer(key)` makes one; it is cheap to clone, and `tower::Layer::layer` only clones it.
///
/// `P` says what its key can do: [`Issuing`], or [`Verifying`](crate::Verifying) for one made from a `VerifyingKey`.
pub struct SessionLayer<C: Session, P = Issuing> {
    config: Arc<Config<C>>,
    power: PhantomData<fn() -> P>,
}

/// What a layer's services share. Aligned, so that what every request reads is on another cache line than the count of references,
/// to which every request writes.
#[repr(align(128))]
pub(crate) struct Config<C: Session> {
    /// Shared too, so that a builder method after a clone needs no second codec.
    pub(crate) codec: Arc<C::Codec>,
    pub(crate) store: <C::Storage as Storage>::Store,
    /// The list of revoked sessions.
    pub(crate) revoked: <C::Revocation as Revocation>::Store,
    pub(crate) wire: Wire,
    pub(crate) clock: Clock,
    pub(crate) save_on_error: bool,
    pub(crate) remove_rejected: bool,
    pub(crate) csrf: Csrf,
}

impl<C: Session> Clone for Config<C> {
    fn clone(&self) -> Self {
        Config {
            codec: Arc::clone(&self.codec),
            store: self.store.clone(),
            revoked: self.revoked.clone(),
            wire: self.wire.clone(),
            clock: self.clock.clone(),
            csrf: self.csrf.clone(),
            ..*self
        }
    }
}

impl<C: Session> SessionLayer<C> {
    /// What the generated `layer` calls.
    #[doc(hidden)]
    #[must_use]
    pub fn new(
        key: <C::Codec as Codec>::Key,
        store: <C::Storage as Storage>::Store,
        revoked: <C::Revocation as Revocation>::Store,
    ) -> Self {
        Self::with_power(key, store, revoked)
    }
}

impl<C: Session, P> SessionLayer<C, P> {
    /// What the generated `layer` calls where its key may be one that only verifies.
    #[doc(hidden)]
    #[must_use]
    pub fn with_power(
        key: <C::Codec as Codec>::Key,
        store: <C::Storage as Storage>::Store,
        revoked: <C::Revocation as Revocation>::Store,
    ) -> Self {
        let settings = settings::<C>();
        SessionLayer {
            power: PhantomData,
            config: Arc::new(Config {
                codec: Arc::new(C::Codec::new(key, settings_of_tokens::<C>())),
                store,
                revoked: revoked.never_evicting(),
                wire: Wire::new(settings, <C::Auth as Auth>::Presents::WAY),
                clock: Clock::system(),
                save_on_error: false,
                remove_rejected: false,
                csrf: Csrf::default(),
            }),
        }
    }

    /// Makes and checks tokens outside of requests: login answers of an API, WebSocket messages, queues, command lines.
    #[must_use]
    pub fn tokens(&self) -> SessionTokens<C, P> {
        SessionTokens::new(Arc::clone(&self.config))
    }

    /// The public halves of the layer's keys as a JWK set, for those who verify its tokens elsewhere. With feature `axum` it is a
    /// handler: `.route("/.well-known/jwks.json", get(layer.jwks()))`.
    #[must_use]
    pub fn jwks(&self) -> JwkSet<C>
    where
        C::Codec: PublishesKeys,
    {
        JwkSet::new(Arc::clone(&self.config))
    }

    /// Starts, reads, lists and ends the sessions of the layer's store outside of requests: login answers of an API, admin
    /// pages, command lines.
    #[must_use]
    pub fn sessions(&self) -> Sessions<C>
    where
        C::Storage: ServerHeld,
    {
        Sessions::new(Arc::clone(&self.config))
    }

    /// Revokes sessions that their tokens carry, and checks such tokens, outside of requests: admin pages, a new password,
    /// WebSocket messages.
    #[must_use]
    pub fn revocations(&self) -> Revocations<C>
    where
        C::Revocation: Revocable,
    {
        Revocations::new(Arc::clone(&self.config))
    }

    /// Reads the time from `clock`.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        Arc::make_mut(&mut self.config).clock = clock;
        self
    }

    /// Keeps what a handler changed although its response is a 5xx. Without this a failed request changes nothing, except that
    /// `end` is always carried out.
    #[must_use]
    pub fn save_on_error(mut self) -> Self {
        Arc::make_mut(&mut self.config).save_on_error = true;
        self
    }

    /// Tells a client to drop a token that was refused, with the response to the request that presented it.
    ///
    /// Off unless called: while two versions of a server run side by side, one may refuse what the other issued.
    #[must_use]
    pub fn remove_rejected(mut self) -> Self {
        Arc::make_mut(&mut self.config).remove_rejected = true;
        self
    }

    /// Lets pages of another origin send requests that change the session, such as those of a front end on a host of its own:
    /// `https://app.example.com`, as browsers write it in `Origin`. Without this, and where a cookie authenticates, an
    /// unsafe request or a WebSocket upgrade that another site makes a browser send cannot reach the session: 403.
    ///
    /// # Errors
    /// When no browser would send this as an origin.
    pub fn trust_origin(mut self, origin: &str) -> Result<Self, ConfigError> {
        Arc::make_mut(&mut self.config).csrf.trust(origin)?;
        Ok(self)
    }

    /// Lets any site send requests to `path` and below, with the session in reach. Such handlers need a protection of their
    /// own. The path is compared as this layer sees it: behind `nest`, without the part before.
    #[must_use]
    pub fn csrf_exempt(mut self, path: &str) -> Self {
        Arc::make_mut(&mut self.config).csrf.exempt(path);
        self
    }

    /// Changes the cookie for this environment, such as its domain.
    /// ```
    /// # use session_runtime::{ConfigError, Session, SessionLayer};
    /// fn for_staging<C: Session>(layer: SessionLayer<C>) -> Result<SessionLayer<C>, ConfigError> {
    ///     layer.cookie(|cookie| {
    ///         cookie.name = "session".into(); // `__Host-` allows no domain
    ///         cookie.domain = Some("staging.example.com".into());
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    /// When the cookie then breaks a rule that the derive would have refused.
    pub fn cookie(mut self, change: impl FnOnce(&mut CookiePolicy)) -> Result<Self, ConfigError> {
        let mut policy = self.config.wire.cookie.policy().clone();
        change(&mut policy);
        policy.check()?;
        Arc::make_mut(&mut self.config).wire.cookie = CookieTemplate::new(policy);
        Ok(self)
    }

    /// Takes `Secure` and the name's prefix off the cookie, for development over plain HTTP on another host than the local one.
    ///
    /// Browsers keep secure cookies from `http://127.0.0.1` and `http://localhost`, so most development does not need this.
    #[must_use]
    pub fn insecure_for_development(mut self) -> Self {
        tracing::warn!(
            claims = C::SETTINGS.name,
            "session cookies are sent without `Secure`: for development only"
        );
        let mut policy = self.config.wire.cookie.policy().clone();
        policy.secure = false;
        policy.partitioned = false;
        if policy.same_site == crate::SameSite::None {
            policy.same_site = crate::SameSite::Lax;
        }
        policy.name = without_prefix(policy.name);
        policy.previous_names.clear();
        Arc::make_mut(&mut self.config).wire.cookie = CookieTemplate::new(policy);
        self
    }
}

fn without_prefix(name: Cow<'static, str>) -> Cow<'static, str> {
    for prefix in ["__Host-", "__Secure-"] {
        if let Some((start, rest)) = name.split_at_checked(prefix.len())
            && start.eq_ignore_ascii_case(prefix)
            && !rest.is_empty()
        {
            return Cow::Owned(rest.to_owned());
        }
    }
    name
}

impl<C: Session, P> Clone for SessionLayer<C, P> {
    fn clone(&self) -> Self {
        SessionLayer { config: Arc::clone(&self.config), power: PhantomData }
    }
}

impl<C: Session, P> fmt::Debug for SessionLayer<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionLayer").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}

impl<S, C: Session, P> tower_layer::Layer<S> for SessionLayer<C, P> {
    type Service = SessionService<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        SessionService::new(inner, Arc::clone(&self.config))
    }
}
