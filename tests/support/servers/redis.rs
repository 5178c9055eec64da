//! Redis on ports of its own: alone, as a cluster, and with a sentinel.

use super::folder::Folder;
use super::process::{Process, find, free_port};
use crate::program::skipped;
use redis::aio::MultiplexedConnection;
use redis::{Client, Cmd, FromRedisValue, Value, cmd};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// A private server.
pub struct Redis {
    process: Process,
    program: PathBuf,
    port: u16,
    arguments: Vec<String>,
    folder: Folder,
}

impl Redis {
    /// A private server that keeps what it acknowledged when it is killed. None, and said so, where it is not installed.
    pub fn start() -> Option<Self> {
        Self::with(&[])
    }

    /// One with more settings.
    pub fn with(settings: &[&str]) -> Option<Self> {
        let Some(program) = find("redis-server", []) else {
            skipped("Redis is not installed");
            return None;
        };
        // Written before it is answered, which a crash of the server leaves alone. With a flush every second, a busy disk would
        // put that off.
        let settings_of_all = ["--appendonly", "yes", "--appendfsync", "no", "--save", ""];
        let mut arguments: Vec<String> = settings_of_all.map(str::to_owned).into();
        arguments.extend(settings.iter().map(|&setting| setting.to_owned()));
        let (port, folder) = (free_port(), Folder::new("redis"));
        let process = run(&program, port, &arguments, &folder);
        Some(Redis { process, program, port, arguments, folder })
    }

    /// A replica of this one, once it is in step.
    pub fn replica(&self) -> Self {
        let of = format!("127.0.0.1 {}", self.port);
        let replica = Self::with(&["--replicaof", &of]).unwrap();
        replica.until("it is in step", |server| {
            server.ask::<String>(cmd("INFO").arg("replication")).contains("master_link_status:up")
        });
        replica
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Asks it beside the store.
    pub fn ask<T: FromRedisValue>(&self, command: &Cmd) -> T {
        let mut connection = Client::open(self.url()).unwrap().get_connection().unwrap();
        command.query(&mut connection).unwrap()
    }

    /// The same in a test that must not stand still.
    pub async fn connection(&self) -> MultiplexedConnection {
        Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
    }

    /// All keys that it has.
    pub fn keys(&self, pattern: &str) -> Vec<String> {
        let mut keys: Vec<String> = self.ask(cmd("KEYS").arg(pattern));
        keys.sort_unstable();
        keys
    }

    /// Everything that it was ever told to write.
    pub fn log_of_writes(&self) -> String {
        let files = std::fs::read_dir(self.folder.join("appendonlydir")).unwrap();
        files
            .map(|file| String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()).into_owned())
            .collect()
    }

    /// Stops it where it is: connections stay, and nothing answers.
    pub fn pause(&self) {
        self.process.pause();
    }

    pub fn resume(&self) {
        self.process.resume();
    }

    /// A crash.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts again, with the same port and data, after a crash or not.
    pub fn restart(&mut self) {
        self.process.kill();
        self.process = run(&self.program, self.port, &self.arguments, &self.folder);
    }

    fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < Duration::from_secs(30), "not in time: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn run(program: &PathBuf, port: u16, arguments: &[String], folder: &Folder) -> Process {
    let mut command = Command::new(program);
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--dir"]).arg(folder.path());
    command.args(arguments);
    Process::start(&mut command, &folder.join("log"), "Ready to accept connections")
}

/// A cluster whose primaries share the slots evenly.
pub struct RedisCluster {
    /// The primaries first; then, for each of them in turn, its replica.
    pub nodes: Vec<Redis>,
    primaries: usize,
}

