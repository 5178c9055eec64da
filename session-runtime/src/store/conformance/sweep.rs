//! Taking away what has ended.

use super::probe::{Probe, failed};
use super::specimen::{FAR, in_an_hour, keys, now, record};
use super::verdict::{Verdict, ensure};
use crate::store::{Record, Sweep};

pub(super) async fn removes_the_ended<S: Sweep>(store: &S) -> Verdict {
    let (probe, keys) = (Probe(store), keys(6)?);
    let now = now();
    // A record has ended at its end, not a second later.
    for (key, before) in keys.iter().zip([0, 0, 1, 60, 86_400, 86_400]) {
        probe.insert(key, &Record { expires: now - before, ..record("ended") }).await?;
    }
    let mut there = 0;
    for key in &keys {
        there += u64::from(probe.load(key).await?.is_some());
    }
    let swept = store.sweep(now).await.map_err(failed("sweep"))?;
    ensure(swept >= there, format!("`sweep` said {swept}, and {there} records were there that had ended"))?;
    for key in &keys {
        probe.holds_nothing("after `sweep`", key).await?;
        ensure(!probe.touch(key, in_an_hour()).await?, "`touch` of a swept record was true")?;
        probe.holds_nothing("after `sweep` and `touch`", key).await?;
    }
    Ok(())
}

pub(super) async fn leaves_the_others<S: Sweep>(store: &S) -> Verdict {
    let (probe, keys) = (Probe(store), keys(5)?);
    let now = now();
    let ends = [now + 60, now + 3600, FAR, now + 3600, now + 60];
    let records = ends.map(|expires| Record { expires, ..record("live") });
    for (key, record) in keys.iter().zip(&records) {
        probe.insert(key, record).await?;
    }
    // A record that would have ended, had it not been touched or updated.
    if let [.., touched, updated] = &keys[..] {
        let ended = Record { expires: now + 30, ..record("live") };
        for key in [touched, updated] {
            ensure(probe.touch(key, ended.expires).await?, "`touch` was false")?;
        }
        ensure(probe.touch(touched, now + 3600).await?, "`touch` was false")?;
        let later = Record { expires: now + 60, ..ended };
        ensure(probe.update(updated, 1, &later).await?, "`update` was false")?;
    }
    store.sweep(now + 30).await.map_err(failed("sweep"))?;
    for (index, (key, record)) in keys.iter().zip(&records).enumerate() {
        let version = if index == 4 { 2 } else { 1 };
        probe.holds("after `sweep`", key, record, version).await?;
    }
    probe.clean(&keys).await
}
