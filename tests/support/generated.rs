//! A crate that a test writes and checks with cargo.
#![allow(dead_code, reason = "no test binary uses all of it")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const WORKSPACE: &str = env!("CARGO_MANIFEST_DIR");
const RUNTIME: &str = "session-runtime = { path = \"RUNTIME\", features = [\"memory\"] }";

pub struct Crate {
    folder: PathBuf,
}

/// An error of rustc.
pub struct Error {
    /// The module that it is in; empty for the crate itself.
    pub module: String,
    pub text: String,
    /// The code that it points at.
    pub marked: String,
    /// As it is printed.
    pub rendered: String,
}

impl Crate {
    /// A library with these modules, which depends on the runtime, axum and serde.
    pub fn new(name: &str, modules: &BTreeMap<String, String>) -> Self {
        Self::with_runtime(name, RUNTIME, modules)
    }

    /// The same with this line for the dependency on the runtime; `RUNTIME` in it stands for its path.
    pub fn with_runtime(name: &str, runtime: &str, modules: &BTreeMap<String, String>) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let source = folder.join("src");
        if source.exists() {
            fs::remove_dir_all(&source).unwrap();
        }
        fs::create_dir_all(&source).unwrap();
        let runtime = runtime.replace("RUNTIME", &format!("{WORKSPACE}/session-runtime"));
        let manifest = format!(
            r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
{runtime}
axum = {{ version = "0.8", default-features = false }}
http = "1"
serde = {{ version = "1", features = ["derive"] }}
"#
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        // the versions of the workspace, which are there already
        fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let mut root = "#![allow(dead_code)]\n".to_owned();
        for (module, text) in modules {
            fs::write(source.join(module).with_extension("rs"), text).unwrap();
            root.push_str(&format!("mod {module};\n"));
        }
        fs::write(source.join("lib.rs"), root).unwrap();
        Crate { folder }
    }

    /// The errors that it gives.
    pub fn check(&self) -> Result<(), Vec<Error>> {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline", "--message-format=json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("checks"))
            .output()
            .unwrap();
        let errors: Vec<Error> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| error(&serde_json::from_str(line).ok()?))
            .collect();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !errors.is_empty(), "cargo did not get as far as rustc: {told}");
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// The error in a line of cargo's.
fn error(line: &Value) -> Option<Error> {
    let message = line.get("message")?;
    let spans = message["spans"].as_array()?;
    if message["level"] != "error" || spans.is_empty() {
        return None;
    }
    let first = spans.iter().find(|span| span["is_primary"] == true)?;
    let line = first["text"][0]["text"].as_str().unwrap_or_default();
    let column = |name: &str| first[name].as_u64().and_then(|column| usize::try_from(column - 1).ok());
    let marked = line.get(column("column_start")?..column("column_end")?).unwrap_or_default();
    let file = Path::new(first["file_name"].as_str()?).file_stem()?.to_str()?;
    Some(Error {
        module: if file == "lib" { String::new() } else { file.to_owned() },
        text: message["message"].as_str()?.to_owned(),
        marked: marked.to_owned(),
        rendered: message["rendered"].as_str()?.to_owned(),
    })
}
