//! A server's processes: started, watched, signalled by their ids, killed when this is dropped.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A user and group of the system.
#[derive(Clone, Copy)]
pub struct User {
    uid: u32,
    gid: u32,
}

impl User {
    /// For a server that refuses to run as root: another user, if this is root. None where there is no such user.
    pub fn instead_of_root(name: &str) -> Option<Option<Self>> {
        if id(&["-u"]) != Some(0) {
            return Some(None);
        }
        Some(Some(User { uid: id(&["-u", name])?, gid: id(&["-g", name])? }))
    }

    pub fn own(self, path: &Path) {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }

    pub fn run(self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// A program on the path or in one of these folders.
pub fn find(program: &str, folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}

pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a server, and waits until its log, on its standard error, says that it is `ready`.
    pub fn start(command: &mut Command, log: &Path, ready: &str) -> Self {
        let file = File::create(log).unwrap();
        let child =
            command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file).spawn().unwrap();
        let mut process = Process { child };
        let begun = Instant::now();
        loop {
            let text = String::from_utf8_lossy(&fs::read(log).unwrap()).into_owned();
            if text.contains(ready) {
                return process;
            }
            let ended = process.child.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < Duration::from_secs(60),
                "it does not start:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Stops all of its processes where they are, the first one before those that it made.
    pub fn pause(&self) {
        signal("STOP", &[self.child.id()]);
        signal("STOP", &self.children());
    }

    pub fn resume(&self) {
        signal("CONT", &self.children());
        signal("CONT", &[self.child.id()]);
    }

    /// Kills all of its processes, as a crash does.
    pub fn kill(&mut self) {
        signal("STOP", &[self.child.id()]);
        let children = self.children();
        signal("KILL", &children);
        let _ = self.child.kill();
        let _ = self.child.wait();
        // They hold the port and the shared memory until they are gone.
        while children.iter().any(|id| stat(*id).is_some_and(|(state, _)| state != "Z")) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// PostgreSQL has a process for each connection, in a process group of its own.
    fn children(&self) -> Vec<u32> {
        let parent = self.child.id();
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        ids.filter(|id| stat(*id).is_some_and(|(_, of)| of == parent)).collect()
    }
}

/// The state of a process, and its parent.
fn stat(id: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in brackets, may have anything in it.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut words = rest.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn signal(name: &str, ids: &[u32]) {
    if !ids.is_empty() {
        let ids = ids.iter().map(u32::to_string);
        // One that has ended meanwhile is no failure.
        let _ = Command::new("kill").arg(format!("-{name}")).args(ids).stderr(Stdio::null()).status();
    }
}
