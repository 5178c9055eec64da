//! What nobody outside can see: that the tables agree, and that a version which does not fit is an error.

use super::MemoryStore;
use super::shard::{Entry, Shard};
use crate::store::{Record, RecordKey, Store, StoreError, SubjectKey};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn entry(number: u8, subject: Option<u8>, expires: u64) -> Entry {
    let subject = subject.map(|subject| SubjectKey::from_bytes([subject; 32]));
    let record = Record { document: number.to_string(), expires, subject };
    Entry::new(RecordKey::from_bytes([number; 32]), &record)
}

#[test]
fn the_order_of_use_is_the_order_of_eviction() {
    let mut shard = Shard::default();
    for number in 0..4 {
        shard.insert(entry(number, None, 100));
    }
    let key = |number| RecordKey::from_bytes([number; 32]);
    let slot = shard.live(&key(0), 0).unwrap();
    shard.used(slot);
    assert!(shard.evict());
    assert_eq!(shard.live(&key(1), 0), None);
    assert_eq!(shard.live(&key(0), 0), Some(slot));
}

#[test]
fn a_few_places_at_a_time_everything_that_has_ended_is_found() {
    let mut shard = Shard::default();
    for number in 0..=255 {
        shard.insert(entry(number, Some(number % 3), if number % 2 == 0 { 50 } else { 100 }));
    }
    for _ in 0..256 {
        shard.sweep_some(50);
    }
    assert_eq!(shard.take_removed(), 128);
    for subject in 0..3 {
        let its = shard.of(&SubjectKey::from_bytes([subject; 32])).count();
        assert!((42..=43).contains(&its), "{its}");
    }
    assert_eq!(shard.sweep(50), (0, 100));
    assert_eq!(shard.sweep(100), (128, u64::MAX));
}

#[test]
fn a_version_that_does_not_fit_is_an_error_and_changes_nothing() {
    let store = MemoryStore::new(10);
    let now = store.now();
    let last = Entry { version: u32::MAX, ..entry(1, None, now + 60) };
    let key = last.key;
    store.shards.insert(last, now, false).unwrap();
    let record = Record { document: "changed".into(), expires: now + 60, subject: None };
    let version = u64::from(u32::MAX);
    let updated = now_or_never(store.update(&key, version, &record));
    assert!(matches!(updated, Err(StoreError::Refused(_))));
    let stored = now_or_never(store.load(&key)).unwrap().unwrap();
    assert_eq!((stored.document.as_str(), stored.version), ("1", version));
}

fn now_or_never<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the store never waits"),
    }
}
