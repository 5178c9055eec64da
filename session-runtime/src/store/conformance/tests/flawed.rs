//! A store in memory that breaks one rule, or none.

use super::super::specimen;
use crate::store::{IndexBySubject, Record, RecordKey, Store, StoreError, Stored, SubjectKey, Sweep};
use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;

/// What a store may do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    FirstVersionIsZero,
    InsertOverwrites,
    RefusedInsertMovesTheEnd,
    RefusedInsertIsIndexed,
    InsertsInTwoSteps,
    MissingIsAFailure,
    UpdateIgnoresTheVersion,
    UpdateAtAnOldVersion,
    UpdateRecreates,
    UpdateKeepsTheVersion,
    UpdateKeepsTheEnd,
    UpdateOfTheSameIsNone,
    UpdateInTwoSteps,
    FailedUpdateWrites,
    TouchRecreates,
    TouchIsNone,
    TouchOnlyExtends,
    TouchCountsAsUpdate,
    TouchWritesAllBack,
    DeleteIgnoresTheVersion,
    DeleteIsNone,
    DeleteLeavesATombstone,
    DeleteInTwoSteps,
    TrimsDocuments,
    CutsDocuments,
    CutsAtNul,
    EscapesDocuments,
    NormalisesDocuments,
    EndsIn32Bits,
    EndsInMinutes,
    KeysWithoutCase,
    KeysPadded,
    ClonesAreApart,
    IsSlow,
    ListsOfAllSubjects,
    ListsTheDeleted,
    ListsTheEnded,
    ListsAsInserted,
    ListsWithoutSubject,
    SubjectsWithoutCase,
    DeleteAllSparesNone,
    DeleteAllLeavesOne,
    DeleteAllMiscounts,
    DeleteAllTakesEveryones,
    SweepsNothing,
    SweepsAll,
    SweepsTooLate,
    SweepsByTheFirstEnd,
    SweepMiscounts,
}
use Flaw as F;

type Row = (Record, u64);
type Rows = HashMap<[u8; 32], Row>;

pub(super) struct Flawed {
    flaw: Flaw,
    rows: Arc<Mutex<Rows>>,
    /// As they were inserted, and never removed.
    inserted: Arc<Mutex<Rows>>,
}

impl Flawed {
    pub(super) fn new(flaw: Flaw) -> Self {
        Flawed { flaw, rows: Arc::default(), inserted: Arc::default() }
    }

    fn is(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    fn rows<T>(&self, with: impl FnOnce(&mut Rows) -> T) -> T {
        with(&mut self.rows.lock().unwrap())
    }

    fn key(&self, key: &RecordKey) -> [u8; 32] {
        let mut key = *key.as_bytes();
        match self.flaw {
            F::KeysWithoutCase => key.iter_mut().for_each(|byte| *byte = byte.to_ascii_lowercase()),
            F::KeysPadded if key[31] == b' ' => key[31] = 0,
            _ => {}
        }
        key
    }

    fn subject(&self, subject: Option<SubjectKey>) -> Option<[u8; 32]> {
        let mut subject = *subject?.as_bytes();
        if self.is(F::SubjectsWithoutCase) {
            subject.iter_mut().for_each(|byte| *byte = byte.to_ascii_lowercase());
        }
        Some(subject)
    }

    fn kept(&self, record: &Record) -> Record {
        let mut kept = record.clone();
        let text = &mut kept.document;
        match self.flaw {
            F::TrimsDocuments => *text = text.trim().to_owned(),
            F::CutsDocuments => text.truncate(65_535),
            F::CutsAtNul => *text = text.split('\0').next().unwrap_or_default().to_owned(),
            F::EscapesDocuments => *text = text.replace('\\', "\\\\"),
            F::NormalisesDocuments => *text = text.replace("e\u{301}", "\u{e9}"),
            F::EndsIn32Bits => kept.expires = kept.expires.min(u64::from(u32::MAX)),
            F::EndsInMinutes => kept.expires = kept.expires / 60 * 60,
            _ => {}
        }
        kept
    }

    async fn step(&self, flaw: Flaw) {
        if self.is(flaw) || self.is(F::IsSlow) {
            let mut polled = false;
            poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending })
                .await;
        }
    }
}

impl Clone for Flawed {
    fn clone(&self) -> Self {
        let rows = if self.is(F::ClonesAreApart) { Arc::default() } else { Arc::clone(&self.rows) };
        Flawed { flaw: self.flaw, rows, inserted: Arc::clone(&self.inserted) }
    }
}

fn stored((record, version): &Row) -> Stored {
    Stored { document: record.document.clone(), expires: record.expires, version: *version }
}

impl Store for Flawed {
    const IMMEDIATE: bool = true;

