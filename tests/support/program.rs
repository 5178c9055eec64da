//! Other programs that a test needs: found or skipped, and stopped when the test is over.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

/// Says that a test did not run, or fails where everything has to be there (`SESSION_TEST_SERVERS=required`).
pub fn skipped(what: &str) {
    assert!(!is_required(), "{what}, and SESSION_TEST_SERVERS is `required`");
    // Not `eprintln!`, which nobody sees when a test passes.
    let _ = writeln!(std::io::stderr(), "skipped: {what}");
}

fn is_required() -> bool {
    std::env::var("SESSION_TEST_SERVERS").is_ok_and(|value| value == "required")
}

/// A running program that is killed when this is dropped.
pub struct Program {
    child: Child,
    /// Kept open, so that a program which writes more does not fail.
    output: BufReader<std::process::ChildStdout>,
}

impl Program {
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        Ok(Program { child, output })
    }

    /// The next line that it writes; empty when it has ended.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
