//! What a storage's side means for the future of a response: on the client's side there is nothing to wait for.

use super::Storage;
use crate::combine::{ClientSide, ServerSide};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Where a storage keeps sessions. Nothing else implements it.
pub trait Side: 'static {
    /// Whether a store keeps the sessions.
    #[doc(hidden)]
    const SERVER: bool;
    /// An answer that waits for a store, and the work of that store.
    #[doc(hidden)]
    type Pending<R, T>: Pending<R, T>;
}

impl Side for ClientSide {
    const SERVER: bool = false;
    type Pending<R, T> = Infallible;
}

impl Side for ServerSide {
    const SERVER: bool = true;
    type Pending<R, T> = Waiting<R, T>;
}

/// Work that was polled once and is not done.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An answer that waits for work.
#[doc(hidden)]
pub trait Pending<R, T>: Sized {
    /// None where nothing ever waits.
    fn new(answer: R, work: Work<T>) -> Option<Self>;
    /// The answer and what the work came to; called once it is there, it waits for ever.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<(R, T)>;
}

impl<R, T> Pending<R, T> for Infallible {
    fn new(_: R, _: Work<T>) -> Option<Self> {
        None
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<(R, T)> {
        match *self {}
    }
}

/// An answer, and what it waits for. Nobody pins the answer.
#[doc(hidden)]
pub struct Waiting<R, T> {
    answer: Option<R>,
    work: Work<T>,
}

impl<R, T> Unpin for Waiting<R, T> {}

impl<R, T> Pending<R, T> for Waiting<R, T> {
    fn new(answer: R, work: Work<T>) -> Option<Self> {
        Some(Waiting { answer: Some(answer), work })
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<(R, T)> {
        let done = std::task::ready!(self.work.as_mut().poll(cx));
        match self.answer.take() {
            Some(answer) => Poll::Ready((answer, done)),
            None => Poll::Pending,
        }
    }
}

/// A storage whose tokens carry their claims, so that a token can be made and read without a store.
#[diagnostic::on_unimplemented(
    message = "storage `{Self}` keeps sessions on the server: a token alone is none",
    label = "needs a storage on the client's side",
    note = "use `layer.sessions()`, which starts, reads and ends sessions of a store outside of requests"
)]
pub trait ClientHeld: Storage<Side = ClientSide> {}
#[diagnostic::do_not_recommend]
impl<S: Storage<Side = ClientSide>> ClientHeld for S {}

/// A storage whose sessions a store keeps.
#[diagnostic::on_unimplemented(
    message = "storage `{Self}` keeps no sessions on the server",
    label = "needs a storage on the server",
    note = "use `layer.tokens()`, which makes and reads tokens that carry their claims"
)]
pub trait ServerHeld: Storage<Side = ServerSide> {}
#[diagnostic::do_not_recommend]
impl<S: Storage<Side = ServerSide>> ServerHeld for S {}
