//! Sessions in Redis.

mod address;
mod cluster;
mod command;
mod failure;
mod link;
mod node;
mod operations;
mod scripts;
mod slots;
mod subjects;

pub use address::RedisUrlError;

use crate::store::{RecordKey, StoreError, SubjectKey};
use address::{Address, Endpoint};
use cluster::Cluster;
use command::{Command, Wait};
use failure::Failure;
use node::{Kind, Node};
use redis::{RedisConnectionInfo, Value};
use scripts::Scripts;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many operations wait for an answer at most. A Redis that is well answers so many in a few hundredths of a second; while
/// it is not, whoever comes after them fails at once, and neither memory nor a queue grows.
const WAITING: usize = 4096;
/// After how long without an answer the connection is under suspicion.
const SUSPECT_AFTER: Duration = Duration::from_millis(500);
/// How long an attempt to connect takes at most: one that was lost on the way must not be what everybody waits for.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// Keeps sessions in Redis, Valkey or what speaks like them: one server, the primary that Sentinel names, or a Cluster.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use serde::{Deserialize, Serialize};
/// use session_runtime::{RedisStore, Session};
///
/// #[derive(Session, Serialize, Deserialize, Clone)]
/// #[session(codec = "opaque", storage = "redis", auth = "cookie", idle = "30m")]
/// struct Account {
///     #[session(subject)]
///     user_id: u64,
/// }
///
/// # fn main() -> Result<(), session_runtime::RedisUrlError> {
/// let store = RedisStore::new("redis://127.0.0.1:6379")?.prefix("shop:session:");
/// let layer = Account::layer(store);
/// # Ok(()) }
/// # }
/// ```
///
/// Making one connects to nothing and needs no server: an application starts while Redis is down, answers 503 to requests that ask
/// for their session, and has its sessions a tenth of a second after Redis is there. A clone is cheap and shares the
/// connection. Needs a Tokio runtime with its I/O and time drivers, and Redis 6 or later. For `rediss://` (TLS) add the crate
/// `redis` 1.x with `tokio-native-tls-comp` or `tokio-rustls-comp` to your own dependencies.
///
/// # What it keeps
///
/// One hash for each session, `{prefix}{SHA-256 of the id}`, with the fields `version`, `document` (the claims, as JSON that people
/// can read), `expires`, and `subject` where the claims have one; it expires to the second when the session ends, so nothing has to
/// be swept. One sorted set for each subject, `{prefix}subject:{SHA-256}`, with the keys of its sessions by their end; it expires
/// with the last of them. Give Redis `maxmemory-policy noeviction`: every other one throws sessions away when memory is short.
///
/// # What it costs
///
/// One round trip for each operation, and one more the first time that a server meets a script. In a Cluster, where a session and
/// the set of its subject are on different nodes: two for `insert` and `update`, three for `touch` and two for `delete` of a session
/// that has a subject, and one for each session that is listed or ended through its subject.
///
/// # What is certain
///
/// Steps are scripts, which run alone or not at all; in a Cluster the entry in the set comes before the session, so that no
/// session is missing from its list. Nothing but a read is ever sent twice. When a connection breaks after a change was sent,
/// nobody knows whether it was made: the operation fails, and the session is as it was or as it was to be. Everything is asked
/// of primaries: a replica may not know yet that a session was ended.
///
/// What Redis acknowledged can still be undone by Redis: a failover takes back what had not reached the replica that is
/// promoted. Without [`wait`](Self::wait) that is whatever was acknowledged in the moment before (replication is asynchronous) or
/// while the primary was cut off from its replicas: a new session may be gone, a change undone, an ended or rotated session be
/// back until its own end. A server without `appendonly yes` loses in the same way what it did after its last snapshot when it
/// is killed, and with `appendfsync everysec` the last second when the machine is.
#[derive(Clone)]
pub struct RedisStore(Arc<Inner>);

#[derive(Clone)]
struct Config {
    address: Address,
    prefix: String,
    allowed: Duration,
    wait: Option<Wait>,
}

struct Inner {
    config: Config,
    servers: Servers,
    scripts: Scripts,
    /// What the names of subjects' sets begin with.
    subjects: String,
    waiting: Semaphore,
}

enum Servers {
    One(Node),
    Cluster(Cluster),
}

impl RedisStore {
    /// A single server: `redis://[user:password@]host[:port][/database]`, `rediss://…` for TLS, or `unix:///path`. Also for a
    /// service that is one server to its clients and shards nothing behind it.
    ///
    /// # Errors
    /// When the URL is none. That nobody is there is no error here.
    pub fn new(url: &str) -> Result<Self, RedisUrlError> {
        Ok(Self::at(Address::One(Endpoint::Node(address::parse(url)?))))
    }

    /// A Redis Cluster, of which one or more nodes are named; the others are found through them. All have the login of the first.
    /// Sessions spread over the nodes; a hash tag in the prefix, as in `{app}:`, puts all of them on one.
    ///
    /// # Errors
    /// When one of the URLs is none, or there are none.
    pub fn cluster<U: AsRef<str>>(urls: impl IntoIterator<Item = U>) -> Result<Self, RedisUrlError> {
        let (first, more) = address::parse_all(urls)?;
        Ok(Self::at(Address::Cluster(first, more)))
    }

