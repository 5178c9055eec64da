//! PostgreSQL on a port of its own.

use super::folder::Folder;
use super::process::{Process, User, find, free_port};
use crate::program::skipped;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, Weak};

/// A private server; or one that the environment names, which takes no faults.
pub struct Postgres {
    url: String,
    private: Option<Private>,
}

struct Private {
    process: Process,
    programs: PathBuf,
    user: Option<User>,
    port: u16,
    folder: Folder,
}

impl Postgres {
    /// The server of `POSTGRES_URL` or `DATABASE_URL`; else a private one that the tests of this binary share.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let given = ["POSTGRES_URL", "DATABASE_URL"].into_iter().filter_map(|name| std::env::var(name).ok());
        if let Some(url) = given.into_iter().find(|url| url.starts_with("postgres")) {
            return Some(Arc::new(Postgres { url, private: None }));
        }
        if let Some(server) = shared.upgrade() {
            return Some(server);
        }
        let server = Arc::new(Postgres::start()?);
        *shared = Arc::downgrade(&server);
        Some(server)
    }

    /// A private server. None, and said so, where it is not installed.
    pub fn start() -> Option<Self> {
        let mut debian: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
            .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
            .unwrap_or_default();
        debian.sort();
        let (Some(initdb), Some(user)) =
            (find("initdb", debian.into_iter().rev()), User::instead_of_root("postgres"))
        else {
            skipped("PostgreSQL is not installed");
            return None;
        };
        let folder = Folder::new("postgres");
        if let Some(user) = user {
            user.own(folder.path());
        }
        let mut command = Command::new(&initdb);
        command.arg("-D").arg(folder.join("data")).args(["-U", "app", "-A", "trust", "-E", "UTF8", "-N"]);
        command.args(["--locale=C"]).current_dir(folder.path());
        if let Some(user) = user {
            user.run(&mut command);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));

        let programs = initdb.parent().unwrap().to_owned();
        let port = free_port();
        let process = run(&programs, user, port, &folder);
        let url = format!("postgres://app@127.0.0.1:{port}/postgres");
        Some(Postgres { url, private: Some(Private { process, programs, user, port, folder }) })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops all of its processes where they are: connections stay, and nothing answers.
    pub fn pause(&self) {
        self.private.as_ref().expect("a private server").process.pause();
    }

    pub fn resume(&self) {
        self.private.as_ref().expect("a private server").process.resume();
    }

    /// A crash.
    pub fn kill(&mut self) {
        self.private.as_mut().expect("a private server").process.kill();
    }

    /// Starts again, with the same port and data, after a crash or not.
    pub fn restart(&mut self) {
        let private = self.private.as_mut().expect("a private server");
        private.process.kill();
        private.process = run(&private.programs, private.user, private.port, &private.folder);
    }
}

fn run(programs: &std::path::Path, user: Option<User>, port: u16, folder: &Folder) -> Process {
    let mut command = Command::new(programs.join("postgres"));
    // A crash of the server, unlike one of the machine, loses nothing without fsync.
    let settings =
        ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=100"];
    command.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    command.args(settings.iter().flat_map(|setting| ["-c", setting])).current_dir(folder.path());
    if let Some(user) = user {
        user.run(&mut command);
    }
    Process::start(&mut command, &folder.join("log"), "ready to accept connections")
}
