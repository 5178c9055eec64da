//! A server on loopback, on one core.

use crate::programs::Programs;
use crate::{Result, machine};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Server {
    pub name: &'static str,
    child: Child,
    port: u16,
    cookie: String,
}

impl Server {
    pub fn axum(programs: &Programs, name: &'static str, kind: &str) -> Result<Self> {
        let mut child = programs.command("servers").arg(kind).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Self::ready(name, child, line.trim().parse()?)
    }

    /// With one worker, and with neither uvloop nor httptools unless they are installed.
    pub fn python(python: &Path, name: &'static str, kind: &str) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(python);
        command.args(["-m", "uvicorn", "application:app", "--workers", "1", "--no-access-log"]);
        command.args(["--log-level", "warning", "--host", "127.0.0.1", "--port", &port.to_string()]);
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("servers")).env("APPLICATION", kind);
        Self::ready(name, command.spawn()?, port)
    }

    fn ready(name: &'static str, child: Child, port: u16) -> Result<Self> {
        let mut server = Server { name, child, port, cookie: String::new() };
        machine::keep_on(Some(server.child.id()), 0)?;
        let begun = Instant::now();
        let cookie = loop {
            match log_in(port) {
                Ok(cookie) => break cookie,
                Err(error) if begun.elapsed() > PATIENCE => return Err(format!("{name}: {error}").into()),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let read = get(port, "/", &cookie)?;
        if !read.ends_with("4711") {
            return Err(format!("{name} does not read what it was given: {read}").into());
        }
        server.cookie = cookie;
        Ok(server)
    }

    /// For a server without sessions: it gets what another's client presents, so that all read requests of one length.
    pub fn present_as(&mut self, other: &str) {
        if self.cookie.is_empty() {
            other.clone_into(&mut self.cookie);
        }
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What browsers send with every request, and the session.
    pub fn cookies(&self) -> String {
        format!("_ga=GA1.2.1234567890.1700000000; lang=en-GB; {}", self.cookie)
    }

    /// Processor time so far, of all of its threads.
    pub fn processor_time(&self) -> Result<Duration> {
        let tasks = PathBuf::from(format!("/proc/{}/task", self.child.id()));
        let mut nanoseconds = 0;
        for task in fs::read_dir(tasks)? {
            let statistics = fs::read_to_string(task?.path().join("schedstat"))?;
            nanoseconds += statistics.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Begins a session, and gives the cookie; empty where the server gives none.
fn log_in(port: u16) -> Result<String> {
    let answer = get(port, "/login", "lang=en-GB")?;
    let fields = answer.split("\r\n").filter_map(|field| field.split_once(": "));
    let set = fields.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).last();
    Ok(set.and_then(|(_, line)| line.split(';').next()).unwrap_or_default().to_owned())
}

/// The answer to one request.
fn get(port: u16, path: &str, cookie: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if !answer.starts_with("HTTP/1.1 200") {
        return Err(format!("{path}: {answer}").into());
    }
    Ok(answer)
}
