//! One connection that is made when it is first needed and made again when it broke.

use super::address::Endpoint;
use super::failure::Failure;
use redis::aio::MultiplexedConnection;
use redis::{Cmd, ErrorKind, Pipeline, RedisError, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::watch;

/// For how long after a failed attempt nobody tries again: a server that is down is asked ten times a second, however many
/// requests want it, and is back for them a tenth of a second after it is.
const PAUSE: Duration = Duration::from_millis(100);

/// How old a connection is at least that is suspected, and how long nobody tries again to replace one: where operations have less
/// time than that, and a server is slow, it is not connected to over and over.
const YOUNG: Duration = Duration::from_millis(500);

/// What everybody's commands share. Nothing is sent twice behind a caller's back.
#[derive(Clone)]
pub(super) struct Link(Arc<Shared>);

struct Shared {
    endpoint: Endpoint,
    connect_within: Duration,
    state: watch::Sender<State>,
    replacing: AtomicBool,
}

enum State {
    Idle,
    Connecting,
    Ready(Ready),
    Failed(Failure, Instant),
}

#[derive(Clone)]
struct Ready {
    /// Tells whether this is still the one that somebody saw fail.
    mark: Arc<()>,
    since: Instant,
    connection: MultiplexedConnection,
}

impl Link {
    pub(super) fn new(endpoint: Endpoint, connect_within: Duration) -> Self {
        let state = watch::Sender::new(State::Idle);
        Link(Arc::new(Shared { endpoint, connect_within, state, replacing: AtomicBool::new(false) }))
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// Sends a command and gives back its answer. `again` sends it once more if the connection breaks, which only one may ask for
    /// that changes nothing.
    pub(super) async fn send(&self, command: &Cmd, again: bool) -> Result<Value, Failure> {
        let first = self.send_once(command).await;
        match first {
            Err(failure) if again && failure.is_lost() => self.send_once(command).await,
            first => first,
        }
    }

    /// Not as a pipeline of one, for which the client keeps books that cost more than the command.
    async fn send_once(&self, command: &Cmd) -> Result<Value, Failure> {
        let Ready { mark, mut connection, .. } = self.connection().await?;
        let answer = connection.send_packed_command(command).await;
        self.checked(&mark, answer.map_err(Failure::from).and_then(unless_error))
    }

    /// Sends commands in one go and gives back their answers; once more like [`send`](Self::send).
    pub(super) async fn send_all(&self, pipeline: &Pipeline, again: bool) -> Result<Vec<Value>, Failure> {
        let first = self.send_all_once(pipeline).await;
        match first {
            Err(failure) if again && failure.is_lost() => self.send_all_once(pipeline).await,
            first => first,
        }
    }

    async fn send_all_once(&self, pipeline: &Pipeline) -> Result<Vec<Value>, Failure> {
        let Ready { mark, mut connection, .. } = self.connection().await?;
        let answers = connection.send_packed_commands(pipeline, 0, pipeline.len()).await;
        let answers = answers.map_err(Failure::from);
        self.checked(&mark, answers.and_then(|answers| answers.into_iter().map(unless_error).collect()))
    }

    /// Forgets the connection if this is its end.
    fn checked<T>(&self, mark: &Arc<()>, answer: Result<T, Failure>) -> Result<T, Failure> {
        if answer.as_ref().is_err_and(Failure::ends_connection) {
            self.0.discard(mark);
        }
        answer
    }

    /// Where a command would go now.
    pub(super) fn place(&self) -> Place {
        let mark = match &*self.0.state.borrow() {
            State::Ready(ready) => Some(Arc::clone(&ready.mark)),
            State::Idle | State::Connecting | State::Failed(..) => None,
        };
        Place { link: self.clone(), mark }
    }

    /// No answer has come for long: makes another connection beside this one, which takes its place if it can be made. So a
    /// server that vanished without a word does not hold everybody up until the operating system notices.
    pub(super) fn replace(&self) {
        let is_suspect =
            matches!(&*self.0.state.borrow(), State::Ready(ready) if ready.since.elapsed() >= YOUNG);
        if !is_suspect || self.0.replacing.swap(true, Ordering::AcqRel) {
            return;
        }
        let attempt = Replacing(Arc::clone(&self.0));
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                match attempt.0.open().await {
                    Ok(ready) => drop(attempt.0.state.send_replace(State::Ready(ready))),
                    // Until then nobody else tries.
                    Err(_) => tokio::time::sleep(YOUNG).await,
                }
            });
        }
    }

    /// The connection, once there is one.
    async fn connection(&self) -> Result<Ready, Failure> {
        if let State::Ready(ready) = &*self.0.state.borrow() {
            return Ok(ready.clone());
        }
        let mut changes = self.0.state.subscribe();
        loop {
            match &*changes.borrow_and_update() {
                State::Ready(ready) => return Ok(ready.clone()),
                State::Failed(failure, at) if at.elapsed() < PAUSE => return Err(failure.clone()),
                State::Idle | State::Connecting | State::Failed(..) => {}
            }
            Shared::connect(&self.0)?;
            // The sender lives as long as `self`.
            let _ = changes.changed().await;
        }
    }
}

