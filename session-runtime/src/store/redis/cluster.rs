//! A Redis Cluster: which node is asked, and what is learnt when it was the wrong one.
//!
//! Not the cluster client of the `redis` crate: that one sends a command again when a connection breaks, though it may have run,
//! and lets one node that hangs hold up the others.

use super::address::{Endpoint, beside};
use super::command::{Command, Wait};
use super::failure::Failure;
use super::link::Place;
use super::node::{Kind, Node};
use super::slots::{self, Range};
use redis::{ConnectionAddr, ConnectionInfo, ErrorKind, RedisError, ServerErrorKind, Value};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often a command follows a key that is moving.
const HOPS: usize = 8;
/// For how long a command waits for a slot in which only some of its keys have moved.
const BETWEEN_HOPS: Duration = Duration::from_millis(20);
/// How often the nodes are asked who has what, at most: every so often, however many commands find that it has changed.
const PAUSE: Duration = Duration::from_millis(100);
/// For how long they are asked.
const ASK_WITHIN: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Cluster(Arc<Shared>);

struct Shared {
    seeds: Vec<ConnectionInfo>,
    /// What the other nodes' logins are like.
    like: ConnectionInfo,
    connect_within: Duration,
    wait: Option<Wait>,
    map: watch::Sender<Arc<Map>>,
    asking: AtomicBool,
}

/// Who has what, as far as is known.
#[derive(Clone, Default)]
struct Map {
    ranges: Vec<(u16, u16, Node)>,
    /// By their addresses, replicas too: they can be asked who has what.
    nodes: HashMap<String, Node>,
    asked: Option<Instant>,
    failure: Option<Failure>,
}

impl Map {
    fn owner(&self, slot: u16) -> Option<&Node> {
        self.ranges.iter().find(|(first, last, _)| (first..=last).contains(&&slot)).map(|(_, _, node)| node)
    }

    fn is_fresh(&self) -> bool {
        self.asked.is_some_and(|asked| asked.elapsed() < PAUSE)
    }
}

impl Cluster {
    pub(super) fn new(
        first: ConnectionInfo,
        more: &[ConnectionInfo],
        connect_within: Duration,
        wait: Option<Wait>,
    ) -> Self {
        let (map, asking) = (watch::Sender::default(), AtomicBool::new(false));
        let (seeds, like) = ([first.clone()].into_iter().chain(more.iter().cloned()).collect(), first);
        Cluster(Arc::new(Shared { seeds, like, connect_within, wait, map, asking }))
    }

    /// Asks whichever node has the key.
    pub(super) async fn ask(&self, key: &str, command: &Command<'_>, kind: Kind) -> Result<Value, Failure> {
        use ServerErrorKind::{Ask, Moved, TryAgain};
        let mut node = self.owner(slots::slot(key)).await?;
        let mut asking = false;
        let mut answer = node.ask(command, kind, asking).await;
        // None of these has done anything, so it is safe to ask again.
        for _ in 0..HOPS {
            let Err(failure) = &answer else { break };
            match (failure.said(), redirected(failure)) {
                (Some(Moved), Some(address)) => {
                    self.refresh();
                    (node, asking) = (self.node(address), false);
                }
                (Some(Ask), Some(address)) => (node, asking) = (self.node(address), true),
                (Some(TryAgain), _) => tokio::time::sleep(BETWEEN_HOPS).await,
                _ => break,
            }
            answer = node.ask(command, kind, asking).await;
        }
        if answer.as_ref().is_err_and(may_have_moved) {
            self.refresh();
        }
        answer
    }

    /// Where a read of this key would go now.
    pub(super) fn place(&self, key: &str) -> Option<Place> {
        self.0.map.borrow().owner(slots::slot(key)).map(Node::place)
    }

    /// No answer has come for long, about this key. Returns when the nodes have been asked who has it, or soon.
    pub(super) async fn suspect(&self, key: &str) {
        let owner = self.0.map.borrow().owner(slots::slot(key)).cloned();
        if let Some(node) = owner {
            node.suspect();
        }
        let mut changes = self.0.map.subscribe();
        self.refresh();
        if self.0.asking.load(Ordering::Acquire) {
            let _ = tokio::time::timeout(PAUSE, changes.changed()).await;
        }
    }

    async fn owner(&self, slot: u16) -> Result<Node, Failure> {
        if let Some(node) = self.0.map.borrow().owner(slot) {
            return Ok(node.clone());
        }
        let mut changes = self.0.map.subscribe();
        loop {
            {
                let map = changes.borrow_and_update();
                match (map.owner(slot), &map.failure) {
                    (Some(node), _) => return Ok(node.clone()),
                    (None, Some(failure)) if map.is_fresh() => return Err(failure.clone()),
                    (None, None) if map.is_fresh() => return Err(nobody()),
                    (None, _) => {}
                }
            }
            Handle::try_current().map_err(|_| Failure::NoRuntime)?;
            self.refresh();
            // The sender lives as long as `self`.
            let _ = changes.changed().await;
        }
    }

