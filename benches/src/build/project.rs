//! One application: written, built, changed and built again.

use crate::Result;
use crate::statistics::Quartiles;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub struct Project {
    pub name: String,
    dependencies: String,
    source: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub crates: usize,
    pub clean: Duration,
    pub changed: Duration,
    /// Of the stripped binary.
    pub bytes: u64,
}

impl Project {
    /// An application that has axum, tokio and serde, and these dependencies.
    pub fn new(name: &str, dependencies: &str, source: &'static str) -> Self {
        Project { name: name.to_owned(), dependencies: dependencies.to_owned(), source }
    }

    /// Builds it in a folder that is gone afterwards.
    pub fn build(&self, changes: usize) -> Result<Cost> {
        let folder = Folder::new()?;
        let manifest = format!(
            "[package]\nname = \"application\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [profile.release]\nlto = \"thin\"\ncodegen-units = 1\nstrip = true\n\n[dependencies]\naxum = \"0.8\"\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }}\n{}\n",
            self.dependencies
        );
        fs::create_dir(folder.0.join("src"))?;
        fs::write(folder.0.join("Cargo.toml"), manifest)?;
        fs::write(folder.0.join("src/main.rs"), self.source)?;
        // The versions that everything else is measured with.
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.0.join("Cargo.lock"))?;
        cargo(&folder.0, &["fetch"])?;

        let tree = ["tree", "--offline", "--prefix", "none", "--edges", "normal,build"];
        let tree = cargo(&folder.0, &tree)?;
        let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(" (").next()).collect();
        let clean = timed(&folder.0, &["build", "--offline"])?;
        let mut times = Vec::new();
        for change in 0..changes {
            fs::write(folder.0.join("src/main.rs"), format!("{}// {change}\n", self.source))?;
            times.push(timed(&folder.0, &["build", "--offline"])?.as_secs_f64());
        }
        cargo(&folder.0, &["build", "--offline", "--release"])?;
        let bytes = fs::metadata(folder.0.join("target/release/application"))?.len();
        let changed = Duration::from_secs_f64(Quartiles::of(times).median);
        Ok(Cost { crates: crates.len(), clean, changed, bytes })
    }
}

fn timed(folder: &Path, arguments: &[&str]) -> Result<Duration> {
    let begun = Instant::now();
    cargo(folder, arguments)?;
    Ok(begun.elapsed())
}

/// Runs cargo as a user would, without what this process was told, and gives what it printed.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        let told = told.starts_with("CARGO_") && told != "CARGO_HOME" || told == "RUSTFLAGS";
        if told {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo {}: {said}", arguments.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("session-benches-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
