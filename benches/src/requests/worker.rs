//! A process in which some contenders serve requests.

use crate::Result;
use crate::machine;
use crate::programs::Programs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

pub struct Worker {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

/// A contender, and how it answered.
#[derive(Debug, Clone)]
pub struct Described {
    pub name: String,
    pub status: u16,
    pub set_cookies: usize,
    /// How long its request's `Cookie` field is.
    pub cookies: usize,
}

impl Worker {
    /// All of them on one core, one after another.
    pub fn start(programs: &Programs, group: &str) -> Result<Self> {
        let mut command = programs.command("contenders");
        command.args(["serve", group]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        machine::keep_on(Some(child.id()), machine::cores() - 1)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (to, from) = (to.ok_or("no input")?, BufReader::new(from.ok_or("no output")?));
        Ok(Worker { child, to, from })
    }

    /// Sets a scenario up, with claims of so many roles.
    pub fn open(&mut self, scenario: &str, roles: usize) -> Result<Vec<Described>> {
        self.say(&format!("open {scenario} {roles}"))?;
        let mut described = Vec::new();
        loop {
            let line = self.hear()?;
            if line == "." {
                return Ok(described);
            }
            let [name, status, set, cookies] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(format!("a worker said {line}").into());
            };
            let (status, set_cookies, cookies) = (status.parse()?, set.parse()?, cookies.parse()?);
            described.push(Described { name: name.to_owned(), status, set_cookies, cookies });
        }
    }

    /// Nanoseconds of one request, in a batch.
    pub fn time(&mut self, contender: usize, requests: usize) -> Result<f64> {
        self.say(&format!("time {contender} {requests}"))?;
        Ok(self.hear()?.parse()?)
    }

    /// How long claims with so many roles are as JSON, in bytes.
    pub fn length(&mut self, roles: usize) -> Result<usize> {
        self.say(&format!("length {roles}"))?;
        Ok(self.hear()?.parse()?)
    }

    fn say(&mut self, line: &str) -> Result<()> {
        Ok(self.to.write_all(format!("{line}\n").as_bytes())?)
    }

    fn hear(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.from.read_line(&mut line)? == 0 {
            return Err("a worker ended: what it said is above".into());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
