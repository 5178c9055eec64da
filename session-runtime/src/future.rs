//! The future of a response: waits for the inner one, then writes what the session needs.

use crate::layer::Config;
use crate::response::finish;
use crate::session::Session;
use crate::slot::SessionSlot;
use crate::state::Closed;
use http::Response;
use pin_project_lite::pin_project;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

pin_project! {
    /// The future of a [`SessionService`](crate::SessionService)'s response; `Send` exactly when its parts are.
    pub struct SessionFuture<F, C: Session> {
        // None once it has answered.
        #[pin]
        inner: Option<F>,
        slot: OpenSlot<C>,
    }
}

impl<F, C: Session> SessionFuture<F, C> {
    pub(crate) fn new(inner: F, slot: OpenSlot<C>) -> Self {
        SessionFuture { inner: Some(inner), slot }
    }
}

impl<F, C, B, E> Future for SessionFuture<F, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    C: Session,
{
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        // Polled after it has answered, which no caller may do: there is nothing to wait for.
        let Some(inner) = this.inner.as_mut().as_pin_mut() else { return Poll::Pending };
        let mut answer = ready!(inner.poll(cx));
        // Handles that a hand-written future, or one that a timeout cut off, keeps beyond its answer are published now.
        this.inner.set(None);
        let closed = this.slot.close();
        if let (Ok(response), Some((config, closed))) = (&mut answer, closed) {
            finish(&config, closed, response);
        }
        Poll::Ready(answer)
    }
}

impl<F, C: Session> fmt::Debug for SessionFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionFuture").field("claims", &C::SETTINGS.name).finish_non_exhaustive()
    }
}

/// The slot of a request that is being served; closed when the request is answered or cancelled, so that a handle which
/// outlives it can tell.
pub(crate) struct OpenSlot<C: Session>(Option<SessionSlot<C>>);

impl<C: Session> OpenSlot<C> {
    pub(crate) fn new(slot: SessionSlot<C>) -> Self {
        OpenSlot(Some(slot))
    }

    fn close(&mut self) -> Option<(Arc<Config<C>>, Closed<C>)> {
        let slot = self.0.take()?;
        let closed = slot.shared.lock().close();
        Some((slot.config?, closed))
    }
}

impl<C: Session> Drop for OpenSlot<C> {
    fn drop(&mut self) {
        self.close();
    }
}
