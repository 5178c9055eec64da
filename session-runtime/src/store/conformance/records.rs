//! One operation after the other.

use super::probe::{Probe, failed};
use super::specimen::{FAR, documents, in_an_hour, key, keys, now, one_bit_apart, record};
use super::verdict::{Fault, Verdict, ensure};
use crate::store::{Record, RecordKey, Store};

pub(super) async fn is_kept<S: Store>(store: &S) -> Verdict {
    let (probe, key, first) = (Probe(store), key()?, record("first"));
    probe.insert(&key, &first).await?;
    probe.holds("after `insert`", &key, &first, 1).await?;
    probe.holds("when loaded again", &key, &first, 1).await?;
    probe.clean(&[key]).await
}

pub(super) async fn is_inserted_once<S: Store>(store: &S) -> Verdict {
    let (probe, key, first) = (Probe(store), key()?, record("first"));
    probe.insert(&key, &first).await?;
    let second = Record { expires: first.expires + 60, ..record("second") };
    let twice = store.insert(&key, &second).await;
    ensure(twice.is_err(), "a second `insert` of the same key was answered with Ok")?;
    probe.holds("after a second `insert` of the same key", &key, &first, 1).await?;
    ensure(probe.update(&key, 1, &second).await?, "`update` at version 1 was false")?;
    let third = store.insert(&key, &first).await;
    ensure(third.is_err(), "an `insert` over an updated record was answered with Ok")?;
    probe.holds("after an `insert` over an updated record", &key, &second, 2).await?;
    probe.clean(&[key]).await
}

pub(super) async fn nothing_is_nothing<S: Store>(store: &S) -> Verdict {
    let (probe, key) = (Probe(store), key()?);
    probe.holds_nothing("before any `insert`", &key).await?;
    is_gone(&probe, "of a record that was never there", &key).await
}

pub(super) async fn updates_at_its_version<S: Store>(store: &S) -> Verdict {
    let (probe, key, mut kept) = (Probe(store), key()?, record("first"));
    probe.insert(&key, &kept).await?;
    for version in 1..=5 {
        let wrong = record("at a wrong version");
        for other in [0, version - 1, version + 1, i64::MAX as u64] {
            let done = probe.update(&key, other, &wrong).await?;
            ensure(!done, format!("`update` at version {other} of a record at {version} was true"))?;
            probe.holds("after an `update` at a wrong version", &key, &kept, version).await?;
        }
        // Later and sooner, longer and shorter.
        let expires = if version % 2 == 0 { in_an_hour() + 600 } else { in_an_hour() - 600 };
        kept = Record { expires, ..record(&"x".repeat(200 / version as usize)) };
        ensure(probe.update(&key, version, &kept).await?, "`update` at the version of the record was false")?;
        probe.holds("after `update`", &key, &kept, version + 1).await?;
    }
    // An update that changes nothing is one all the same.
    ensure(probe.update(&key, 6, &kept).await?, "`update` with the same content was false")?;
    probe.holds("after `update` with the same content", &key, &kept, 7).await?;
    probe.clean(&[key]).await
}

pub(super) async fn touch_moves_the_end<S: Store>(store: &S) -> Verdict {
    let (probe, key, mut kept) = (Probe(store), key()?, record("first"));
    probe.insert(&key, &kept).await?;
    for expires in [kept.expires + 600, kept.expires + 600, kept.expires - 600, FAR, kept.expires] {
        ensure(probe.touch(&key, expires).await?, "`touch` of a record was false")?;
        kept.expires = expires;
        probe.holds("after `touch`", &key, &kept, 1).await?;
    }
    let updated = record("second");
    ensure(probe.update(&key, 1, &updated).await?, "`update` after `touch` was false")?;
    probe.holds("after `touch` and `update`", &key, &updated, 2).await?;
    probe.clean(&[key]).await
}

pub(super) async fn delete_removes<S: Store>(store: &S) -> Verdict {
    let (probe, keys, kept) = (Probe(store), keys(3)?, record("kept"));
    let [any, right, other] = &keys[..] else { return Ok(()) };
    for key in &keys {
        probe.insert(key, &kept).await?;
    }
    ensure(probe.delete(any, None).await?, "`delete` at any version was false")?;
    probe.holds_nothing("after `delete` at any version", any).await?;
    for wrong in [0, 2, i64::MAX as u64] {
        let done = probe.delete(right, Some(wrong)).await?;
        ensure(!done, format!("`delete` at version {wrong} of a record at 1 was true"))?;
        probe.holds("after `delete` at a wrong version", right, &kept, 1).await?;
    }
    ensure(probe.update(right, 1, &kept).await?, "`update` was false")?;
    ensure(!probe.delete(right, Some(1)).await?, "`delete` at version 1 of a record at 2 was true")?;
    ensure(probe.delete(right, Some(2)).await?, "`delete` at the version of the record was false")?;
    probe.holds_nothing("after `delete` at its version", right).await?;
    probe.holds("after others were deleted", other, &kept, 1).await?;
    probe.clean(&keys).await
}

pub(super) async fn never_comes_back<S: Store>(store: &S) -> Verdict {
    let (probe, key) = (Probe(store), key()?);
    probe.insert(&key, &record("first")).await?;
    ensure(probe.update(&key, 1, &record("second")).await?, "`update` was false")?;
    ensure(probe.delete(&key, None).await?, "`delete` was false")?;
    is_gone(&probe, "of a deleted record", &key).await
}

