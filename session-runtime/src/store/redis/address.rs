//! Where Redis is.

use redis::aio::MultiplexedConnection;
use redis::io::tcp::TcpSettings;
use redis::sentinel::{Sentinel, SentinelNodeConnectionInfo};
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, ProtocolVersion,
    PushInfo, PushKind, RedisConnectionInfo, RedisResult, TlsMode,
};
use std::fmt;
use std::time::Duration;
use thiserror::Error;

/// Why a text is not the address of a Redis. The text itself is not shown: it may have a password in it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RedisUrlError {
    /// It is no such URL.
    #[error(
        "not the URL of a Redis: {reason}; write redis://host:6379, redis://user:password@host:6379/0, or unix:///path"
    )]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// It asks for TLS, which the client was built without.
    #[error(
        "a Redis with TLS (rediss://) needs the feature `tokio-native-tls-comp` or `tokio-rustls-comp` of the crate `redis` \
         1.x: add the crate with it to your own dependencies"
    )]
    NoTls,
    /// There is none.
    #[error("no Redis given: name at least one node")]
    Empty,
}

/// What one connection leads to.
#[derive(Clone)]
pub(super) enum Endpoint {
    Node(ConnectionInfo),
    /// Whatever the sentinels say is the primary of this name.
    Primary {
        sentinels: Vec<ConnectionInfo>,
        name: String,
        login: RedisConnectionInfo,
    },
}

/// The servers of a store.
#[derive(Clone)]
pub(super) enum Address {
    One(Endpoint),
    /// Some of its nodes, of which one is enough.
    Cluster(ConnectionInfo, Vec<ConnectionInfo>),
}

/// Reads a URL.
pub(super) fn parse(url: &str) -> Result<ConnectionInfo, RedisUrlError> {
    if url.starts_with("rediss:") && !tls(String::new(), 0).is_supported() {
        return Err(RedisUrlError::NoTls);
    }
    let malformed = |error: redis::RedisError| RedisUrlError::Malformed { reason: error.to_string() };
    let info = url.into_connection_info().map_err(malformed)?;
    let settings = ours(info.redis_settings().clone());
    let tcp = info.tcp_settings().clone().set_nodelay(true);
    Ok(info.set_redis_settings(settings).set_tcp_settings(tcp))
}

/// Reads several: the first, and all others. None is a mistake.
pub(super) fn parse_all<U: AsRef<str>>(
    urls: impl IntoIterator<Item = U>,
) -> Result<(ConnectionInfo, Vec<ConnectionInfo>), RedisUrlError> {
    let mut parsed = urls.into_iter().map(|url| parse(url.as_ref()));
    let first = parsed.next().ok_or(RedisUrlError::Empty)??;
    Ok((first, parsed.collect::<Result<_, _>>()?))
}

/// The third version of the protocol, in which the client hears at once that a connection ended.
pub(super) fn ours(settings: RedisConnectionInfo) -> RedisConnectionInfo {
    settings.set_protocol(ProtocolVersion::RESP3)
}

fn tls(host: String, port: u16) -> ConnectionAddr {
    ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None }
}

/// Another node of the same cluster, at `host:port`: with the same login, and with TLS where this one has it.
pub(super) fn beside(info: &ConnectionInfo, address: &str) -> ConnectionInfo {
    let (host, port) = address.rsplit_once(':').unwrap_or((address, ""));
    let (host, port) = (host.to_owned(), port.parse().unwrap_or(6379));
    let address = match info.addr().clone() {
        ConnectionAddr::TcpTls { insecure, tls_params, .. } => {
            ConnectionAddr::TcpTls { host, port, insecure, tls_params }
        }
        _ => ConnectionAddr::Tcp(host, port),
    };
    info.clone().set_addr(address)
}

impl Endpoint {
    /// Connects. `on_end` is called when the connection ends, whoever ended it.
    pub(super) async fn open(
        &self,
        within: Duration,
        on_end: impl Fn() + Send + Sync + 'static,
    ) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new()
            // The caller knows for how long it wants to wait.
            .set_response_timeout(None)
            .set_connection_timeout(Some(within))
            .set_push_sender(move |push: PushInfo| {
                if push.kind == PushKind::Disconnection {
                    on_end();
                }
                Ok::<(), ()>(())
            });
        let client = match self {
            Endpoint::Node(info) => Client::open(info.clone())?,
            Endpoint::Primary { sentinels, name, login } => {
                let mut node = SentinelNodeConnectionInfo::default()
                    .set_redis_connection_info(login.clone())
                    .set_tcp_settings(TcpSettings::default().set_nodelay(true));
                if let Some(ConnectionAddr::TcpTls { insecure, .. }) =
                    sentinels.first().map(ConnectionInfo::addr)
                {
                    node = node.set_tls_mode(if *insecure { TlsMode::Insecure } else { TlsMode::Secure });
                }
                Sentinel::build(sentinels.clone())?.async_master_for(name, Some(&node)).await?
            }
        };
        client.get_multiplexed_async_connection_with_config(&config).await
    }
}

/// Where it is, without users and passwords.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |nodes: Vec<&ConnectionInfo>| {
            let nodes: Vec<_> = nodes.iter().map(|info| info.addr().to_string()).collect();
            nodes.join(", ")
        };
        match self {
            Address::One(Endpoint::Node(info)) => info.addr().fmt(f),
            Address::One(Endpoint::Primary { sentinels, name, .. }) => {
                write!(f, "{name} of sentinels {}", list(sentinels.iter().collect()))
            }
            Address::Cluster(first, more) => {
                write!(f, "cluster of {}", list([first].into_iter().chain(more).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_says_what_one_looks_like_and_not_what_it_was() {
        for url in
            ["", "localhost", "http://user:secret@host", "redis://user:secret@host/x", "redis://:secret@"]
        {
            let error = parse(url).unwrap_err().to_string();
            assert!(error.contains("redis://host:6379") && !error.contains("secret"), "{error}");
        }
        assert!(matches!(parse_all::<&str>([]), Err(RedisUrlError::Empty)));
        assert_eq!(
            matches!(parse("rediss://host"), Err(RedisUrlError::NoTls)),
            !tls("h".into(), 1).is_supported()
        );
    }

    #[test]
    fn another_node_has_the_login_of_the_first() {
        let node = beside(&parse("redis://ann:secret@one:7000").unwrap(), "two:7001");
        assert_eq!(node.addr().to_string(), "two:7001");
        assert_eq!(
            (node.redis_settings().username(), node.redis_settings().password()),
            (Some("ann"), Some("secret"))
        );
    }
}
