//! MariaDB on a port of its own.

use super::folder::Folder;
use super::process::{Process, User, find, free_port};
use crate::program::skipped;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, Weak};

/// A private server; or one that the environment names, which takes no faults.
pub struct MariaDb {
    url: String,
    private: Option<Private>,
}

struct Private {
    process: Process,
    program: PathBuf,
    user: Option<User>,
    port: u16,
    folder: Folder,
}

impl MariaDb {
    /// The server of `MYSQL_URL`; else a private one that the tests of this binary share.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<MariaDb>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Ok(url) = std::env::var("MYSQL_URL") {
            return Some(Arc::new(MariaDb { url, private: None }));
        }
        if let Some(server) = shared.upgrade() {
            return Some(server);
        }
        let server = Arc::new(MariaDb::start()?);
        *shared = Arc::downgrade(&server);
        Some(server)
    }

    /// A private server. None, and said so, where it is not installed.
    pub fn start() -> Option<Self> {
        let folders = || ["/usr/sbin", "/usr/libexec"].map(PathBuf::from);
        let (Some(program), Some(install), Some(user)) = (
            find("mariadbd", folders()),
            find("mariadb-install-db", folders()),
            User::instead_of_root("mysql"),
        ) else {
            skipped("MariaDB is not installed");
            return None;
        };
        let folder = Folder::new("mariadb");
        if let Some(user) = user {
            user.own(folder.path());
        }
        let mut command = Command::new(install);
        // A server that starts removes the temporary files of all others from a shared folder.
        command.env("TMPDIR", folder.path());
        command.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
        command.arg(format!("--datadir={}", folder.join("data").display())).current_dir(folder.path());
        if let Some(user) = user {
            user.run(&mut command);
        }
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(output.status.success(), "mariadb-install-db: {}", said.join("\n"));

        let port = free_port();
        let process = run(&program, user, port, &folder);
        let url = format!("mysql://root@127.0.0.1:{port}/mysql");
        Some(MariaDb { url, private: Some(Private { process, program, user, port, folder }) })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it where it is: connections stay, and nothing answers.
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
        private.process = run(&private.program, private.user, private.port, &private.folder);
    }
}

fn run(program: &std::path::Path, user: Option<User>, port: u16, folder: &Folder) -> Process {
    let mut command = Command::new(program);
    command.env("TMPDIR", folder.path());
    let folder_of = |name: &str| folder.join(name).display().to_string();
    command.arg("--no-defaults").arg(format!("--datadir={}", folder_of("data")));
    command.arg(format!("--socket={}", folder_of("socket"))).arg(format!("--port={port}"));
    command.arg(format!("--pid-file={}", folder_of("pid")));
    // A crash of the server, unlike one of the machine, loses nothing when the log is written and not flushed.
    command
        .args(["--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2"])
        .current_dir(folder.path());
    if let Some(user) = user {
        user.run(&mut command);
    }
    Process::start(&mut command, &folder.join("log"), "ready for connections")
}
