//! All parts of the sessions in memory, each behind its own lock.

use super::room::Room;
use super::shard::{Entry, Shard};
use crate::store::{RecordKey, StoreError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A store of fewer sessions is one part, so that its order of eviction is exact.
const SESSIONS_PER_SHARD: usize = 1024;
const MOST_SHARDS: usize = 64;

/// Aligned, since two neighbours on one cache line would slow each other down.
#[repr(align(128))]
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
        let one = |_| Locked { shard: Mutex::default(), next_end: AtomicU64::new(u64::MAX) };
        Shards { all: (0..count).map(one).collect(), room: Room::new(capacity) }
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Does something with the part that a key belongs to; `expires` is an end that a record gets there.
    pub(super) fn with<T>(
        &self,
        key: &RecordKey,
        expires: Option<u64>,
        act: impl FnOnce(&mut Shard) -> T,
    ) -> T {
        let locked = self.part(key);
        self.lock(locked, |shard| {
            let done = act(shard);
            if let Some(expires) = expires {
                locked.next_end.fetch_min(expires, Ordering::Relaxed);
            }
            done
        })
    }

    /// Does something with each part, one after the other.
    pub(super) fn with_each(&self, mut act: impl FnMut(&mut Shard)) {
        self.all.iter().for_each(|locked| self.lock(locked, &mut act));
    }

    /// Adds an entry, and makes room for it where there is none.
    pub(super) fn insert(&self, entry: Entry, now: u64, refuses: bool) -> Result<(), StoreError> {
        let (key, expires) = (entry.key, entry.expires);
        if self.room.is_full() && self.with(&key, None, |shard| shard.live(&key, now)).is_some() {
            // Nobody is evicted for what fails anyway.
            return Err(exists());
        }
        while !self.room.take() {
            if !self.make_room(&key, now, refuses) {
                return Err(StoreError::refused("the memory store is full; allow it more sessions"));
            }
        }
        let added = self.with(&key, Some(expires), |shard| {
            shard.sweep_some(now);
            let added = shard.live(&key, now).is_none();
            if added {
                shard.insert(entry);
            }
            added
        });
        if !added {
            self.room.give(1);
            return Err(exists());
        }
        Ok(())
    }

    /// Removes all that has ended, and says how many.
    pub(super) fn sweep(&self, now: u64) -> usize {
        self.all.iter().map(|locked| self.sweep_part(locked, now)).sum()
    }

    /// What has ended goes first, wherever it is; false when nothing may go.
    fn make_room(&self, key: &RecordKey, now: u64, refuses: bool) -> bool {
        let own = self.part(key);
        let parts = || std::iter::once(own).chain(&self.all);
        if parts().any(|locked| self.sweep_part(locked, now) > 0) {
            return true;
        }
        // Of an own part that is empty, another one gives.
        if refuses || !parts().any(|locked| self.lock(locked, Shard::evict)) {
            return false;
        }
        self.room.tell_of_eviction(now);
        true
    }

    fn sweep_part(&self, locked: &Locked, now: u64) -> usize {
        if locked.next_end.load(Ordering::Relaxed) > now {
            return 0;
        }
        self.lock(locked, |shard| {
            let (swept, next_end) = shard.sweep(now);
            locked.next_end.store(next_end, Ordering::Relaxed);
            swept
        })
    }

    /// No part is locked inside of another.
    fn lock<T>(&self, locked: &Locked, act: impl FnOnce(&mut Shard) -> T) -> T {
        let mut shard = locked.shard.lock().unwrap_or_else(PoisonError::into_inner);
        let done = act(&mut shard);
        let removed = shard.take_removed();
        drop(shard);
        if removed > 0 {
            self.room.give(removed);
        }
        done
    }

    fn part(&self, key: &RecordKey) -> &Locked {
        let [a, b, ..] = *key.as_bytes();
        &self.all[usize::from(u16::from_ne_bytes([a, b])) % self.all.len()]
    }
}

fn exists() -> StoreError {
    StoreError::refused("there is a session of this key")
}
