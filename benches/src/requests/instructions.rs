//! How many instructions a request takes: a process is traced and stepped through one by one, on the processor itself, so that
//! its instructions for SHA and AES are used. Hardware counters are missing in many virtual machines; valgrind does not know
//! those instructions and measures other code.

use crate::Result;
use crate::programs::Programs;
use nix::sys::ptrace;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;
use std::process::{Child, Stdio};

/// What is said where they cannot be.
pub const NOT_COUNTED: &str = "instructions were not counted: this process may not trace another";

/// Of one request in the middle of several: what a batch costs is not counted. None where a process may not be traced.
pub fn of_request(
    programs: &Programs,
    group: &str,
    name: &str,
    scenario: &str,
    roles: usize,
) -> Result<Option<f64>> {
    let count = |requests| of_batch(programs, group, name, scenario, roles, requests);
    let (Some(one), Some(many)) = (count(1)?, count(3)?) else { return Ok(None) };
    Ok(Some(many.saturating_sub(one) as f64 / 2.0))
}

/// Between the two moments in which the process stops itself.
fn of_batch(
    programs: &Programs,
    group: &str,
    name: &str,
    scenario: &str,
    roles: usize,
    requests: u32,
) -> Result<Option<u64>> {
    let mut command = programs.command("contenders");
    command.args(["count", group, name, scenario, &roles.to_string(), &requests.to_string()]);
    let traced = Traced(command.stderr(Stdio::null()).spawn()?);
    let process = Pid::from_raw(i32::try_from(traced.0.id())?);
    if waitpid(process, None)? != WaitStatus::Stopped(process, Signal::SIGSTOP) {
        return Ok(None);
    }
    let (mut instructions, mut last) = (0, 0);
    loop {
        ptrace::step(process, None)?;
        match waitpid(process, None)? {
            WaitStatus::Stopped(_, Signal::SIGTRAP) => {
                let at = place(process)?;
                // An instruction that repeats itself, as copies do, stops once for each time.
                instructions += u64::from(at != last);
                last = at;
            }
            WaitStatus::Stopped(_, Signal::SIGSTOP) => return Ok(Some(instructions)),
            other => return Err(format!("{name} under {scenario}: {other:?}").into()),
        }
    }
}

/// Where a stopped process is.
#[cfg(target_arch = "x86_64")]
fn place(process: Pid) -> Result<u64> {
    Ok(ptrace::getregs(process)?.rip)
}

#[cfg(target_arch = "aarch64")]
fn place(process: Pid) -> Result<u64> {
    Ok(ptrace::getregs(process)?.pc)
}

struct Traced(Child);

impl Drop for Traced {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
