//! Sessions in Redis.

mod address;
mod cluster;
mod command;
mod failure;
mod inner;
mod link;
mod node;
mod operations;
mod record;
mod scripts;
mod slots;
mod subjects;

pub use address::RedisUrlError;

use address::{Address, Endpoint};
use command::Wait;
use inner::{Config, Inner};
use redis::RedisConnectionInfo;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

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
/// One text for each session, `{prefix}{SHA-256 of the id}`: JSON with `version`, `expires`, `subject` (empty where the claims have
/// none) and `document`, in which the claims are, for people and for `jq` to read. It expires to the second when the session ends,
/// so nothing has to be swept. One sorted set for each subject, `{prefix}subject:{SHA-256}`, with the keys of its sessions by their
/// end; it expires with the last of them. Give Redis `maxmemory-policy noeviction`: every other one throws sessions away when memory
/// is short.
///
/// # What it costs
///
/// One round trip for each operation, and one more the first time that a server meets a script. In a Cluster, where a session and
/// the set of its subject are on different nodes: two for `insert`, `update` and `delete` of a session that has a subject and three
/// for `touch`, two for `touch` of any other, and one for each session that is listed or ended through its subject. A `touch` has
/// Redis write the session's text anew, within Redis: the end stands in it.
///
/// # What is certain
///
/// Each step is one command or one script, which run alone or not at all; in a Cluster the entry in the set comes before the
/// session, so that no session is missing from its list. Nothing but a read is ever sent twice. When a connection breaks after a change was sent,
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
    /// [`StoreError::Timeout`](crate::StoreError::Timeout), and the request is answered 503.
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
        RedisStore(Arc::new(Inner::new(config)))
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
