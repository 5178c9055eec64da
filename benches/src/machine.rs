//! What was measured on, in one line, without names and paths.

use std::process::Command;

pub fn line() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |key: &str| {
        let line = cpus.lines().find(|line| line.split(':').next().is_some_and(|name| name.trim() == key));
        line.and_then(|line| line.split(':').nth(1)).map_or("unknown", str::trim).to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.split('-').next().unwrap_or_default().trim();
    format!(
        "{} (family {}, model {}), {cores} cores; Linux {kernel}; {}",
        of("model name"),
        of("cpu family"),
        of("model"),
        first_line("rustc", &["--version"]).unwrap_or_else(|| "rustc unknown".to_owned()),
    )
}

/// The versions of some packages that a lock file names, once each.
pub fn versions(packages: &[&str]) -> String {
    let lock = std::fs::read_to_string(crate::cargo::folder().join("Cargo.lock")).unwrap_or_default();
    let mut found = Vec::new();
    for package in packages {
        let named = lock.split("[[package]]").filter(|entry| entry.contains(&format!("name = \"{package}\"\n")));
        let versions = named.filter_map(|entry| entry.split("version = \"").nth(1)?.split('"').next());
        found.extend(versions.map(|version| format!("{package} {version}")));
    }
    found.join(", ")
}

/// What a program says first.
pub fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).lines().next()?.trim().to_owned())
}