    /// The node at an address, known or not.
    fn node(&self, address: &str) -> Node {
        if let Some(node) = self.0.map.borrow().nodes.get(address) {
            return node.clone();
        }
        let mut node = self.0.connect(address);
        // Whoever is first to hear of it connects for all.
        self.0.map.send_modify(|map| {
            node = Arc::make_mut(map).nodes.entry(address.to_owned()).or_insert(node.clone()).clone();
        });
        node
    }

    /// Begins to ask the nodes who has what, unless somebody has.
    fn refresh(&self) {
        let Ok(runtime) = Handle::try_current() else { return };
        if self.0.map.borrow().is_fresh() || self.0.asking.swap(true, Ordering::AcqRel) {
            return;
        }
        let asking = Asking(Arc::clone(&self.0));
        runtime.spawn(async move {
            let map = asking.0.ask_all().await;
            asking.0.map.send_replace(Arc::new(map));
        });
    }
}

impl Shared {
    /// Asks all nodes at once, and believes the first.
    async fn ask_all(self: &Arc<Self>) -> Map {
        let known = Arc::clone(&self.map.borrow());
        let mut asked = JoinSet::new();
        let seeds = self.seeds.iter().filter(|seed| !known.nodes.contains_key(&seed.addr().to_string()));
        let seeds = seeds.map(|seed| Node::new(Endpoint::Node(seed.clone()), self.connect_within, self.wait));
        for node in known.nodes.values().cloned().chain(seeds) {
            asked.spawn(async move {
                let command = Command::plain("CLUSTER", &["SLOTS"]);
                let answer = tokio::time::timeout(ASK_WITHIN, node.ask(&command, Kind::Read, false)).await;
                let answer = answer.map_err(|_| Failure::Late(ASK_WITHIN))??;
                slots::parse(&answer, host(node.endpoint()))
            });
        }
        let mut failure = None;
        while let Some(answer) = asked.join_next().await {
            match answer {
                Ok(Ok(ranges)) if !ranges.is_empty() => return self.map(&known, &ranges),
                Ok(Ok(_)) => failure = Some(Failure::Corrupt("the cluster has no slots")),
                Ok(Err(said)) => failure = Some(said),
                Err(_) => {}
            }
        }
        tracing::warn!("no node of the Redis cluster says who has what");
        // Who had what before is still the best guess.
        let (ranges, nodes) = (known.ranges.clone(), known.nodes.clone());
        Map { ranges, nodes, asked: Some(Instant::now()), failure }
    }

    fn map(&self, known: &Map, ranges: &[Range]) -> Map {
        let mut map = Map { asked: Some(Instant::now()), ..Map::default() };
        for Range { first, last, primary, replicas } in ranges {
            for address in replicas.iter().chain([primary]) {
                if !map.nodes.contains_key(address) {
                    let node = known.nodes.get(address).cloned().unwrap_or_else(|| self.connect(address));
                    map.nodes.insert(address.clone(), node);
                }
            }
            if let Some(node) = map.nodes.get(primary) {
                map.ranges.push((*first, *last, node.clone()));
            }
        }
        map
    }

    fn connect(&self, address: &str) -> Node {
        Node::new(Endpoint::Node(beside(&self.like, address)), self.connect_within, self.wait)
    }
}

fn host(endpoint: &Endpoint) -> &str {
    match endpoint {
        Endpoint::Node(info) => match info.addr() {
            ConnectionAddr::Tcp(host, _) | ConnectionAddr::TcpTls { host, .. } => host,
            _ => "",
        },
        Endpoint::Primary { .. } => "",
    }
}

fn nobody() -> Failure {
    RedisError::from((ErrorKind::Io, "no node of the cluster has the slot of the key")).into()
}

/// Whether somebody else may have the key by now.
fn may_have_moved(failure: &Failure) -> bool {
    use ServerErrorKind::{ClusterDown, MasterDown, Moved, ReadOnly};
    failure.is_lost() || matches!(failure.said(), Some(ClusterDown | MasterDown | Moved | ReadOnly))
}

/// Where a node says that the key is.
fn redirected(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Redis(error) => error.redirect_node().map(|(address, _)| address),
        _ => None,
    }
}

/// The nodes are being asked. A runtime that ends meanwhile does not keep others from it.
struct Asking(Arc<Shared>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.asking.store(false, Ordering::Release);
    }
}
