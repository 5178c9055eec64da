//! What sessions in memory take of the machine's memory. A process for each, since memory that was freed stays with it.

use crate::Result;
use crate::claims::{MEASURED, account};
use crate::ours::in_memory;
use crate::peers::current;
use session_runtime::MemoryStore;

pub async fn measure(kind: &str, count: usize) -> Result<()> {
    let before = resident()?;
    let taken = match kind {
        "ours" => {
            let store = MemoryStore::new(count);
            for user in 0..count as u64 {
                in_memory::begin(store.clone(), user..user + 1).await?;
            }
            assert_eq!((store.len(), store.evicted()), (count, 0));
            resident()? - before
        }
        "tower-sessions" => {
            let store = tower_sessions_current::MemoryStore::default();
            for _ in 0..count {
                current::begin(store.clone(), 1).await?;
            }
            resident()? - before
        }
        _ => return Err("resident ours|tower-sessions COUNT".into()),
    };
    let json = serde_json::to_vec(&account(MEASURED))?.len();
    println!("{kind}\t{}\t{json}", taken / count);
    Ok(())
}

/// What of this process is in memory, in bytes.
fn resident() -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?;
    Ok(kibibytes.parse::<usize>()? * 1024)
}
