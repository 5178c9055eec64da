//! Records to keep.

use session_runtime::{Record, RecordKey, SubjectKey};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

static COUNT: AtomicU64 = AtomicU64::new(0);

fn unique() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes[8..12].copy_from_slice(&std::process::id().to_be_bytes());
    bytes
}

pub fn key() -> RecordKey {
    RecordKey::from_bytes(unique())
}

pub fn subject() -> SubjectKey {
    SubjectKey::from_bytes(unique())
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A record that ends in an hour.
pub fn record(document: &str, subject: Option<SubjectKey>) -> Record {
    Record { document: document.to_owned(), expires: now() + 3600, subject }
}
