//! How many sessions are in memory, how many may be, and who had to go.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Seconds between two warnings.
const QUIET: u64 = 60;
const NEVER: u64 = u64::MAX;

pub(super) struct Room {
    capacity: usize,
    taken: AtomicUsize,
    evicted: AtomicU64,
    /// Of those, the ones that a warning has told of.
    told: AtomicU64,
    told_at: AtomicU64,
}

impl Room {
    pub(super) fn new(capacity: usize) -> Self {
        Room {
            capacity,
            taken: AtomicUsize::new(0),
            evicted: AtomicU64::new(0),
            told: AtomicU64::new(0),
            told_at: AtomicU64::new(NEVER),
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    pub(super) fn is_full(&self) -> bool {
        self.taken() >= self.capacity
    }

    /// Takes the room of one; false where there is none.
    pub(super) fn take(&self) -> bool {
        let next = |taken| (taken < self.capacity).then_some(taken + 1);
        self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
    }

    pub(super) fn give(&self, count: usize) {
        self.taken.fetch_sub(count, Ordering::Relaxed);
    }

    pub(super) fn evicted(&self) -> u64 {
        self.evicted.load(Ordering::Relaxed)
    }

    /// Counts a session that had to go, and says so once in a while: a flood of logins is no flood of warnings.
    pub(super) fn tell_of_eviction(&self, now: u64) {
        let evicted = self.evicted.fetch_add(1, Ordering::Relaxed) + 1;
        let told_at = self.told_at.load(Ordering::Relaxed);
        if told_at != NEVER && now < told_at.saturating_add(QUIET) {
            return;
        }
        if self.told_at.compare_exchange(told_at, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let told = self.told.swap(evicted, Ordering::Relaxed);
            tracing::warn!(
                evicted = evicted.saturating_sub(told),
                capacity = self.capacity,
                "the memory store is full: the sessions that were used least recently are ended; allow it more, or use a \
                 store outside of this process"
            );
        }
    }
}