impl Shared {
    /// Begins to connect, unless somebody has.
    fn connect(shared: &Arc<Self>) -> Result<(), Failure> {
        let runtime = Handle::try_current().map_err(|_| Failure::NoRuntime)?;
        let begins = shared.state.send_if_modified(|state| {
            let begins = match state {
                State::Idle => true,
                State::Failed(_, at) => at.elapsed() >= PAUSE,
                State::Connecting | State::Ready(_) => false,
            };
            if begins {
                *state = State::Connecting;
            }
            begins
        });
        if begins {
            let attempt = Attempt(Arc::clone(shared));
            // Of its own, since whoever asked first may give up first.
            runtime.spawn(async move {
                let state = match attempt.0.open().await {
                    Ok(ready) => State::Ready(ready),
                    Err(failure) => State::Failed(failure, Instant::now()),
                };
                attempt.0.state.send_replace(state);
            });
        }
        Ok(())
    }

    async fn open(self: &Arc<Self>) -> Result<Ready, Failure> {
        let mark = Arc::new(());
        let (shared, marked) = (Arc::downgrade(self), Arc::downgrade(&mark));
        let on_end = move || {
            if let (Some(shared), Some(mark)) = (shared.upgrade(), marked.upgrade()) {
                shared.discard(&mark);
            }
        };
        match tokio::time::timeout(self.connect_within, self.endpoint.open(self.connect_within, on_end)).await
        {
            Ok(connection) => Ok(Ready { mark, since: Instant::now(), connection: connection? }),
            Err(_) => Err(RedisError::from((ErrorKind::Io, "no connection was made in time")).into()),
        }
    }

    /// Forgets a connection that broke, if it is still the one in use.
    fn discard(&self, mark: &Arc<()>) {
        self.state.send_if_modified(|state| {
            let is_it = matches!(state, State::Ready(ready) if Arc::ptr_eq(&ready.mark, mark));
            if is_it {
                *state = State::Idle;
            }
            is_it
        });
    }
}

/// An answer that is an error of the server is an error.
fn unless_error(answer: Value) -> Result<Value, Failure> {
    match answer {
        Value::ServerError(error) => Err(Failure::Redis(error.into())),
        answer => Ok(answer),
    }
}

/// A link, and the connection that it has.
pub(super) struct Place {
    link: Link,
    mark: Option<Arc<()>>,
}

impl Place {
    /// Whether a command would not go there any more.
    pub(super) fn is_left_for(&self, other: &Place) -> bool {
        let is_replaced = match (&self.mark, &other.mark) {
            (Some(mark), Some(other)) => !Arc::ptr_eq(mark, other),
            _ => false,
        };
        is_replaced || !Arc::ptr_eq(&self.link.0, &other.link.0)
    }
}

/// An attempt to connect. A runtime that ends meanwhile leaves none behind.
struct Attempt(Arc<Shared>);

impl Drop for Attempt {
    fn drop(&mut self) {
        self.0.state.send_if_modified(|state| {
            let is_unfinished = matches!(state, State::Connecting);
            if is_unfinished {
                *state = State::Idle;
            }
            is_unfinished
        });
    }
}

/// An attempt to replace a connection.
struct Replacing(Arc<Shared>);

impl Drop for Replacing {
    fn drop(&mut self) {
        self.0.replacing.store(false, Ordering::Release);
    }
}
