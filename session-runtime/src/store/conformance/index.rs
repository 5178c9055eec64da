//! The sessions of a subject.

use super::probe::{Probe, failed, is};
use super::specimen::{in_an_hour, key, keys, now, one_bit_apart, record, record_of, subject};
use super::verdict::{Fault, Verdict, ensure};
use crate::store::{IndexBySubject, Record, RecordKey, Stored, SubjectKey};

impl<S: IndexBySubject> Probe<'_, S> {
    async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, Fault> {
        self.0.list(subject).await.map_err(failed("list"))
    }

    async fn delete_all(&self, subject: &SubjectKey, but: Option<&RecordKey>) -> Result<u64, Fault> {
        self.0.delete_all(subject, but).await.map_err(failed("delete_all"))
    }

    /// Whether this one is listed as it is, and no other.
    async fn lists_as(&self, when: &str, subject: &SubjectKey, only: (&RecordKey, &Record, u64)) -> Verdict {
        let (key, record, version) = only;
        let listed = self.list(subject).await?;
        match &listed[..] {
            [(listed, stored)] if listed == key => is(when, stored, record, version),
            _ => Err(Fault(format!("{when}, {} records are listed instead of one", listed.len()))),
        }
    }

    /// Whether these and no others are listed, in any order.
    async fn lists(&self, when: &str, subject: &SubjectKey, keys: &[RecordKey]) -> Verdict {
        let mut listed: Vec<RecordKey> = self.list(subject).await?.into_iter().map(|(key, _)| key).collect();
        let mut expected = keys.to_vec();
        listed.sort_unstable();
        expected.sort_unstable();
        let missing = expected.iter().filter(|key| !listed.contains(key)).count();
        let (listed_count, expected_count) = (listed.len(), expected.len());
        ensure(
            listed == expected,
            format!(
                "{when}, {listed_count} records are listed instead of {expected_count}, and {missing} are missing"
            ),
        )
    }
}

pub(super) async fn are_listed<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, other) = (Probe(store), subject()?, subject()?);
    probe.lists("before any `insert`", &subject, &[]).await?;
    let (its, others) = (keys(20)?, keys(3)?);
    for (count, key) in its.iter().enumerate() {
        probe.insert(key, &record_of(subject, "kept")).await?;
        probe.lists("after `insert`", &subject, its.get(..=count).unwrap_or_default()).await?;
    }
    for key in &others {
        probe.insert(key, &record_of(other, "kept")).await?;
    }
    probe.lists("after another subject's `insert`", &subject, &its).await?;
    probe.lists("beside another subject", &other, &others).await?;
    let clone = store.clone();
    Probe(&clone).lists("through a clone", &subject, &its).await?;
    probe.clean(&[its, others].concat()).await
}

pub(super) async fn without_subject<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, keys) = (Probe(store), subject()?, keys(2)?);
    let [with, without] = &keys[..] else { return Ok(()) };
    let bare = record("without");
    probe.insert(with, &record_of(subject, "with")).await?;
    probe.insert(without, &bare).await?;
    probe.lists("beside a record without a subject", &subject, &[*with]).await?;
    probe.lists("of an all-zero subject", &SubjectKey::from_bytes([0; 32]), &[]).await?;
    probe.delete_all(&subject, None).await?;
    probe.holds("after `delete_all` of a subject that it does not have", without, &bare, 1).await?;
    probe.clean(&keys).await
}

pub(super) async fn as_they_are_now<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, key) = (Probe(store), subject()?, key()?);
    let mut kept = record_of(subject, "first");
    probe.insert(&key, &kept).await?;
    probe.lists_as("after `insert`", &subject, (&key, &kept, 1)).await?;
    kept = Record { expires: kept.expires + 600, ..record_of(subject, "second") };
    ensure(probe.update(&key, 1, &kept).await?, "`update` was false")?;
    probe.lists_as("after `update`", &subject, (&key, &kept, 2)).await?;
    for expires in [kept.expires + 60, in_an_hour() - 60] {
        kept.expires = expires;
        ensure(probe.touch(&key, expires).await?, "`touch` was false")?;
        probe.lists_as("after `touch`", &subject, (&key, &kept, 2)).await?;
    }
    let wrong = probe.update(&key, 1, &record_of(subject, "third")).await?;
    ensure(!wrong, "`update` at a wrong version was true")?;
    probe.lists_as("after `update` at a wrong version", &subject, (&key, &kept, 2)).await?;
    probe.clean(&[key]).await
}

pub(super) async fn not_the_deleted<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, keys) = (Probe(store), subject()?, keys(4)?);
    let [deleted, at_version, rotated, new] = keys[..] else { return Ok(()) };
    let kept = record_of(subject, "kept");
    for key in [&deleted, &at_version, &rotated] {
        probe.insert(key, &kept).await?;
    }
    probe.delete(&deleted, None).await?;
    probe.lists("after `delete`", &subject, &[at_version, rotated]).await?;
    probe.delete(&at_version, Some(2)).await?;
    probe.lists("after `delete` at a wrong version", &subject, &[at_version, rotated]).await?;
    probe.delete(&at_version, Some(1)).await?;
    probe.lists("after `delete` at its version", &subject, &[rotated]).await?;
    // As the layer does it: the new one first.
    probe.insert(&new, &kept).await?;
    probe.delete(&rotated, Some(1)).await?;
    probe.lists("after a rotation", &subject, &[new]).await?;
    probe.update(&deleted, 1, &kept).await?;
    probe.touch(&deleted, in_an_hour()).await?;
    probe.lists("after a late `update` and `touch`", &subject, &[new]).await?;
    probe.clean(&keys).await?;
    probe.lists("after all were deleted", &subject, &[]).await
}