    /// The primary that sentinels know under a name (`mymaster` in many examples), wherever it is after a failover. The URLs are
    /// those of the sentinels; for the login of the servers themselves see [`login`](Self::login). Where the sentinels are asked
    /// with TLS, so are the servers.
    ///
    /// # Errors
    /// When one of the URLs is none, or there are none.
    pub fn sentinel<U: AsRef<str>>(
        urls: impl IntoIterator<Item = U>,
        name: impl Into<String>,
    ) -> Result<Self, RedisUrlError> {
        let (first, more) = address::parse_all(urls)?;
        let sentinels = [first].into_iter().chain(more).collect();
        let login = address::ours(RedisConnectionInfo::default());
        Ok(Self::at(Address::One(Endpoint::Primary { sentinels, name: name.into(), login })))
    }

    /// The user and password of the servers behind sentinels, whose URLs have those of the sentinels. Elsewhere they are in the URL,
    /// and this changes nothing.
    #[must_use]
    pub fn login(self, user: &str, password: &str) -> Self {
        self.with(|config| {
            if let Address::One(Endpoint::Primary { login, .. }) = &mut config.address {
                *login = login.clone().set_username(user).set_password(password);
            }
        })
    }

    /// What all keys begin with: `session:` unless set. Two applications in one Redis need two.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        self.with(|config| config.prefix = prefix.into())
    }

    /// How long an operation may take, connecting included: 5 seconds unless set. Then it is
    /// [`StoreError::Timeout`], and the request is answered 503.
    #[must_use]
    pub fn timeout(self, at_most: Duration) -> Self {
        self.with(|config| config.allowed = at_most)
    }

    /// Has an insert, update or delete succeed only when this many replicas have it too (`WAIT`), for which it waits this long at
    /// most, to the millisecond and at least one. Then a failover to one of them undoes nothing that succeeded; one to another
    /// replica still can. An operation that fails for this reason was made on the primary all the same. Costs the time
    /// that the replicas take, and a second connection.
    #[must_use]
    pub fn wait(self, replicas: u32, at_most: Duration) -> Self {
        // To Redis, zero is forever.
        let at_most = u64::try_from(at_most.as_millis()).unwrap_or(u64::MAX).clamp(1, i64::MAX as u64);
        self.with(|config| config.wait = (replicas > 0).then_some(Wait { replicas, at_most }))
    }

    fn at(address: Address) -> Self {
        let allowed = Duration::from_secs(5);
        Self::of(Config { address, prefix: "session:".to_owned(), allowed, wait: None })
    }

    /// Nothing is connected yet, so the parts can be made anew.
    fn with(self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.0.config.clone();
        change(&mut config);
        Self::of(config)
    }

    fn of(config: Config) -> Self {
        let Config { address, allowed, wait, .. } = &config;
        let within = CONNECT_WITHIN.min(*allowed);
        let servers = match address.clone() {
            Address::One(endpoint) => Servers::One(Node::new(endpoint, within, *wait)),
            Address::Cluster(first, more) => Servers::Cluster(Cluster::new(first, &more, within, *wait)),
        };
        let subjects = format!("{}subject:", config.prefix);
        let (scripts, waiting) = (Scripts::new(), Semaphore::new(WAITING));
        RedisStore(Arc::new(Inner { config, servers, scripts, subjects, waiting }))
    }
}

impl Inner {
    fn record(&self, key: &RecordKey) -> String {
        format!("{}{key}", self.config.prefix)
    }

    fn subject(&self, key: &SubjectKey) -> String {
        format!("{}{key}", self.subjects)
    }

    /// Whether a session and the set of its subject are on one server, so that one script can do both.
    fn is_one(&self) -> bool {
        matches!(self.servers, Servers::One(_))
    }

    /// Asks the server that has this key.
    async fn ask(&self, key: &str, command: Command<'_>, kind: Kind) -> Result<Value, Failure> {
        let mut answer = pin!(async {
            match &self.servers {
                Servers::One(node) => node.ask(&command, kind, false).await,
                Servers::Cluster(cluster) => cluster.ask(key, &command, kind).await,
            }
        });
        if let Ok(answer) = timeout(SUSPECT_AFTER, &mut answer).await {
            return answer;
        }
        match &self.servers {
            Servers::One(node) => node.suspect(),
            Servers::Cluster(cluster) => cluster.suspect(key),
        }
        answer.await
    }

    /// An operation, in the time that it has.
    async fn within<T>(&self, operation: impl Future<Output = Result<T, Failure>>) -> Result<T, StoreError> {
        let Ok(_permit) = self.waiting.try_acquire() else { return Err(Failure::Full.into()) };
        let allowed = self.config.allowed;
        let done = timeout(allowed, operation).await.unwrap_or(Err(Failure::Late(allowed)));
        done.map_err(StoreError::from)
    }
}

/// Without users and passwords.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Config { address, prefix, allowed, wait } = &self.0.config;
        f.debug_struct("RedisStore")
            .field("at", &format_args!("{address}"))
            .field("prefix", prefix)
            .field("timeout", allowed)
            .field("wait", wait)
            .finish()
    }
}
