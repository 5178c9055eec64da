//! What is asked of a node: a command or a script, about one key, in one round trip.

use super::scripts::Script;
use redis::{Cmd, Pipeline, ToRedisArgs};
use std::borrow::Cow;

/// One question about one key.
pub(super) enum Command<'a> {
    /// A command of Redis.
    Plain(Cmd),
    /// One of our scripts, with its keys and then its arguments.
    Script { script: &'a Script, keys: usize, operands: Vec<Vec<u8>> },
}

impl<'a> Command<'a> {
    pub(super) fn plain(name: &str, operands: &[&str]) -> Self {
        let mut command = redis::cmd(name);
        command.arg(operands);
        Command::Plain(command)
    }

    /// A script about these keys.
    pub(super) fn script(script: &'a Script, keys: &[&str]) -> Self {
        let operands = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
        Command::Script { script, keys: keys.len(), operands }
    }

    /// With one more argument.
    pub(super) fn arg(mut self, argument: impl ToRedisArgs) -> Self {
        match &mut self {
            Command::Plain(command) => {
                command.arg(argument);
            }
            Command::Script { operands, .. } => operands.append(&mut argument.to_redis_args()),
        }
        self
    }

    /// By the script's hash; or by its text, which a node wants that has not seen it.
    pub(super) fn to_cmd(&self, with_text: bool) -> Cow<'_, Cmd> {
        match self {
            Command::Plain(command) => Cow::Borrowed(command),
            Command::Script { script, keys, operands } => {
                let (name, text) = match with_text {
                    true => ("EVAL", &script.code),
                    false => ("EVALSHA", &script.hash),
                };
                let mut command = redis::cmd(name);
                command.arg(text).arg(*keys).arg(operands);
                Cow::Owned(command)
            }
        }
    }

    /// As it is sent: after an `ASKING` where the key is moving to this node, and before a `WAIT` for its replicas.
    pub(super) fn to_pipeline(&self, with_text: bool, asking: bool, wait: Option<Wait>) -> Pipeline {
        let mut pipeline = Pipeline::new();
        if asking {
            pipeline.add_command(redis::cmd("ASKING"));
        }
        pipeline.add_command(self.to_cmd(with_text).into_owned());
        if let Some(Wait { replicas, at_most }) = wait {
            let mut command = redis::cmd("WAIT");
            command.arg(replicas).arg(at_most);
            pipeline.add_command(command);
        }
        pipeline
    }
}

/// For how many replicas, and for how many milliseconds at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wait {
    pub(super) replicas: u32,
    pub(super) at_most: u64,
}
