//! Sessions in this process's memory.

mod room;
mod shard;
mod shards;
#[cfg(test)]
mod tests;

use super::{IndexBySubject, Record, RecordKey, Store, StoreError, Stored, SubjectKey, Sweep};
use crate::clock::Clock;
use shard::Entry;
use shards::Shards;
use std::fmt;
use std::sync::Arc;

/// Keeps sessions in this process's memory: `storage = "memory"`, feature `memory`.
///
/// For one process whose sessions may end with it. It never waits and allocates no future. Clones share their sessions.
///
/// It keeps as many sessions as it is told and no more. When it is full, what has ended makes room first, then the session that
/// was used least recently; that is logged, once a minute at most, and counted in [`evicted`](Self::evicted). A new login is
/// never turned away for old ones, unless [`refuse_when_full`](Self::refuse_when_full) asks for that. Ended sessions go when they
/// are asked for, when room is needed, and a few with every new one; [`Sweep`] takes all of them away at once.
///
/// A session takes about 150 bytes and its document, which is 90 bytes and the claims as JSON; that includes the index of
/// subjects. The limit counts sessions, not bytes: bound what your claims hold.
///
/// In stores of over a thousand sessions, "least recently" is judged within one of up to 64 parts, each with its own lock.
/// ```
/// use session_runtime::MemoryStore;
///
/// let store = MemoryStore::new(100_000);
/// assert!(store.is_empty());
/// ```
#[derive(Clone)]
pub struct MemoryStore {
    shards: Arc<Shards>,
    clock: Clock,
    refuses: bool,
}

impl MemoryStore {
    /// A store of `capacity` sessions. One of none refuses every session.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        MemoryStore { shards: Arc::new(Shards::new(capacity)), clock: Clock::system(), refuses: false }
    }

    /// Refuses new sessions when it is full, instead of ending those that were used least recently: whoever logs in then gets a
    /// 503. Whoever can start sessions without a login can then keep everybody else out.
    #[must_use]
    pub fn refuse_when_full(mut self) -> Self {
        self.refuses = true;
        self
    }

    /// Reads the time from `clock`: in tests, the one that the layer has.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// How many sessions it can keep.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.shards.room().capacity()
    }

    /// How many sessions it keeps, with those that have ended and are not swept yet.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards.room().taken()
    }

    /// Whether it keeps none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many sessions were ended so far because it was full.
    #[must_use]
    pub fn evicted(&self) -> u64 {
        self.shards.room().evicted()
    }

    fn now(&self) -> u64 {
        self.clock.now().as_secs()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .field("evicted", &self.evicted())
            .finish_non_exhaustive()
    }
}

impl Store for MemoryStore {
    const IMMEDIATE: bool = true;

    fn never_evicting(self) -> Self {
        self.refuse_when_full()
    }

    async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        self.shards.insert(Entry::new(*key, record), self.now(), self.refuses)
    }

    async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        let now = self.now();
        Ok(self.shards.with(key, None, |shard| shard.live(key, now).map(|slot| shard.used(slot).stored())))
    }

    async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
        let now = self.now();
        let document = Box::from(record.document.as_str());
        let done = self.shards.with(key, Some(record.expires), |shard| {
            let Some(slot) = shard.live(key, now) else { return Ok(false) };
            if u64::from(shard.peek(slot).version) != version {
                return Ok(false);
            }
            let entry = shard.used(slot);
            entry.version = entry.version.checked_add(1).ok_or(VersionsUsedUp)?;
            entry.document = document;
            entry.expires = record.expires;
            Ok(true)
        });
        done.map_err(|VersionsUsedUp| StoreError::refused("a session was changed 2^32 times"))
    }

    async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        let now = self.now();
        Ok(self.shards.with(key, Some(expires), |shard| {
            let Some(slot) = shard.live(key, now) else { return false };
            shard.used(slot).expires = expires;
            true
        }))
    }

    async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        let now = self.now();
        Ok(self.shards.with(key, None, |shard| {
            let Some(slot) = shard.live(key, now) else { return false };
            if version.is_some_and(|version| u64::from(shard.peek(slot).version) != version) {
                return false;
            }
            shard.remove(slot);
            true
        }))
    }
}

impl IndexBySubject for MemoryStore {
    async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        let now = self.now();
        let mut listed = Vec::new();
        self.shards.with_each(|shard| {
            let its = shard.of(subject).map(|slot| shard.peek(slot)).filter(|entry| entry.expires > now);
            listed.extend(its.map(|entry| (entry.key, entry.stored())));
        });
        Ok(listed)
    }

    async fn delete_all(&self, subject: &SubjectKey, but: Option<&RecordKey>) -> Result<u64, StoreError> {
        let now = self.now();
        let mut count = 0;
        self.shards.with_each(|shard| {
            let its: Vec<u32> =
                shard.of(subject).filter(|slot| Some(&shard.peek(*slot).key) != but).collect();
            for slot in its {
                count += u64::from(shard.remove(slot).expires > now);
            }
        });
        Ok(count)
    }
}

impl Sweep for MemoryStore {
    async fn sweep(&self, now: u64) -> Result<u64, StoreError> {
        Ok(self.shards.sweep(now) as u64)
    }
}

/// An update would give a version that does not fit.
struct VersionsUsedUp;
