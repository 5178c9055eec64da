//! Which core a process runs on.

use crate::Failed;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

/// Keeps this process, and those that it starts from now on, on the last core that it may use.
pub fn pin_to_last() -> Result<(), Failed> {
    let allowed = allowed()?;
    set(Pid::this(), *allowed.last().ok_or("no core")?)
}

/// Keeps another process on the core of this place, among those that this one may use.
pub fn pin(process: u32, place: usize) -> Result<(), Failed> {
    let allowed = allowed()?;
    set(Pid::from_raw(i32::try_from(process)?), allowed[place % allowed.len()])
}

fn set(process: Pid, core: usize) -> Result<(), Failed> {
    let mut one = CpuSet::new();
    one.set(core)?;
    Ok(sched_setaffinity(process, &one)?)
}

fn allowed() -> Result<Vec<usize>, Failed> {
    let set = sched_getaffinity(Pid::this())?;
    Ok((0..CpuSet::count()).filter(|core| set.is_set(*core).unwrap_or(false)).collect())
}
