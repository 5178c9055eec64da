//! One contender under one scenario: a service, and the requests that it gets.

use http::{Request, Response, StatusCode, header};
use std::fmt::Debug;
use std::future::poll_fn;
use std::hint::black_box;
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::Service;

/// Who is measured, and on what.
pub struct Contender {
    pub name: &'static str,
    pub runs: Box<dyn Runs>,
}

/// Serves requests in batches.
pub trait Runs {
    /// Makes the requests of the next batch.
    fn prepare(&mut self, count: usize);
    /// Serves them, which is what is measured.
    fn run(&mut self) -> Outcome;
    /// How long the next request's `Cookie` field is, in bytes.
    fn cookies(&mut self) -> usize;
}

/// How the last request of a batch was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub status: StatusCode,
    pub set_cookies: usize,
}

impl Outcome {
    pub(crate) fn of<B>(response: &Response<B>) -> Self {
        let set_cookies = response.headers().get_all(header::SET_COOKIE).iter().count();
        Outcome { status: response.status(), set_cookies }
    }
}

/// A runtime that every contender of a process shares.
pub(crate) fn runtime() -> Rc<Runtime> {
    Rc::new(tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"))
}

struct Served<S, B> {
    runtime: Rc<Runtime>,
    service: S,
    request: Box<dyn FnMut() -> Request<B>>,
    ready: Vec<Request<B>>,
}

impl<S, B, R> Runs for Served<S, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Debug,
{
    fn prepare(&mut self, count: usize) {
        self.ready.extend((0..count).map(|_| (self.request)()));
    }

    fn run(&mut self) -> Outcome {
        let (service, ready) = (&mut self.service, &mut self.ready);
        self.runtime.block_on(async {
            let mut outcome = None;
            for request in ready.drain(..) {
                poll_fn(|cx| service.poll_ready(cx)).await.expect("ready");
                let response = service.call(request).await.expect("an answer");
                outcome = Some(Outcome::of(&black_box(response)));
            }
            outcome.expect("a request")
        })
    }

    fn cookies(&mut self) -> usize {
        (self.request)().headers().get(header::COOKIE).map_or(0, |cookies| cookies.len())
    }
}

/// A service, and how its requests are made.
pub(crate) fn served<S, B, R>(
    runtime: &Rc<Runtime>,
    service: S,
    request: impl FnMut() -> Request<B> + 'static,
) -> Box<dyn Runs>
where
    S: Service<Request<B>, Response = Response<R>> + 'static,
    S::Error: Debug,
    B: 'static,
{
    let (runtime, request) = (Rc::clone(runtime), Box::new(request));
    Box::new(Served { runtime, service, request, ready: Vec::new() })
}
