//! Builds the programs that are measured.

use crate::Failed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where this workspace is.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the project is.
pub fn project() -> &'static Path {
    folder().parent().unwrap_or(folder())
}

pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds the binaries of a package of this workspace, as this one was built, and says where they are.
pub fn build(package: &str) -> Result<PathBuf, Failed> {
    let own = std::env::current_exe()?;
    let (Some(binaries), true) = (own.parent(), !cfg!(debug_assertions)) else {
        return Err("measure with `--release`".into());
    };
    let target = binaries.parent().ok_or("no target folder")?;
    let mut command = cargo();
    command.args(["build", "--release", "--bins", "--package", package]);
    command.arg("--manifest-path").arg(folder().join("Cargo.toml")).arg("--target-dir").arg(target);
    if !command.status()?.success() {
        return Err(format!("{package} does not build").into());
    }
    Ok(binaries.to_owned())
}
