//! The store in memory: the suite, who goes when it is full, and what ends by itself.

mod support;

use futures_util::FutureExt as _;
use session_runtime::{
    Clock, IndexBySubject as _, MemoryStore, Record, RecordKey, Store, StoreError, SubjectKey, Sweep as _,
    conformance,
};
use std::future::Future;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::log::Log;

const NOW: u64 = 1_700_000_000;

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the store never waits")
}

fn key(number: u64) -> RecordKey {
    // As evenly spread as a hash.
    let mut bytes = [0; 32];
    for (part, factor) in
        bytes.chunks_exact_mut(8).zip([0x9e37_79b9_7f4a_7c15_u64, 0xbf58_476d_1ce4_e5b9, 3, 5])
    {
        let mixed = (number + 1).wrapping_mul(factor);
        part.copy_from_slice(&(mixed ^ mixed >> 31).to_be_bytes());
    }
    RecordKey::from_bytes(bytes)
}

fn subject(number: u8) -> SubjectKey {
    SubjectKey::from_bytes([number; 32])
}

fn record(expires: u64) -> Record {
    Record { document: "{}".into(), expires, subject: None }
}

/// A store and the clock that it reads.
fn store(capacity: usize) -> (MemoryStore, Clock) {
    let clock = Clock::manual(Duration::from_secs(NOW));
    (MemoryStore::new(capacity).clock(clock.clone()), clock)
}

fn is_there(store: &MemoryStore, number: u64) -> bool {
    now(store.load(&key(number))).unwrap().is_some()
}

#[test]
fn keeps_every_rule() {
    for store in
        [MemoryStore::new(1000), MemoryStore::new(1_000_000), MemoryStore::new(1000).refuse_when_full()]
    {
        now(conformance::check(&store)).unwrap();
        now(conformance::check_index(&store)).unwrap();
        now(conformance::check_sweep(&store)).unwrap();
        assert_eq!(
            (store.len(), store.evicted()),
            (0, 0),
            "everything that was removed is counted as removed"
        );
    }
}

#[test]
fn the_session_that_was_used_least_recently_makes_room_and_that_is_logged() {
    let (log, _guard) = Log::start();
    let (store, clock) = store(4);
    for number in 0..4 {
        now(store.insert(&key(number), &record(NOW + 1000))).unwrap();
    }
    // All but 2 are used again, each in another way.
    assert!(is_there(&store, 0));
    assert!(now(store.update(&key(1), 1, &record(NOW + 1000))).unwrap());
    assert!(now(store.touch(&key(3), NOW + 1000)).unwrap());
    for (new, gone) in [(4, 2), (5, 0), (6, 1), (7, 3), (8, 4)] {
        now(store.insert(&key(new), &record(NOW + 1000))).unwrap();
        // Looking at one would make it used.
        assert_eq!(store.len(), 4);
        assert!(!is_there(&store, gone), "{new} should have replaced {gone}");
    }
    assert_eq!(store.evicted(), 5);
    let warnings =
        |log: &Log| log.lines().into_iter().filter(|line| line.contains("is full")).collect::<Vec<_>>();
    let [first] = &warnings(&log)[..] else { panic!("one warning, not {:?}", warnings(&log)) };
    assert!(
        first.starts_with("WARN") && first.contains("evicted=1") && first.contains("capacity=4"),
        "{first}"
    );
    // The next minute's tells of the four that were not told, and of its own.
    clock.advance(Duration::from_secs(60));
    now(store.insert(&key(9), &record(NOW + 1000))).unwrap();
    let [_, second] = &warnings(&log)[..] else { panic!("two warnings, not {:?}", warnings(&log)) };
    assert!(second.contains("evicted=5"), "{second}");
}

#[test]
fn a_flood_of_logins_turns_no_login_away_and_does_not_outgrow_the_store() {
    for capacity in [1, 100, 5000] {
        let (store, _) = store(capacity);
        for number in 0..20_000 {
            now(store.insert(&key(number), &record(NOW + 1000))).unwrap();
            assert!(is_there(&store, number), "a new session is there");
            assert!(store.len() <= capacity);
        }
        assert_eq!(store.len(), capacity);
        assert_eq!(store.evicted(), 20_000 - capacity as u64);
    }
}

