//! Programs of this workspace, built when they are needed: who is measured does not have to build everybody.

use crate::Result;
use std::path::PathBuf;
use std::process::Command;

pub struct Programs(PathBuf);

impl Programs {
    /// Builds the binaries of a package.
    pub fn of(package: &str) -> Result<Self> {
        let own = std::env::current_exe()?;
        let folder = own.parent().ok_or("a program is in a folder")?;
        if !folder.ends_with("release") {
            return Err("only a release build can be measured: cargo run --release …".into());
        }
        let target = folder.parent().ok_or("a target folder")?;
        eprintln!("building {package}");
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
        cargo
            .args(["build", "--release", "--quiet", "--bins", "--package", package, "--target-dir"])
            .arg(target);
        if !cargo.status()?.success() {
            return Err(format!("{package} was not built").into());
        }
        Ok(Programs(folder.to_owned()))
    }

    pub fn command(&self, name: &str) -> Command {
        Command::new(self.0.join(name))
    }
}
