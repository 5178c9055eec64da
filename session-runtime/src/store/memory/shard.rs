//! One part of the sessions in memory: a table in the order of use, and two ways to find in it.

use crate::store::{Record, RecordKey, Stored, SubjectKey};
use hashbrown::HashTable;
use lru_slab::LruSlab;

/// How many places a new session looks at for what has ended.
const LOOKED_AT: usize = 4;

/// A session. A version of four bytes saves eight in each.
pub(super) struct Entry {
    pub(super) key: RecordKey,
    pub(super) subject: Option<SubjectKey>,
    pub(super) document: Box<str>,
    pub(super) expires: u64,
    pub(super) version: u32,
}

impl Entry {
    pub(super) fn new(key: RecordKey, record: &Record) -> Self {
        Entry {
            key,
            subject: record.subject,
            document: record.document.as_str().into(),
            expires: record.expires,
            version: 1,
        }
    }

    pub(super) fn stored(&self) -> Stored {
        Stored {
            document: self.document.as_ref().to_owned(),
            expires: self.expires,
            version: u64::from(self.version),
        }
    }
}

/// Every entry is in `by_key`, and in `by_subject` if it has one. Slots handed out are valid until they are removed.
#[derive(Default)]
pub(super) struct Shard {
    entries: LruSlab<Entry>,
    by_key: HashTable<u32>,
    by_subject: HashTable<u32>,
    hand: usize,
    /// Since somebody asked.
    removed: usize,
}

impl Shard {
    /// How many entries were removed since this was called last.
    pub(super) fn take_removed(&mut self) -> usize {
        std::mem::take(&mut self.removed)
    }

    fn find(&self, key: &RecordKey) -> Option<u32> {
        self.by_key.find(hash(key.as_bytes()), |slot| self.entries.peek(*slot).key == *key).copied()
    }

    /// Where the record of a key is. One that has ended is removed instead.
    pub(super) fn live(&mut self, key: &RecordKey, now: u64) -> Option<u32> {
        let slot = self.find(key)?;
        if self.entries.peek(slot).expires > now {
            return Some(slot);
        }
        self.remove(slot);
        None
    }

    /// Where the records of a subject are.
    pub(super) fn of(&self, subject: &SubjectKey) -> impl Iterator<Item = u32> {
        let found = self.by_subject.iter_hash(hash(subject.as_bytes())).copied();
        found.filter(move |slot| self.entries.peek(*slot).subject.as_ref() == Some(subject))
    }

    pub(super) fn peek(&self, slot: u32) -> &Entry {
        self.entries.peek(slot)
    }

    /// An entry, which is the one used last from now on.
    pub(super) fn used(&mut self, slot: u32) -> &mut Entry {
        self.entries.get_mut(slot)
    }

    /// Adds an entry whose key is not here.
    pub(super) fn insert(&mut self, entry: Entry) {
        let (key, subject) = (entry.key, entry.subject);
        let slot = self.entries.insert(entry);
        let entries = &self.entries;
        self.by_key
            .insert_unique(hash(key.as_bytes()), slot, |slot| hash(entries.peek(*slot).key.as_bytes()));
        if let Some(subject) = subject {
            // Only entries with a subject are in this table.
            let hash_of =
                |slot: &u32| entries.peek(*slot).subject.map_or(0, |subject| hash(subject.as_bytes()));
            self.by_subject.insert_unique(hash(subject.as_bytes()), slot, hash_of);
        }
    }

    pub(super) fn remove(&mut self, slot: u32) -> Entry {
        self.removed += 1;
        let entry = self.entries.remove(slot);
        take(&mut self.by_key, entry.key.as_bytes(), slot);
        if let Some(subject) = &entry.subject {
            take(&mut self.by_subject, subject.as_bytes(), slot);
        }
        entry
    }

    /// Removes the entry that was used least recently, if there is one.
    pub(super) fn evict(&mut self) -> bool {
        self.entries.lru().map(|slot| self.remove(slot)).is_some()
    }

    /// Removes what has ended among the next few entries, in no order.
    pub(super) fn sweep_some(&mut self, now: u64) {
        for _ in 0..LOOKED_AT {
            let places = self.by_key.num_buckets();
            self.hand = if self.hand + 1 < places { self.hand + 1 } else { 0 };
            if let Some(slot) = self.by_key.get_bucket(self.hand).copied()
                && self.entries.peek(slot).expires <= now
            {
                self.remove(slot);
            }
        }
    }

    /// Removes all that has ended, and says how many and when the next one ends.
    pub(super) fn sweep(&mut self, now: u64) -> (usize, u64) {
        let ended = |entry: &Entry| entry.expires <= now;
        let slots: Vec<u32> =
            self.entries.iter().filter(|(_, entry)| ended(entry)).map(|(slot, _)| slot).collect();
        for slot in &slots {
            self.remove(*slot);
        }
        let next = self.entries.iter().map(|(_, entry)| entry.expires).min();
        (slots.len(), next.unwrap_or(u64::MAX))
    }
}

fn take(table: &mut HashTable<u32>, key: &[u8; 32], slot: u32) {
    if let Ok(entry) = table.find_entry(hash(key), |found| *found == slot) {
        entry.remove();
    }
}

/// Keys are hashes already. The first bytes choose the shard.
fn hash(key: &[u8; 32]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&key[8..16]);
    u64::from_ne_bytes(bytes)
}
