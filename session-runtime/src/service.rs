//! The service: puts a slot into the request and calls the inner service.

use crate::auth::Auth;
use crate::combine::Presents;
use crate::future::{OpenSlot, SessionFuture};
use crate::layer::Config;
use crate::session::Session;
use crate::slot::SessionSlot;
use http::{Request, Response};
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_service::Service;

/// A service whose requests have a session of the type `C`.
///
/// It asks nothing of the inner service: no `Clone`, no `Send`, no `'static`.
pub struct SessionService<S, C: Session> {
    inner: S,
    config: Arc<Config<C>>,
}

impl<S, C: Session> SessionService<S, C> {
    pub(crate) fn new(inner: S, config: Arc<Config<C>>) -> Self {
        SessionService { inner, config }
    }
}

impl<S, C, A, B> Service<Request<A>> for SessionService<S, C>
where
    S: Service<Request<A>, Response = Response<B>>,
    C: Session,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = SessionFuture<S::Future, C>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, mut request: Request<A>) -> Self::Future {
        let slot = SessionSlot::new(Arc::clone(&self.config), is_cross_site(&self.config, &request));
        slot.put(request.extensions_mut());
        // Before the call: if that panics, the slot is closed like that of a cancelled request.
        let slot = OpenSlot::new(slot);
        SessionFuture::new(self.inner.call(request), slot)
    }
}

/// Whether another site makes a browser send this, with a cookie that would authenticate it. Such a request reaches its handler,
/// which may have nothing to do with the session; the session is out of its reach.
#[inline]
fn is_cross_site<C: Session, B>(config: &Config<C>, request: &Request<B>) -> bool {
    <C::Auth as Auth>::Presents::COOKIE
        && C::SETTINGS.csrf
        && config.csrf.refuses(request)
        && C::Auth::is_ambient(request.headers(), &config.wire)
}

impl<S: Clone, C: Session> Clone for SessionService<S, C> {
    fn clone(&self) -> Self {
        SessionService { inner: self.inner.clone(), config: Arc::clone(&self.config) }
    }
}

impl<S: fmt::Debug, C: Session> fmt::Debug for SessionService<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionService")
            .field("inner", &self.inner)
            .field("claims", &C::SETTINGS.name)
            .finish()
    }
}
