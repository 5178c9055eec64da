//! Several operations at once.

use super::join::{both, join};
use super::probe::{Probe, failed};
use super::specimen::{in_an_hour, key, record};
use super::verdict::{Fault, Verdict, ensure};
use crate::store::{Record, RecordKey, Store};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

/// How often each race is run.
const ROUNDS: usize = 20;
/// How many run it.
const RUNNERS: usize = 8;
/// How often somebody who always comes too late tries again.
const ATTEMPTS: usize = 10_000;

pub(super) async fn inserts<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    for _ in 0..ROUNDS {
        let key = key()?;
        let records: Vec<Record> = (0..RUNNERS).map(|runner| record(&runner.to_string())).collect();
        let done = join(records.iter().map(|record| store.insert(&key, record)).collect()).await;
        let winners: Vec<&Record> =
            done.iter().zip(&records).filter(|(done, _)| done.is_ok()).map(|(_, record)| record).collect();
        let [winner] = winners[..] else {
            return Err(Fault(format!("of {RUNNERS} inserts of one key, {} were done", winners.len())));
        };
        probe.holds("after inserts of one key", &key, winner, 1).await?;
        probe.clean(&[key]).await?;
    }
    Ok(())
}

pub(super) async fn updates<S: Store>(store: &S) -> Verdict {
    let (probe, key) = (Probe(store), key()?);
    probe.insert(&key, &record("first")).await?;
    for version in 1..=ROUNDS as u64 {
        let records: Vec<Record> =
            (0..RUNNERS).map(|runner| record(&format!("{version} {runner}"))).collect();
        let mut winners = Vec::new();
        let done = join(records.iter().map(|record| store.update(&key, version, record)).collect()).await;
        for (done, record) in done.into_iter().zip(&records) {
            if done.map_err(failed("update"))? {
                winners.push(record);
            }
        }
        let [winner] = winners[..] else {
            return Err(Fault(format!("of {RUNNERS} updates at one version, {} were done", winners.len())));
        };
        probe.holds("after updates at one version", &key, winner, version + 1).await?;
    }
    probe.clean(&[key]).await
}

/// Adds to a number from several sides, as the layer does when requests change one session.
pub(super) async fn counter<S: Store>(store: &S) -> Verdict {
    const STEPS: usize = 10;
    let (probe, key) = (Probe(store), key()?);
    probe.insert(&key, &record("0")).await?;
    for verdict in join((0..RUNNERS).map(|_| add(&probe, &key, STEPS)).collect()).await {
        verdict?;
    }
    let total = RUNNERS * STEPS;
    probe.holds("after all have counted", &key, &record(&total.to_string()), total as u64 + 1).await?;
    probe.clean(&[key]).await
}

async fn add<S: Store>(probe: &Probe<'_, S>, key: &RecordKey, steps: usize) -> Verdict {
    for _ in 0..steps {
        let mut attempts = 0;
        loop {
            let stored = probe.load(key).await?.ok_or_else(|| Fault("a record is missing".into()))?;
            let count: usize =
                stored.document.parse().map_err(|_| Fault("a document is another text".into()))?;
            if probe.update(key, stored.version, &record(&(count + 1).to_string())).await? {
                break;
            }
            attempts += 1;
            ensure(attempts < ATTEMPTS, "nobody's `update` is done any more")?;
        }
    }
    Ok(())
}

pub(super) async fn delete_and_update<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    for round in 0..ROUNDS {
        let key = key()?;
        let second = record("second");
        probe.insert(&key, &record("first")).await?;
        let change = both(probe.update(&key, 1, &second), probe.touch(&key, in_an_hour()));
        let (deleted, (updated, touched)) = if round % 2 == 0 {
            both(probe.delete(&key, None), change).await
        } else {
            let (change, deleted) = both(change, probe.delete(&key, None)).await;
            (deleted, change)
        };
        updated?;
        touched?;
        ensure(deleted?, "`delete` at any version was false while an `update` was in flight")?;
        probe.holds_nothing("after `delete` while an `update` was in flight", &key).await?;
        ensure(!probe.update(&key, 2, &second).await?, "`update` of a deleted record was true")?;
        probe.holds_nothing("after `delete` and a late `update`", &key).await?;
    }
    Ok(())
}

pub(super) async fn delete_or_update<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    for round in 0..ROUNDS {
        let key = key()?;
        let second = record("second");
        probe.insert(&key, &record("first")).await?;
        let (deleted, updated) = if round % 2 == 0 {
            both(probe.delete(&key, Some(1)), probe.update(&key, 1, &second)).await
        } else {
            let (updated, deleted) = both(probe.update(&key, 1, &second), probe.delete(&key, Some(1))).await;
            (deleted, updated)
        };
        match (deleted?, updated?) {
            (true, false) => probe.holds_nothing("after `delete` won", &key).await?,
            (false, true) => probe.holds("after `update` won", &key, &second, 2).await?,
            (true, true) => return Err(Fault("both were done".into())),
            (false, false) => return Err(Fault("neither was done".into())),
        }
        probe.clean(&[key]).await?;
    }
    Ok(())
}

pub(super) async fn touch_and_update<S: Store>(store: &S) -> Verdict {
    let (probe, key) = (Probe(store), key()?);
    probe.insert(&key, &record("first")).await?;
    for version in 1..=ROUNDS as u64 {
        let (at_touch, next) = (in_an_hour() + 60, record(&version.to_string()));
        let (touched, updated) = both(probe.touch(&key, at_touch), probe.update(&key, version, &next)).await;
        ensure(touched?, "`touch` was false while an `update` was in flight")?;
        ensure(updated?, "`update` was false while a `touch` was in flight")?;
        let stored = probe.load(&key).await?.ok_or_else(|| Fault("the record is gone".into()))?;
        ensure(stored.version == version + 1, "the version grew by something else than one")?;
        ensure(stored.document == next.document, "the document is not the one of the `update`")?;
        ensure([at_touch, next.expires].contains(&stored.expires), "the end is neither's")?;
    }
    probe.clean(&[key]).await
}

pub(super) fn is_immediate<S: Store>(store: &S) -> Verdict {
    let (key, record) = (key()?, record("kept"));
    ready("insert", store.insert(&key, &record))?;
    ready("load", store.load(&key))?;
    ready("update", store.update(&key, 1, &record))?;
    ready("touch", store.touch(&key, record.expires))?;
    ready("delete", store.delete(&key, None))
}

fn ready(operation: &str, future: impl Future) -> Verdict {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    ensure(
        polled.is_ready(),
        format!("`IMMEDIATE` is set, and `{operation}` is not ready when it is first polled"),
    )
}
