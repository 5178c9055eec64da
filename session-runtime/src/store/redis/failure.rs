//! What can go wrong with Redis, in the terms of a store.

use crate::store::StoreError;
use redis::{ErrorKind, RedisError, ServerErrorKind};
use std::fmt;
use std::time::Duration;

/// Why a node did not do what it was asked.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// It, or the client, says so.
    Redis(RedisError),
    /// It has done it, and too few replicas know.
    NotReplicated { replicas: i64, wanted: u32 },
    /// Too much is waiting for an answer.
    Full,
    /// Nothing runs that could connect.
    NoRuntime,
    /// No answer in time.
    Late(Duration),
    /// It gave back what nobody stored.
    Corrupt(&'static str),
}

impl Failure {
    /// What a server said.
    pub(super) fn said(&self) -> Option<ServerErrorKind> {
        match self {
            Failure::Redis(error) => match error.kind() {
                ErrorKind::Server(kind) => Some(kind),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the connection is of no more use: it broke, or leads to a server that is no primary any more.
    pub(super) fn ends_connection(&self) -> bool {
        match self {
            Failure::Redis(error) => {
                let kind = error.kind();
                matches!(
                    kind,
                    ErrorKind::Io | ErrorKind::Parse | ErrorKind::Server(ServerErrorKind::ReadOnly)
                )
            }
            _ => false,
        }
    }

    /// Whether the connection broke, so that nobody knows whether the command ran.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Failure::Redis(error) if matches!(error.kind(), ErrorKind::Io | ErrorKind::Parse))
    }
}

impl From<RedisError> for Failure {
    fn from(error: RedisError) -> Self {
        Failure::Redis(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Redis(error) => of_redis(&error),
            Failure::NotReplicated { replicas, wanted } => StoreError::refused(format!(
                "{replicas} of {wanted} replicas had it in time; check that they run and keep up"
            )),
            Failure::Full => StoreError::unavailable("too many operations wait for an answer of Redis"),
            Failure::NoRuntime => {
                StoreError::refused("Redis needs a Tokio runtime with its I/O and time drivers")
            }
            Failure::Late(allowed) => StoreError::Timeout(allowed),
            Failure::Corrupt(what) => StoreError::Corrupt(what),
        }
    }
}

fn of_redis(error: &RedisError) -> StoreError {
    use ServerErrorKind::{Ask, BusyLoading, ClusterDown, MasterDown, Moved, TryAgain};
    match error.kind() {
        ErrorKind::Io
        | ErrorKind::Parse
        | ErrorKind::MasterNameNotFoundBySentinel
        | ErrorKind::Server(BusyLoading | ClusterDown | MasterDown | TryAgain | Moved | Ask) => {
            StoreError::unavailable(Told::of(error))
        }
        ErrorKind::Extension if error.code() == Some("BUSY") => StoreError::unavailable(Told::of(error)),
        ErrorKind::UnexpectedReturnType => {
            StoreError::Corrupt("Redis answered in a form that the command does not have")
        }
        _ => StoreError::refused(Told::of(error)),
    }
}

/// What Redis or its client said, without what it may quote: commands that it does not know, and values that it cannot read.
#[derive(Debug)]
struct Told(String);

impl Told {
    fn of(error: &RedisError) -> Self {
        let text = match error.kind() {
            ErrorKind::Parse => "the answer is not in the protocol of Redis".to_owned(),
            ErrorKind::Server(_) | ErrorKind::Extension => {
                let detail = error.detail().unwrap_or_default();
                let detail = detail.split(", with args beginning with").next().unwrap_or_default();
                format!(
                    "{} {}",
                    error.code().unwrap_or("ERR"),
                    detail.split(" script: ").next().unwrap_or_default()
                )
            }
            _ => error.to_string(),
        };
        Told(text)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl std::error::Error for Told {}

#[cfg(test)]
mod tests {
    use super::*;
    use redis::parse_redis_value;

    fn of(line: &[u8]) -> StoreError {
        of_redis(&parse_redis_value(line).unwrap().extract_error().unwrap_err())
    }

    #[test]
    fn what_passes_by_itself_is_unavailable_and_what_does_not_is_refused() {
        for line in [
            &b"-LOADING Redis is loading the dataset in memory\r\n"[..],
            b"-CLUSTERDOWN The cluster is down\r\n",
            b"-MASTERDOWN Link with MASTER is down\r\n",
            b"-TRYAGAIN Multiple keys request during rehashing of slot\r\n",
            b"-BUSY Redis is busy running a script\r\n",
        ] {
            assert!(matches!(of(line), StoreError::Unavailable(_)), "{:?}", of(line));
        }
        for line in [
            &b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"[..],
            b"-READONLY You can't write against a read only replica.\r\n",
            b"-WRONGTYPE Operation against a key holding the wrong kind of value\r\n",
            b"-NOAUTH Authentication required.\r\n",
            b"-NOPERM this user has no permissions to run the 'evalsha' command\r\n",
        ] {
            assert!(matches!(of(line), StoreError::Refused(_)), "{:?}", of(line));
        }
    }

    #[test]
    fn an_error_quotes_no_key_and_no_value() {
        let error =
            of(b"-ERR unknown command 'EVALSHA', with args beginning with: 'abc' '1' 'session:0f00' \r\n");
        assert_eq!(error.to_string(), "the session store refused: ERR unknown command 'EVALSHA'");
        let error = of(b"-WRONGTYPE Operation against a key holding the wrong kind of value script: 5c, on @user_script:1.\r\n");
        let text =
            "the session store refused: WRONGTYPE Operation against a key holding the wrong kind of value";
        assert_eq!(error.to_string(), text);
    }
}
