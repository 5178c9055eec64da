//! Two processes, played by two pools, change one record.

use crate::opened::{Opened, in_each};
use crate::{key, record, record_of, scale};
use futures_util::future::join_all;
use session_runtime::{IndexBySubject, Store, SubjectKey};

in_each!(no_change_is_lost, what_is_deleted_stays_deleted);

async fn no_change_is_lost<O: Opened>(opened: &O) {
    let (table, first) = opened.migrated().await;
    let second = opened.store(&table);
    first.insert(&key(1), &record("0", 3600)).await.unwrap();
    let each = scale(25, 250);
    let add = async |store: &O::Store| {
        let mut conflicts = 0;
        for _ in 0..each {
            loop {
                let stored = store.load(&key(1)).await.unwrap().unwrap();
                let count: u64 = stored.document.parse().unwrap();
                assert_eq!(stored.version, count + 1, "the version counts the updates");
                let next = record(&(count + 1).to_string(), 3600);
                if store.update(&key(1), stored.version, &next).await.unwrap() {
                    break;
                }
                conflicts += 1;
            }
        }
        conflicts
    };
    let conflicts: u64 = join_all([&first, &second, &first, &second].map(add)).await.into_iter().sum();
    assert_eq!(first.load(&key(1)).await.unwrap().unwrap().document, (4 * each).to_string());
    assert!(conflicts > 0, "four tasks never met");
}

async fn what_is_deleted_stays_deleted<O: Opened>(opened: &O) {
    let (table, first) = opened.migrated().await;
    let second = opened.store(&table);
    for round in 0..scale(20, 200) {
        let (key, changed) = (key(round), record_of(1, "changed"));
        first.insert(&key, &record_of(1, "{}")).await.unwrap();
        let (updated, deleted, touched) = futures_util::join!(
            first.update(&key, 1, &changed),
            async {
                match round % 2 {
                    0 => second.delete(&key, None).await.unwrap(),
                    _ => {
                        second.delete_all(&SubjectKey::from_bytes(crate::bytes(1)), None).await.unwrap() == 1
                    }
                }
            },
            second.touch(&key, u64::MAX),
        );
        let _ = (updated.unwrap(), touched.unwrap());
        assert!(deleted);
        assert_eq!(first.load(&key).await.unwrap(), None);
        assert!(!first.update(&key, 1, &record("late", 60)).await.unwrap());
        assert!(!first.update(&key, 2, &record("late", 60)).await.unwrap());
        assert!(!first.touch(&key, u64::MAX).await.unwrap());
    }
    assert_eq!(opened.count(&table).await, 0);
}