    async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        let key = self.key(key);
        let there = self.rows(|rows| rows.contains_key(&key));
        self.step(F::InsertsInTwoSteps).await;
        let there =
            if self.is(F::InsertsInTwoSteps) { there } else { self.rows(|rows| rows.contains_key(&key)) };
        if there && !self.is(F::InsertOverwrites) {
            self.rows(|rows| match (self.flaw, rows.get_mut(&key)) {
                (F::RefusedInsertMovesTheEnd, Some(row)) => row.0.expires = record.expires,
                (F::RefusedInsertIsIndexed, Some(row)) => row.0.subject = record.subject,
                _ => {}
            });
            return Err(StoreError::refused("there is a record"));
        }
        let version = if self.is(F::FirstVersionIsZero) { 0 } else { 1 };
        let row = (self.kept(record), version);
        self.inserted.lock().unwrap().insert(key, row.clone());
        self.rows(|rows| rows.insert(key, row));
        Ok(())
    }

    async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        self.step(F::IsSlow).await;
        let row = self.rows(|rows| rows.get(&self.key(key)).map(stored));
        match row {
            None if self.is(F::MissingIsAFailure) => Err(StoreError::Corrupt("nothing is there")),
            row => Ok(row),
        }
    }

    async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
        let key = self.key(key);
        let seen = self.rows(|rows| rows.get(&key).map(|row| row.1));
        self.step(F::UpdateInTwoSteps).await;
        Ok(self.rows(|rows| {
            let Some(row) = rows.get_mut(&key) else {
                if self.is(F::UpdateRecreates) {
                    rows.insert(key, (record.clone(), version + 1));
                }
                return false;
            };
            let at = if self.is(F::UpdateInTwoSteps) { seen.unwrap_or(row.1) } else { row.1 };
            let right = match self.flaw {
                F::UpdateIgnoresTheVersion => true,
                F::UpdateAtAnOldVersion => version <= at && version > 0,
                _ => at == version,
            };
            let next = self.kept(record);
            if !right {
                if self.is(F::FailedUpdateWrites) {
                    row.0.document = next.document;
                }
                return false;
            }
            let same = row.0.document == next.document;
            let expires = if self.is(F::UpdateKeepsTheEnd) { row.0.expires } else { next.expires };
            row.0 = Record { expires, subject: row.0.subject, ..next };
            row.1 += u64::from(!self.is(F::UpdateKeepsTheVersion));
            !(same && self.is(F::UpdateOfTheSameIsNone))
        }))
    }

    async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        let key = self.key(key);
        let seen = self.rows(|rows| rows.get(&key).cloned());
        self.step(F::TouchWritesAllBack).await;
        Ok(self.rows(|rows| {
            let inserted = || self.inserted.lock().unwrap().get(&key).cloned();
            if self.is(F::TouchRecreates)
                && let Some(row) = inserted()
            {
                rows.entry(key).or_insert(row);
            }
            let Some(row) = rows.get_mut(&key) else { return false };
            if self.is(F::TouchWritesAllBack)
                && let Some(seen) = seen
            {
                *row = seen;
            }
            let end = if self.is(F::TouchOnlyExtends) { row.0.expires.max(expires) } else { expires };
            row.0.expires = self.kept(&Record { expires: end, ..row.0.clone() }).expires;
            row.1 += u64::from(self.is(F::TouchCountsAsUpdate));
            !self.is(F::TouchIsNone)
        }))
    }

    async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        let key = self.key(key);
        let seen = self.rows(|rows| rows.get(&key).map(|row| row.1));
        self.step(F::DeleteInTwoSteps).await;
        Ok(self.rows(|rows| {
            let Some(row) = rows.get_mut(&key) else { return false };
            let at = if self.is(F::DeleteInTwoSteps) { seen } else { Some(row.1) };
            if !self.is(F::DeleteIgnoresTheVersion) && version.is_some() && version != at {
                return false;
            }
            if self.is(F::DeleteLeavesATombstone) {
                row.0.document = "deleted".to_owned();
            } else {
                rows.remove(&key);
            }
            !self.is(F::DeleteIsNone)
        }))
    }
}

impl IndexBySubject for Flawed {
    async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        let now = specimen::now();
        let subject = self.subject(Some(*subject));
        let rows = self.rows(|rows| rows.clone());
        let inserted = self.inserted.lock().unwrap().clone();
        let from = if self.is(F::ListsTheDeleted) { inserted.clone() } else { rows };
        let of = |row: &Row| {
            let its = self.subject(row.0.subject);
            its == subject
                || self.is(F::ListsOfAllSubjects) && its.is_some()
                || self.is(F::ListsWithoutSubject) && its.is_none()
        };
        let live = |row: &Row| row.0.expires > now || self.is(F::ListsTheEnded);
        let listed = from.iter().filter(|(_, row)| of(row) && live(row));
        Ok(listed
            .map(|(key, row)| {
                let row = if self.is(F::ListsAsInserted) { inserted.get(key).unwrap_or(row) } else { row };
                (RecordKey::from_bytes(*key), stored(row))
            })
            .collect())
    }

    async fn delete_all(&self, subject: &SubjectKey, but: Option<&RecordKey>) -> Result<u64, StoreError> {
        let subject = self.subject(Some(*subject));
        let but = but.map(|key| *key.as_bytes()).filter(|_| !self.is(F::DeleteAllSparesNone));
        let count = self.rows(|rows| {
            let doomed: Vec<[u8; 32]> = rows
                .iter()
                .filter(|(_, row)| {
                    self.subject(row.0.subject) == subject || self.is(F::DeleteAllTakesEveryones)
                })
                .map(|(key, _)| *key)
                .filter(|key| Some(*key) != but)
                .skip(usize::from(self.is(F::DeleteAllLeavesOne)))
                .collect();
            doomed.iter().for_each(|key| drop(rows.remove(key)));
            doomed.len() as u64
        });
        Ok(if self.is(F::DeleteAllMiscounts) { count + 1 } else { count })
    }
}

impl Sweep for Flawed {
    async fn sweep(&self, now: u64) -> Result<u64, StoreError> {
        let inserted = self.inserted.lock().unwrap().clone();
        Ok(self.rows(|rows| {
            let before = rows.len();
            rows.retain(|key, row| match self.flaw {
                F::SweepsNothing => true,
                F::SweepsAll => false,
                F::SweepsTooLate => row.0.expires >= now,
                F::SweepsByTheFirstEnd => inserted[key].0.expires > now + 7200 || row.0.expires > now + 60,
                _ => row.0.expires > now,
            });
            if self.is(F::SweepMiscounts) { 0 } else { (before - rows.len()) as u64 }
        }))
    }
}
