//! What the clones of a store share.

use super::address::Address;
use super::cluster::Cluster;
use super::command::{Command, Wait};
use super::failure::Failure;
use super::link::Place;
use super::node::{Kind, Node};
use super::scripts::Scripts;
use crate::store::{RecordKey, SubjectKey};
use redis::Value;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

/// How many operations wait for an answer at most. A Redis that is well answers so many in a few hundredths of a second; while
/// it is not, whoever comes after them fails at once, and neither memory nor a queue grows.
const WAITING: usize = 4096;
/// After how long without an answer the connection is under suspicion.
const SUSPECT_AFTER: Duration = Duration::from_millis(500);
/// How long an attempt to connect takes at most: one that was lost on the way must not be what everybody waits for.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// What a store was told.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) address: Address,
    pub(super) prefix: String,
    pub(super) allowed: Duration,
    pub(super) wait: Option<Wait>,
}

pub(super) struct Inner {
    pub(super) config: Config,
    servers: Servers,
    pub(super) scripts: Scripts,
    /// What the names of subjects' sets begin with.
    pub(super) subjects: String,
    waiting: Semaphore,
}

enum Servers {
    One(Node),
    Cluster(Cluster),
}

impl Inner {
    pub(super) fn new(config: Config) -> Self {
        let Config { address, allowed, wait, .. } = &config;
        let within = CONNECT_WITHIN.min(*allowed);
        let servers = match address.clone() {
            Address::One(endpoint) => Servers::One(Node::new(endpoint, within, *wait)),
            Address::Cluster(first, more) => Servers::Cluster(Cluster::new(first, &more, within, *wait)),
        };
        let subjects = format!("{}subject:", config.prefix);
        let (scripts, waiting) = (Scripts::new(), Semaphore::new(WAITING));
        Inner { config, servers, scripts, subjects, waiting }
    }

    pub(super) fn record(&self, key: &RecordKey) -> String {
        format!("{}{key}", self.config.prefix)
    }

    pub(super) fn subject(&self, key: &SubjectKey) -> String {
        format!("{}{key}", self.subjects)
    }

    /// Whether a session and the set of its subject are on one server, so that one script can do both.
    pub(super) fn is_one(&self) -> bool {
        matches!(self.servers, Servers::One(_))
    }

    fn place(&self, key: &str) -> Option<Place> {
        match &self.servers {
            Servers::One(node) => Some(node.place()),
            Servers::Cluster(cluster) => cluster.place(key),
        }
    }

    /// An operation begins, if not too many are under way.
    pub(super) fn begin(&self) -> Result<Operation<'_>, Failure> {
        let permit = self.waiting.try_acquire().map_err(|_| Failure::Full)?;
        let ends = Instant::now().checked_add(self.config.allowed);
        Ok(Operation { inner: self, ends, _permit: permit })
    }
}

/// What a store was asked to do, and until when. All waiting is in [`ask`](Self::ask).
pub(super) struct Operation<'i> {
    pub(super) inner: &'i Inner,
    /// None where it may take longer than a clock counts.
    ends: Option<Instant>,
    _permit: SemaphorePermit<'i>,
}

impl Operation<'_> {
    /// Asks the server that has this key; a read is asked again where that is another one by now.
    pub(super) async fn ask(&self, key: &str, command: Command<'_>, kind: Kind) -> Result<Value, Failure> {
        let inner = self.inner;
        loop {
            let place = inner.place(key);
            let mut answer = pin!(async {
                match &inner.servers {
                    Servers::One(node) => node.ask(&command, kind, false).await,
                    Servers::Cluster(cluster) => cluster.ask(key, &command, kind).await,
                }
            });
            loop {
                let left = self.ends.map(|ends| ends.saturating_duration_since(Instant::now()));
                let patience = left.map_or(SUSPECT_AFTER, |left| left.min(SUSPECT_AFTER));
                if let Ok(answer) = timeout(patience, &mut answer).await {
                    return answer;
                }
                let left = left.map_or(SUSPECT_AFTER, |left| left.saturating_sub(patience));
                match &inner.servers {
                    Servers::One(node) => node.suspect(),
                    Servers::Cluster(cluster) => drop(timeout(left, cluster.suspect(key)).await),
                }
                if left.is_zero() {
                    return Err(Failure::Late(inner.config.allowed));
                }
                let is_left = match (&place, inner.place(key)) {
                    (Some(place), Some(now)) => place.is_left_for(&now),
                    _ => false,
                };
                if is_left && kind == Kind::Read {
                    break;
                }
            }
        }
    }
}
