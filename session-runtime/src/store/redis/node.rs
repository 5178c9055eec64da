//! One server: where reads go, and where writes do.

use super::address::Endpoint;
use super::command::{Command, Wait};
use super::failure::Failure;
use super::link::{Link, Place};
use redis::{ServerErrorKind, Value};
use std::time::Duration;

/// What is done with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It changes nothing, so it may be sent twice.
    Read,
    /// It may be lost in a failover, at no harm but that it is to be done again.
    Touch,
    /// It has to be on the replicas too, where the store was told to wait for them.
    Write,
}

/// A server. Writes have a connection of their own where they wait for replicas, since that holds up what comes after them.
#[derive(Clone)]
pub(super) struct Node {
    reads: Link,
    writes: Link,
    wait: Option<Wait>,
}

impl Node {
    pub(super) fn new(endpoint: Endpoint, connect_within: Duration, wait: Option<Wait>) -> Self {
        let reads = Link::new(endpoint.clone(), connect_within);
        let writes = match wait {
            Some(_) => Link::new(endpoint, connect_within),
            None => reads.clone(),
        };
        Node { reads, writes, wait }
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        self.reads.endpoint()
    }

    /// The answer to a command, in one round trip; in two when the server has not seen the script yet.
    pub(super) async fn ask(
        &self,
        command: &Command<'_>,
        kind: Kind,
        asking: bool,
    ) -> Result<Value, Failure> {
        match self.send(command, kind, asking, false).await {
            Err(failure) if failure.said() == Some(ServerErrorKind::NoScript) => {
                self.send(command, kind, asking, true).await
            }
            answer => answer,
        }
    }

    async fn send(
        &self,
        command: &Command<'_>,
        kind: Kind,
        asking: bool,
        text: bool,
    ) -> Result<Value, Failure> {
        let wait = self.wait.filter(|_| kind == Kind::Write);
        let link = if kind == Kind::Write { &self.writes } else { &self.reads };
        if wait.is_none() && !asking {
            return link.send(&command.to_cmd(text), kind == Kind::Read).await;
        }
        let pipeline = command.to_pipeline(text, asking, wait);
        let mut answers = link.send_all(&pipeline, kind == Kind::Read).await?;
        if let Some(Wait { replicas: wanted, .. }) = wait {
            match answers.pop() {
                Some(Value::Int(replicas)) if replicas >= i64::from(wanted) => {}
                Some(Value::Int(replicas)) => return Err(Failure::NotReplicated { replicas, wanted }),
                _ => return Err(Failure::Corrupt("Redis did not say how many replicas have it")),
            }
        }
        answers.pop().ok_or(Failure::Corrupt("Redis gave no answer"))
    }

    /// Where a read would go now.
    pub(super) fn place(&self) -> Place {
        self.reads.place()
    }

    /// No answer has come for long.
    pub(super) fn suspect(&self) {
        self.reads.replace();
        self.writes.replace();
    }
}
