//! The future of a response: waits for the inner one, then writes what the session needs.

use crate::response::{finish, is_refused, job, say, to_revoke};
use crate::revocation::Revocation;
use crate::revoke;
use crate::save::Said;
use crate::session::Session;
use crate::slot::SessionSlot;
use crate::state::Closed;
use crate::storage::{Pending, Side, Storage, Work};
use crate::store::Store;
use http::{Response, StatusCode};
use pin_project_lite::pin_project;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

/// The answer of a service, and what waits for a store with it.
type Saving<A, C> =
    <<C as Session>::Revocation as Revocation>::Pending<A, Said, <<C as Session>::Storage as Storage>::Side>;

pin_project! {
    /// The future of a [`SessionService`](crate::SessionService)'s response; `Send` exactly when its parts are.
    pub struct SessionFuture<F: Future, C: Session> {
        // None once it has answered.
        #[pin]
        inner: Option<F>,
        slot: OpenSlot<C>,
        // Takes no space on the client's side.
        saving: Option<(Saving<F::Output, C>, SessionSlot<C>, Seen)>,
    }
}

/// What the request did with its session, besides what it changed.
#[derive(Clone, Copy)]
struct Seen {
    asked: bool,
    refused: bool,
}

impl<F: Future, C: Session> SessionFuture<F, C> {
    pub(crate) fn new(inner: F, slot: OpenSlot<C>) -> Self {
        SessionFuture { inner: Some(inner), slot, saving: None }
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
        if let Some((saving, slot, seen)) = this.saving {
            let (mut answer, said) = ready!(saving.poll(cx));
            if let (Ok(response), Some(config)) = (&mut answer, slot.config()) {
                say(config, seen.asked, seen.refused, Some(said), response);
            }
            return Poll::Ready(answer);
        }
        // Polled after it has answered, which no caller may do: there is nothing to wait for.
        let Some(inner) = this.inner.as_mut().as_pin_mut() else { return Poll::Pending };
        // The answer stays where it is: it is long, and moving it costs.
        let mut polled = inner.poll(cx);
        let Poll::Ready(answer) = &mut polled else { return Poll::Pending };
        // Handles that a hand-written future, or one that a timeout cut off, keeps beyond its answer are published now.
        this.inner.set(None);
        let (Some((slot, mut closed)), Ok(response)) = (this.slot.close(), answer) else { return polled };
        let Some(config) = slot.config() else { return polled };
        let seen = Seen { asked: closed.asked, refused: is_refused(closed.rejection) };
        let step = if <C::Storage as Storage>::Side::SERVER {
            let job = job(config, &mut closed, response);
            let work = job.map(|job| job.run(slot.clone()));
            begin::<C>(work, <C::Storage as Storage>::Store::IMMEDIATE, cx)
        } else if C::Revocation::ON {
            let ending =
                to_revoke(config, &closed, response).map(|ending| (ending, response.headers().clone()));
            let is_written = finish(config, closed, response);
            let ending = ending.filter(|_| is_written);
            let work = ending.map(|(ending, before)| revoke::run(slot.clone(), ending, before));
            match begin::<C>(work, <C::Revocation as Revocation>::Store::IMMEDIATE, cx) {
                Step::Done(None) => return polled,
                step => step,
            }
        } else {
            finish(config, closed, response);
            return polled;
        };
        match (step, polled) {
            (Step::Done(said), mut polled) => {
                if let Poll::Ready(Ok(response)) = &mut polled {
                    say(config, seen.asked, seen.refused, said, response);
                }
                polled
            }
            (Step::Waits(work), Poll::Ready(answer)) => {
                *this.saving = Saving::<F::Output, C>::new(answer, work).map(|saving| (saving, slot, seen));
                Poll::Pending
            }
            // Not reached: nothing was begun before there was an answer.
            (Step::Waits(_), Poll::Pending) => Poll::Pending,
        }
    }
}

/// How far work came when it was first polled.
enum Step {
    Done(Option<Said>),
    Waits(Work<Said>),
}

/// Polls the work, if there is any, a first time; that of an immediate store takes no allocation.
fn begin<C: Session>(
    work: Option<impl Future<Output = Said> + Send + 'static>,
    immediate: bool,
    cx: &mut Context<'_>,
) -> Step {
    match work {
        None => Step::Done(None),
        Some(work) if immediate => Step::Done(Some(at_once::<C>(work, cx))),
        Some(work) => {
            let mut work: Work<Said> = Box::pin(work);
            match work.as_mut().poll(cx) {
                Poll::Ready(said) => Step::Done(Some(said)),
                Poll::Pending => Step::Waits(work),
            }
        }
    }
}

/// What the work of a store comes to that never waits.
fn at_once<C: Session>(work: impl Future<Output = Said>, cx: &mut Context<'_>) -> Said {
    match pin!(work).poll(cx) {
        Poll::Ready(said) => said,
        Poll::Pending => {
            tracing::error!(
                claims = C::SETTINGS.name,
                "the store says that it is `IMMEDIATE`, and waits: the session was not saved, answering 503"
            );
            Said::Failed(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

impl<F: Future, C: Session> fmt::Debug for SessionFuture<F, C> {
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

    fn close(&mut self) -> Option<(SessionSlot<C>, Closed<C>)> {
        let slot = self.0.take()?;
        let closed = slot.shared.lock().close();
        Some((slot, closed))
    }
}

impl<C: Session> Drop for OpenSlot<C> {
    fn drop(&mut self) {
        self.close();
    }
}
