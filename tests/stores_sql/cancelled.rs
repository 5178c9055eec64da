//! Requests that are given up halfway: whatever they leave on a connection is never taken for another's answer.

use crate::opened::{Opened, in_each};
use crate::{key, record, scale};
use futures_util::future::join_all;
use session_runtime::{Store, StoreError};
use std::time::{Duration, Instant};

in_each!(nobody_gets_an_answer_that_another_waited_for, what_takes_too_long_is_a_timeout);

async fn nobody_gets_an_answer_that_another_waited_for<O: Opened>(opened: &O) {
    let (_, store) = opened.migrated().await;
    const KEYS: u64 = 50;
    for number in 0..KEYS {
        store.insert(&key(number), &record(&number.to_string(), 3600)).await.unwrap();
    }
    let rounds = scale(40, 400);
    let ask = async |number: u64| {
        let (mut given_up, mut answered) = (0, 0);
        for round in 0..rounds {
            let (number, micros) = ((number * 7 + round) % KEYS, (number * 131 + round * 37) % 1500);
            // Some are cut off while they wait, some while they are written or read, some not at all.
            match tokio::time::timeout(Duration::from_micros(micros), store.load(&key(number))).await {
                Ok(stored) => {
                    answered += 1;
                    assert_eq!(stored.unwrap().unwrap().document, number.to_string());
                }
                Err(_) => given_up += 1,
            }
        }
        (given_up, answered)
    };
    let counts = join_all((0..8).map(ask)).await;
    let (given_up, mut answered) =
        counts.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    for number in 0..KEYS {
        answered += 1;
        assert_eq!(store.load(&key(number)).await.unwrap().unwrap().document, number.to_string());
    }
    assert!(given_up > 0 && answered > 0, "{given_up} given up, {answered} answered");
}

async fn what_takes_too_long_is_a_timeout<O: Opened>(opened: &O) {
    let (table, store) = opened.migrated().await;
    store.insert(&key(1), &record("{}", 3600)).await.unwrap();
    let limit = Duration::from_millis(200);
    let hurried = O::within(&store, limit);
    let lock = opened.locked(format!("UPDATE {} SET expires = 1", O::quoted(&table))).await;
    for _ in 0..2 {
        let begun = Instant::now();
        let error = hurried.update(&key(1), 1, &record("late", 3600)).await.unwrap_err();
        assert!(matches!(error, StoreError::Timeout(said) if said == limit), "{error:?}");
        assert!(begun.elapsed() < 5 * limit, "{:?}", begun.elapsed());
    }
    drop(lock);
    // What was sent before may be carried out all the same, once.
    let version = loop {
        let version = store.load(&key(1)).await.unwrap().unwrap().version;
        if store.update(&key(1), version, &record("in time", 3600)).await.unwrap() {
            break version;
        }
    };
    assert!(version <= 2, "an update of version 1 happened {} times", version - 1);
    assert_eq!(store.load(&key(1)).await.unwrap().unwrap().document, "in time");
}