#[test]
fn one_that_is_used_all_the_time_outlives_a_flood() {
    let (store, _) = store(5000);
    now(store.insert(&key(0), &record(NOW + 1000))).unwrap();
    for number in 1..50_000 {
        now(store.insert(&key(number), &record(NOW + 1000))).unwrap();
        if number % 100 == 0 {
            assert!(is_there(&store, 0), "after {number}");
        }
    }
}

#[test]
fn what_has_ended_makes_room_before_anybody_is_evicted() {
    for capacity in [8, 4096] {
        let (store, clock) = store(capacity);
        let half = capacity as u64 / 2;
        for number in 0..2 * half {
            // Those that end soon were used last.
            let lifetime = if number < half { 1000 } else { 10 };
            now(store.insert(&key(number), &record(NOW + lifetime))).unwrap();
        }
        clock.advance(Duration::from_secs(10));
        for number in 2 * half..3 * half {
            now(store.insert(&key(number), &record(NOW + 1000))).unwrap();
        }
        assert_eq!(store.evicted(), 0);
        assert!((0..half).chain(2 * half..3 * half).all(|number| is_there(&store, number)));
        // All of them live: now somebody has to go.
        now(store.insert(&key(3 * half), &record(NOW + 1000))).unwrap();
        assert_eq!(store.evicted(), 1);
    }
}

#[test]
fn a_store_that_refuses_keeps_the_old_ones_until_they_end() {
    let (store, clock) = store(2);
    let store = store.refuse_when_full();
    now(store.insert(&key(0), &record(NOW + 10))).unwrap();
    now(store.insert(&key(1), &record(NOW + 20))).unwrap();
    let refused = now(store.insert(&key(2), &record(NOW + 1000))).unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)));
    assert!(refused.to_string().contains("allow it more sessions"), "{refused}");
    assert!(is_there(&store, 0) && is_there(&store, 1) && !is_there(&store, 2));
    assert!(now(store.update(&key(0), 1, &record(NOW + 10))).unwrap(), "those that are there can be changed");
    clock.advance(Duration::from_secs(10));
    now(store.insert(&key(2), &record(NOW + 1000))).unwrap();
    assert!(!is_there(&store, 0) && is_there(&store, 1) && is_there(&store, 2));
    assert!(now(store.delete(&key(1), None)).unwrap());
    now(store.insert(&key(3), &record(NOW + 1000))).unwrap();
    assert_eq!(store.evicted(), 0);
}

#[test]
fn a_store_of_none_refuses_every_session() {
    let store = MemoryStore::new(0);
    let refused = now(store.insert(&key(0), &record(u64::MAX)));
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    assert!(store.is_empty());
}

#[test]
fn an_insert_that_fails_evicts_nobody() {
    let (store, _) = store(2);
    now(store.insert(&key(0), &record(NOW + 10))).unwrap();
    now(store.insert(&key(1), &record(NOW + 10))).unwrap();
    assert!(now(store.insert(&key(1), &record(NOW + 10))).is_err());
    assert!(is_there(&store, 0) && is_there(&store, 1));
    assert_eq!((store.len(), store.evicted()), (2, 0));
}

#[test]
fn ends_by_the_clock_and_not_a_second_later() {
    let (store, clock) = store(10);
    now(store.insert(&key(0), &record(NOW + 10))).unwrap();
    clock.advance(Duration::from_millis(9999));
    assert!(is_there(&store, 0));
    clock.advance(Duration::from_millis(1));
    assert!(!now(store.touch(&key(0), NOW + 1000)).unwrap(), "an ended session cannot be renewed");
    assert!(!now(store.update(&key(0), 1, &record(NOW + 1000))).unwrap(), "nor changed");
    assert!(!is_there(&store, 0));
    assert!(store.is_empty(), "and is gone when it was asked for");
}

#[test]
fn ended_sessions_that_nobody_asks_for_do_not_stay() {
    let (store, clock) = store(100_000);
    for number in 0..1000 {
        now(store.insert(&key(number), &record(NOW + 10))).unwrap();
    }
    clock.advance(Duration::from_secs(10));
    for number in 1000..4000 {
        now(store.insert(&key(number), &record(NOW + 1000))).unwrap();
    }
    // New ones have looked at places in the tables, a few each.
    assert!(store.len() <= 3100, "{} sessions, of which 3000 live", store.len());
    let swept = now(store.sweep(NOW + 10)).unwrap();
    assert_eq!(store.len(), 3000, "after {swept} were swept");
    assert_eq!(now(store.sweep(NOW + 999)).unwrap(), 0);
    assert_eq!(now(store.sweep(NOW + 1000)).unwrap(), 3000);
    assert!(store.is_empty());
}

