//! Some tasks that ask as soon as they are answered.

use crate::Result;
use crate::ours::{Does, request};
use axum::body::Body;
use http::{Request, Response};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use std::cell::RefCell;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};
use tower::Service;

/// How fast somebody answered.
pub struct Rate {
    pub per_second: f64,
    /// In microseconds.
    pub processor: f64,
}

/// Microseconds that this process had on its core so far.
fn on_core() -> Result<f64> {
    let used = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((used.user_time() + used.system_time()).num_microseconds() as f64)
}

/// What answers requests, for as long as there are some, like the service of a connection.
pub trait Application:
    Service<Request<Body>, Response = Response<Body>, Error: Debug, Future: 'static> + 'static
{
}

impl<S> Application for S where
    S: Service<Request<Body>, Response = Response<Body>, Error: Debug, Future: 'static> + 'static
{
}

/// One request of a task.
type Asked = Pin<Box<dyn Future<Output = ()>>>;

pub struct Contender {
    pub name: &'static str,
    ask: Rc<dyn Fn(usize) -> Asked>,
}

impl Contender {
    /// `ask` gets the number of the task: each has a session of its own.
    pub fn new<F: Future<Output = ()> + 'static>(
        name: &'static str,
        ask: impl Fn(usize) -> F + 'static,
    ) -> Self {
        Contender { name, ask: Rc::new(move |task| Box::pin(ask(task))) }
    }

    /// An application, asked with the cookie of the task.
    pub fn serving(name: &'static str, application: impl Application, cookies: &[String]) -> Self {
        let (application, cookies) = (RefCell::new(application), cookies.to_vec());
        Contender::new(name, move |task| {
            let answer = application.borrow_mut().call(request(&cookies[task]));
            async {
                let response = answer.await.expect("an answer");
                assert_eq!(response.status(), 200, "the session could not be saved");
            }
        })
    }

    /// An application that leaves the session alone, reads it, and changes it.
    pub fn each<A: Application>(
        names: [&'static str; 3],
        cookies: &[String],
        application: impl Fn(Does) -> A,
    ) -> impl Iterator<Item = Self> {
        let does = [Does::Nothing, Does::Reads, Does::Changes];
        names.into_iter().zip(does).map(move |(name, does)| Self::serving(name, application(does), cookies))
    }

    pub async fn once(&self) {
        (self.ask)(0).await;
    }

    /// Answers in a second, and what each takes of this process's time on its core.
    pub async fn rate(&self, tasks: usize, during: Duration) -> Result<Rate> {
        let local = LocalSet::new();
        let (begun, spent) = (Instant::now(), on_core()?);
        let answers = local.run_until(async {
            let mut all = JoinSet::new();
            for task in 0..tasks {
                let ask = Rc::clone(&self.ask);
                all.spawn_local(async move {
                    let mut answers = 0u64;
                    while begun.elapsed() < during {
                        ask(task).await;
                        answers += 1;
                    }
                    answers
                });
            }
            all.join_all().await.into_iter().sum::<u64>()
        });
        let answers = answers.await as f64;
        let processor = (on_core()? - spent) / answers;
        Ok(Rate { per_second: answers / begun.elapsed().as_secs_f64(), processor })
    }
}