pub(super) async fn not_the_ended<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, keys) = (Probe(store), subject()?, keys(3)?);
    let [live, ended, touched] = keys[..] else { return Ok(()) };
    let kept = record_of(subject, "kept");
    probe.insert(&ended, &Record { expires: now() - 10, ..kept.clone() }).await?;
    probe.lists("after `insert` of an ended record", &subject, &[]).await?;
    for key in [&live, &touched] {
        probe.insert(key, &kept).await?;
    }
    probe.touch(&touched, now() - 10).await?;
    probe.lists("after `touch` that ends a record", &subject, &[live]).await?;
    probe.clean(&keys).await
}

pub(super) async fn not_the_refused<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, other, key) = (Probe(store), subject()?, subject()?, key()?);
    probe.insert(&key, &record_of(subject, "first")).await?;
    let twice = store.insert(&key, &record_of(other, "second")).await;
    ensure(twice.is_err(), "a second `insert` of the same key was answered with Ok")?;
    probe.lists("after a second `insert` of the same key", &subject, &[key]).await?;
    probe.lists("of the subject of a refused `insert`", &other, &[]).await?;
    ensure(
        probe.delete_all(&other, None).await? == 0,
        "`delete_all` of a subject without records was not 0",
    )?;
    probe.lists("after `delete_all` of the other subject", &subject, &[key]).await?;
    probe.clean(&[key]).await
}

pub(super) async fn delete_all<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, other) = (Probe(store), subject()?, subject()?);
    let (its, others) = (keys(5)?, keys(2)?);
    for key in &its {
        probe.insert(key, &record_of(subject, "its")).await?;
    }
    let kept = record_of(other, "other's");
    for key in &others {
        probe.insert(key, &kept).await?;
    }
    counted(probe.delete_all(&subject, None).await?, 5)?;
    for key in &its {
        probe.holds_nothing("after `delete_all`", key).await?;
        ensure(
            !probe.update(key, 1, &record_of(subject, "revived")).await?,
            "`update` after `delete_all` was true",
        )?;
        probe.holds_nothing("after `delete_all` and `update`", key).await?;
    }
    probe.lists("after `delete_all`", &subject, &[]).await?;
    for key in &others {
        probe.holds("after `delete_all` of another subject", key, &kept, 1).await?;
    }
    probe.lists("after `delete_all` of another subject", &other, &others).await?;
    counted(probe.delete_all(&subject, None).await?, 0)?;
    let again = key()?;
    probe.insert(&again, &record_of(subject, "again")).await?;
    probe.lists("after `delete_all` and a new session", &subject, &[again]).await?;
    probe.clean(&others).await?;
    probe.clean(&[again]).await
}

pub(super) async fn delete_all_but_one<S: IndexBySubject>(store: &S) -> Verdict {
    let (probe, subject, other) = (Probe(store), subject()?, subject()?);
    let (its, others_key) = (keys(4)?, key()?);
    let (kept, others) = (record_of(subject, "its"), record_of(other, "other's"));
    for key in &its {
        probe.insert(key, &kept).await?;
    }
    probe.insert(&others_key, &others).await?;
    let Some(spared) = its.get(1) else { return Ok(()) };
    counted(probe.delete_all(&subject, Some(spared)).await?, 3)?;
    probe.lists("after `delete_all` but one", &subject, &[*spared]).await?;
    probe.holds("after `delete_all` but this one", spared, &kept, 1).await?;
    counted(probe.delete_all(&subject, Some(spared)).await?, 0)?;
    // One that is not this subject's spares none of them.
    counted(probe.delete_all(&subject, Some(&others_key)).await?, 1)?;
    probe.lists("after `delete_all` but another subject's", &subject, &[]).await?;
    probe.holds("after `delete_all` of another subject", &others_key, &others, 1).await?;
    probe.clean(&[others_key]).await
}

pub(super) async fn subjects_are_exact<S: IndexBySubject>(store: &S) -> Verdict {
    let probe = Probe(store);
    let mut its = Vec::new();
    for subject in one_bit_apart()?.into_iter().map(SubjectKey::from_bytes) {
        let key = key()?;
        probe.insert(&key, &record_of(subject, "kept")).await?;
        its.push((subject, key));
    }
    for (subject, key) in &its {
        probe.lists("beside subjects that differ in one bit", subject, &[*key]).await?;
    }
    for (subject, _) in &its {
        counted(probe.delete_all(subject, None).await?, 1)?;
    }
    Ok(())
}

fn counted(count: u64, expected: u64) -> Verdict {
    ensure(count == expected, format!("`delete_all` said {count} instead of {expected}"))
}