#[test]
fn the_index_holds_no_more_than_the_sessions() {
    let (store, clock) = store(100);
    let of = |subject| Record { subject: Some(subject), ..record(NOW + 10) };
    for number in 0..10_000_u64 {
        now(store.insert(&key(number), &of(subject((number % 7) as u8)))).unwrap();
    }
    let listed = |number| now(store.list(&subject(number))).unwrap().len();
    assert_eq!((0..7).map(listed).sum::<usize>(), 100, "the evicted are not listed");
    assert_eq!(now(store.delete_all(&subject(3), None)).unwrap() as usize, 100 - store.len());
    assert_eq!(listed(3), 0);
    clock.advance(Duration::from_secs(10));
    assert_eq!((0..7).map(listed).sum::<usize>(), 0, "nor are the ended");
}

#[test]
fn one_subject_may_have_many_sessions() {
    let (store, _) = store(200_000);
    let count: u64 =
        if std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full") { 100_000 } else { 5000 };
    let its = Record { subject: Some(subject(1)), ..record(NOW + 10) };
    let began = Instant::now();
    for number in 0..count {
        now(store.insert(&key(number), &its)).unwrap();
    }
    assert_eq!(now(store.delete_all(&subject(1), Some(&key(0)))).unwrap(), count - 1);
    assert!(began.elapsed() < Duration::from_secs(60), "in {:?}", began.elapsed());
    assert_eq!(store.len(), 1);
}

#[test]
fn threads_lose_nothing() {
    const THREADS: u64 = 4;
    const ROUNDS: u64 = 2000;
    // Full all the time: the counted ones are used often enough to stay.
    let (store, _) = store(2000);
    let counted =
        |number| Record { document: "0".into(), subject: Some(subject(1)), ..record(NOW + number + 1000) };
    for number in 0..4 {
        now(store.insert(&key(number), &counted(number))).unwrap();
    }
    let (barrier, deleted) = (Barrier::new(THREADS as usize), AtomicU64::new(0));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, barrier, deleted) = (&store, &barrier, &deleted);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..ROUNDS {
                    let key_of = key(round % 4);
                    loop {
                        let stored = now(store.load(&key_of)).unwrap().unwrap();
                        let count: u64 = stored.document.parse().unwrap();
                        let next = Record { document: (count + 1).to_string(), ..counted(round % 4) };
                        if now(store.update(&key_of, stored.version, &next)).unwrap() {
                            break;
                        }
                    }
                    let own = key(10 + thread * ROUNDS + round);
                    now(store.insert(&own, &record(NOW + 1000))).unwrap();
                    // While this thread waits for its turn, the others may fill the store with their own.
                    if round % 3 == 0 && now(store.delete(&own, Some(1))).unwrap() {
                        deleted.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    for number in 0..4 {
        let stored = now(store.load(&key(number))).unwrap().unwrap();
        assert_eq!(stored.document, (THREADS * ROUNDS / 4).to_string());
        assert_eq!(stored.version, THREADS * ROUNDS / 4 + 1);
    }
    assert!(store.len() <= 2000);
    let gone = deleted.into_inner() + store.evicted();
    assert_eq!(4 + THREADS * ROUNDS - gone, store.len() as u64, "each went once, and was counted");
    assert_eq!(now(store.list(&subject(1))).unwrap().len(), 4);
    now(store.sweep(u64::MAX)).unwrap();
    assert!(store.is_empty(), "all that was removed was counted once");
}

#[test]
fn says_nothing_of_its_sessions() {
    let store = MemoryStore::new(10);
    let secret = Record { document: "secret".into(), ..record(u64::MAX) };
    now(store.insert(&key(0), &secret)).unwrap();
    assert_eq!(format!("{store:?}"), "MemoryStore { len: 1, capacity: 10, evicted: 0, .. }");
}
