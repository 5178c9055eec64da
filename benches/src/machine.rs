//! What everything ran on.

use crate::Result;
use nix::sched::{CpuSet, sched_setaffinity};
use nix::unistd::Pid;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

/// Instructions that cryptography is done with. Without them it takes other code, and other counts.
const WANTED: [&str; 3] = ["sha_ni", "aes", "avx2"];

fn cpu_info(field: &str) -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find(|line| line.split(':').next().is_some_and(|name| name.trim() == field));
    line.and_then(|line| line.split(':').nth(1)).unwrap_or("unknown").trim().to_owned()
}

/// Whether counts of instructions can be held against those of the reference machine.
pub fn has_wanted_instructions() -> bool {
    let flags = cpu_info("flags");
    let flags: Vec<&str> = flags.split(' ').collect();
    WANTED.iter().all(|wanted| flags.contains(wanted))
}

/// Processor, kernel, compiler, and the versions of these packages.
pub fn line(packages: &[&str]) -> Result<String> {
    let rustc = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into())).arg("-V").output()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.split('-').next().unwrap_or_default().trim().to_owned();
    let flags = if has_wanted_instructions() { ", with SHA and AES instructions" } else { "" };
    let (model, family, number) = (cpu_info("model name"), cpu_info("cpu family"), cpu_info("model"));
    Ok(format!(
        "{model} (family {family}, model {number}), {} cores{flags}; Linux {kernel}; {}; release, thin LTO, one codegen unit, \
         glibc malloc; {}.",
        cores(),
        String::from_utf8_lossy(&rustc.stdout).trim(),
        versions(packages)?
    ))
}

/// Of packages, as the lock file has them.
fn versions(packages: &[&str]) -> Result<String> {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))?;
    let mut named = Vec::new();
    for package in packages {
        let of = lock.split("[[package]]").filter_map(|entry| {
            let field = |name| entry.lines().find_map(|line| line.strip_prefix(name)?.strip_suffix('"'));
            (field("name = \"")? == *package).then(|| field("version = \""))?
        });
        named.push(format!("{package} {}", of.collect::<Vec<_>>().join(" and ")));
    }
    Ok(named.join(", "))
}

pub fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// Keeps a process where it is not disturbed by another: servers on the first core, clients on the last. Where there is one core, it
/// stays.
pub fn keep_on(process: Option<u32>, core: usize) -> Result<()> {
    let process = process.map_or(Ok(Pid::from_raw(0)), |id| i32::try_from(id).map(Pid::from_raw))?;
    let mut set = CpuSet::new();
    set.set(core.min(cores() - 1))?;
    Ok(sched_setaffinity(process, &set)?)
}