impl RedisCluster {
    /// So many primaries, each with a replica or not, that take a failover when a node is gone for a second.
    pub fn start(primaries: usize, replicated: bool) -> Option<Self> {
        let mut nodes = Vec::new();
        for _ in 0..primaries * if replicated { 2 } else { 1 } {
            let bus = free_port().to_string();
            let settings = [
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                &bus,
                "--cluster-node-timeout",
                "1000",
                "--cluster-require-full-coverage",
                "no",
                "--repl-diskless-sync-delay",
                "0",
            ];
            nodes.push((Redis::with(&settings)?, bus));
        }
        for (index, (node, _)) in nodes.iter().enumerate() {
            if index < primaries {
                let (first, last) = (16_384 * index / primaries, 16_384 * (index + 1) / primaries - 1);
                node.ask::<()>(cmd("CLUSTER").arg("ADDSLOTSRANGE").arg(first).arg(last));
                node.ask::<()>(cmd("CLUSTER").arg("SET-CONFIG-EPOCH").arg(index + 1));
            }
            for (other, bus) in &nodes {
                node.ask::<()>(cmd("CLUSTER").arg("MEET").arg("127.0.0.1").arg(other.port).arg(bus));
            }
        }
        let cluster = RedisCluster { nodes: nodes.into_iter().map(|(node, _)| node).collect(), primaries };
        let ids: Vec<String> =
            cluster.nodes.iter().map(|node| node.ask(cmd("CLUSTER").arg("MYID"))).collect();
        for node in &cluster.nodes {
            node.until("all have met", |node| {
                let known: String = node.ask(cmd("CLUSTER").arg("NODES"));
                ids.iter().all(|id| known.contains(id)) && !known.contains("handshake")
            });
        }
        for (index, replica) in cluster.nodes[primaries..].iter().enumerate() {
            replica.ask::<()>(cmd("CLUSTER").arg("REPLICATE").arg(&ids[index]));
        }
        for node in &cluster.nodes {
            node.until("it is whole", |node| {
                let text: String = node.ask(cmd("CLUSTER").arg("INFO"));
                let replication: String = node.ask(cmd("INFO").arg("replication"));
                text.contains("cluster_state:ok")
                    && text.contains("cluster_slots_ok:16384")
                    && !replication.contains("master_link_status:down")
            });
            node.until("it knows who has what", |node| node.owners().len() == primaries);
        }
        Some(cluster)
    }

    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(Redis::url).collect()
    }

    pub fn primaries(&self) -> &[Redis] {
        &self.nodes[..self.primaries]
    }

    /// Asks the primary that has a key.
    pub fn ask<T: FromRedisValue>(&self, key: &str, command: &Cmd) -> T {
        let has = |node: &&Redis| node.keys("*").iter().any(|name| name == key);
        self.primaries().iter().find(has).unwrap().ask(command)
    }

    /// All keys of all primaries.
    pub fn keys(&self, pattern: &str) -> Vec<String> {
        self.primaries().iter().flat_map(|node| node.keys(pattern)).collect()
    }
}

impl Redis {
    /// The ports that have slots, as far as this node of a cluster knows.
    pub fn owners(&self) -> Vec<u16> {
        let Value::Array(ranges) = self.ask::<Value>(cmd("CLUSTER").arg("SLOTS")) else { panic!("no slots") };
        let port = |range: &Value| match range {
            Value::Array(parts) => match parts.get(2) {
                Some(Value::Array(node)) => redis::from_redis_value_ref(&node[1]).unwrap(),
                _ => panic!("no node"),
            },
            _ => panic!("no range"),
        };
        ranges.iter().map(port).collect()
    }
}

/// A primary and its replica, with a sentinel that makes the replica the primary when that is gone for half a second.
pub struct RedisSentinel {
    pub primary: Redis,
    pub replica: Redis,
    port: u16,
    _process: Process,
    _folder: Folder,
}

impl RedisSentinel {
    pub fn start() -> Option<Self> {
        let primary = Redis::with(&["--repl-diskless-sync-delay", "0"])?;
        let replica = primary.replica();
        let (port, folder) = (free_port(), Folder::new("sentinel"));
        let config = format!(
            "port {port}\nbind 127.0.0.1\ndir {}\nsentinel monitor sessions 127.0.0.1 {} 1\n\
             sentinel down-after-milliseconds sessions 500\nsentinel failover-timeout sessions 2000\n",
            folder.path().display(),
            primary.port
        );
        std::fs::write(folder.join("sentinel.conf"), config).unwrap();
        let mut command = Command::new(&primary.program);
        command.arg(folder.join("sentinel.conf")).arg("--sentinel");
        let process = Process::start(&mut command, &folder.join("log"), "+monitor");
        let sentinel = RedisSentinel { primary, replica, port, _process: process, _folder: folder };
        let begun = Instant::now();
        while sentinel.ask::<Vec<Value>>(cmd("SENTINEL").arg("REPLICAS").arg("sessions")).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the sentinel finds no replica");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(sentinel)
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    fn ask<T: FromRedisValue>(&self, command: &Cmd) -> T {
        let mut connection = Client::open(self.url()).unwrap().get_connection().unwrap();
        command.query(&mut connection).unwrap()
    }
}
