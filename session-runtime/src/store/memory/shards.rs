//! All parts of the sessions in memory, each behind its own lock.

use super::room::Room;
use super::shard::{Entry, Shard};
use crate::store::{RecordKey, StoreError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A store of fewer sessions is one part, so that its order of eviction is exact.
const SESSIONS_PER_SHARD: usize = 1024;
const MOST_SHARDS: usize = 64;

/// Two neighbours on one cache line would slow each other down.
#[repr(align(128))]
#[derive(Default)]
struct Locked {
    shard: Mutex<Shard>,
    /// No entry ends before that.
    next_end: AtomicU64,
}

pub(super) struct Shards {
    all: Box<[Locked]>,
    room: Room,
}

impl Shards {
    pub(super) fn new(capacity: usize) -> Self {
        let count = (capacity / SESSIONS_PER_SHARD).clamp(1, MOST_SHARDS);
        let all = (0..count).map(|_| Locked { next_end: AtomicU64::new(u64::MAX), ..Locked::default() });
        Shards { all: all.collect(), room: Room::new(capacity) }
    }

    pub(super) fn capacity(&self) -> usize {
        self.room.capacity()
    }

    pub(super) fn len(&self) -> usize {
        self.room.taken()
    }

    pub(super) fn evicted(&self) -> u64 {
        self.room.evicted()
    }

    /// Does something with the part that a key belongs to; nothing that adds an entry.
    pub(super) fn with<T>(&self, key: &RecordKey, act: impl FnOnce(&mut Shard) -> T) -> T {
        self.in_one(self.of(key), act)
    }

    /// Does something with each part, one after the other.
    pub(super) fn with_each(&self, mut act: impl FnMut(&mut Shard)) {
        for locked in &self.all {
            self.in_one(locked, &mut act);
        }
    }

    /// Notes that a record of this part may end at `expires`.
    pub(super) fn ends_at(&self, key: &RecordKey, expires: u64) {
        self.of(key).next_end.fetch_min(expires, Ordering::Relaxed);
    }

    /// Adds an entry, and makes room for it where there is none.
    pub(super) fn insert(&self, entry: Entry, now: u64, refuses: bool) -> Result<(), StoreError> {
        let (locked, expires) = (self.of(&entry.key), entry.expires);
        if self.room.is_full() && self.in_one(locked, |shard| shard.live(&entry.key, now)).is_some() {
            // Nobody is evicted for what fails anyway.
            return Err(exists());
        }
        while !self.room.take() {
            if self.sweep_one(locked, now) || self.all.iter().any(|other| self.sweep_one(other, now)) {
                continue;
            }
            if refuses || !self.evict_one(locked, now) {
                return Err(StoreError::refused("the memory store is full; allow it more sessions"));
            }
        }
        let added = self.in_one(locked, |shard| {
            shard.sweep_some(now);
            if shard.live(&entry.key, now).is_some() {
                return Err(exists());
            }
            // Removed above are counted as removed, and this one was counted before.
            Ok(entry)
        });
        todo_insert(added, expires)
    }
}