/// No method but `insert` creates a record.
async fn is_gone<S: Store>(probe: &Probe<'_, S>, whose: &str, key: &RecordKey) -> Verdict {
    for version in [0, 1, 2, 3] {
        let done = probe.update(key, version, &record("revived")).await?;
        ensure(!done, format!("`update` {whose} was true"))?;
        probe.holds_nothing(&format!("after `update` {whose}"), key).await?;
        ensure(!probe.delete(key, Some(version)).await?, format!("`delete` {whose} was true"))?;
    }
    ensure(!probe.touch(key, in_an_hour()).await?, format!("`touch` {whose} was true"))?;
    probe.holds_nothing(&format!("after `touch` {whose}"), key).await?;
    ensure(!probe.delete(key, None).await?, format!("`delete` {whose} was true"))?;
    probe.holds_nothing(&format!("after `delete` {whose}"), key).await
}

pub(super) async fn documents_are_exact<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    for document in documents() {
        let (inserted, updated) = (key()?, key()?);
        let kept = record(&document);
        let shown: String = document.chars().take(40).collect();
        probe.insert(&inserted, &kept).await?;
        probe.holds(&format!("after `insert` of {shown:?}"), &inserted, &kept, 1).await?;
        probe.insert(&updated, &record("short")).await?;
        ensure(probe.update(&updated, 1, &kept).await?, format!("`update` to {shown:?} was false"))?;
        probe.holds(&format!("after `update` to {shown:?}"), &updated, &kept, 2).await?;
        probe.clean(&[inserted, updated]).await?;
    }
    is_kept_or_refused(store).await
}

/// Some databases keep no NUL in a text: an error is an answer, a cut text is none.
async fn is_kept_or_refused<S: Store>(store: &S) -> Verdict {
    let (probe, key, nul) = (Probe(store), key()?, record("before\0after"));
    if store.insert(&key, &nul).await.is_ok() {
        probe.holds("after `insert` of a text with NUL", &key, &nul, 1).await?;
    } else {
        probe.holds_nothing("after an `insert` that failed", &key).await?;
    }
    probe.clean(&[key]).await
}

pub(super) async fn ends_are_exact<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    let mut used = Vec::new();
    for after in [60, 61, 3599, 86_400, 400 * 86_400, 100 * 365 * 86_400, FAR - now()] {
        let key = key()?;
        let kept = Record { expires: now() + after, ..record("kept") };
        probe.insert(&key, &kept).await?;
        probe.holds("after `insert`", &key, &kept, 1).await?;
        used.push(key);
    }
    // A store may drop what has ended, or give it back with its end.
    for before in [0, 1, 86_400] {
        let (inserted, touched) = (key()?, key()?);
        let ended = Record { expires: now() - before, ..record("ended") };
        probe.insert(&inserted, &ended).await?;
        ended_or_none(&probe, "after `insert` of an ended record", &inserted, &ended).await?;
        probe.insert(&touched, &Record { expires: in_an_hour(), ..ended.clone() }).await?;
        ensure(probe.touch(&touched, ended.expires).await?, "`touch` that ends a record was false")?;
        ended_or_none(&probe, "after `touch` that ends a record", &touched, &ended).await?;
        used.extend([inserted, touched]);
    }
    probe.clean(&used).await
}

async fn ended_or_none<S: Store>(
    probe: &Probe<'_, S>,
    when: &str,
    key: &RecordKey,
    record: &Record,
) -> Verdict {
    match probe.load(key).await? {
        None => Ok(()),
        Some(stored) => super::probe::is(when, &stored, record, 1),
    }
}

pub(super) async fn keys_are_exact<S: Store>(store: &S) -> Verdict {
    let probe = Probe(store);
    let keys: Vec<RecordKey> = one_bit_apart()?.into_iter().map(RecordKey::from_bytes).collect();
    for (index, key) in keys.iter().enumerate() {
        probe.holds_nothing("after `insert` of keys that differ in one bit", key).await?;
        let inserted = store.insert(key, &record(&index.to_string())).await;
        inserted.map_err(failed("insert of a key that differs from another in one bit"))?;
    }
    for (index, key) in keys.iter().enumerate() {
        let stored = probe.load(key).await?.ok_or_else(|| Fault("a record is missing".into()))?;
        ensure(stored.document == index.to_string(), "a key leads to the record of another key")?;
    }
    let (first, others) = keys.split_first().ok_or_else(|| Fault("there are no keys".into()))?;
    probe.clean(&[*first]).await?;
    for key in others {
        ensure(probe.delete(key, None).await?, "a record went with the record of another key")?;
    }
    Ok(())
}

pub(super) async fn clones_share<S: Store>(store: &S) -> Verdict {
    let (clone, key) = (store.clone(), key()?);
    let (here, there) = (Probe(store), Probe(&clone));
    let (first, second) = (record("first"), record("second"));
    here.insert(&key, &first).await?;
    there.holds("after `insert` through another clone", &key, &first, 1).await?;
    ensure(there.update(&key, 1, &second).await?, "`update` through another clone was false")?;
    here.holds("after `update` through another clone", &key, &second, 2).await?;
    ensure(here.touch(&key, second.expires + 60).await?, "`touch` was false")?;
    let touched = Record { expires: second.expires + 60, ..second };
    there.holds("after `touch` through another clone", &key, &touched, 2).await?;
    ensure(here.delete(&key, None).await?, "`delete` was false")?;
    there.holds_nothing("after `delete` through another clone", &key).await
}
