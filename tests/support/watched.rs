//! A store in memory that counts what it is asked, fails when it is told to, and holds a step back until it is let go.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use session_runtime::{IndexBySubject, Record, RecordKey, Store, StoreError, Stored, SubjectKey};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

#[derive(Clone, Default)]
pub struct Watched(Arc<Inner>);

#[derive(Default)]
struct Inner {
    records: Mutex<BTreeMap<RecordKey, (Stored, Option<SubjectKey>)>>,
    asked: Mutex<Vec<&'static str>>,
    down: AtomicBool,
    /// The step that fails, and how many times.
    failing: Mutex<Option<&'static str>>,
    /// The step that waits.
    held_back: Mutex<Option<&'static str>>,
    waiting: Notify,
    let_go: Notify,
}

impl Watched {
    /// The steps since the last call.
    pub fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.0.asked.lock().unwrap())
    }

    pub fn down(&self, down: bool) {
        self.0.down.store(down, Ordering::SeqCst);
    }

    /// Lets the next `step` fail.
    pub fn fail(&self, step: &'static str) {
        *self.0.failing.lock().unwrap() = Some(step);
    }

    /// Lets the next `step` wait until [`let_go`](Self::let_go).
    pub fn hold_back(&self, step: &'static str) {
        *self.0.held_back.lock().unwrap() = Some(step);
    }

    /// Waits until a step is held back.
    pub async fn waiting(&self) {
        self.0.waiting.notified().await;
    }

    pub fn let_go(&self) {
        self.0.let_go.notify_one();
    }

    pub fn len(&self) -> usize {
        self.0.records.lock().unwrap().len()
    }

    pub fn documents(&self) -> Vec<String> {
        self.0.records.lock().unwrap().values().map(|(stored, _)| stored.document.clone()).collect()
    }

    pub fn keys(&self) -> Vec<RecordKey> {
        self.0.records.lock().unwrap().keys().copied().collect()
    }

    pub fn expires(&self) -> Vec<u64> {
        self.0.records.lock().unwrap().values().map(|(stored, _)| stored.expires).collect()
    }

    /// Changes every document behind the layer's back.
    pub fn spoil(&self, change: impl Fn(&str) -> String) {
        for (stored, _) in self.0.records.lock().unwrap().values_mut() {
            stored.document = change(&stored.document);
        }
    }

    async fn step(&self, step: &'static str) -> Result<(), StoreError> {
        self.0.asked.lock().unwrap().push(step);
        let waits = self.0.held_back.lock().unwrap().take_if(|held| *held == step).is_some();
        if waits {
            self.0.waiting.notify_one();
            self.0.let_go.notified().await;
        }
        let fails = self.0.failing.lock().unwrap().take_if(|failing| *failing == step).is_some();
        if fails || self.0.down.load(Ordering::SeqCst) {
            return Err(StoreError::unavailable("the test says so"));
        }
        Ok(())
    }
}

impl Store for Watched {
    async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
        self.step("insert").await?;
        let stored = Stored { document: record.document.clone(), expires: record.expires, version: 1 };
        let mut records = self.0.records.lock().unwrap();
        if records.contains_key(key) {
            return Err(StoreError::refused("there is one of this key"));
        }
        records.insert(*key, (stored, record.subject));
        Ok(())
    }

    async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
        self.step("load").await?;
        Ok(self.0.records.lock().unwrap().get(key).map(|(stored, _)| stored.clone()))
    }

    async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
        self.step("update").await?;
        let mut records = self.0.records.lock().unwrap();
        let Some((stored, _)) = records.get_mut(key).filter(|(stored, _)| stored.version == version) else {
            return Ok(false);
        };
        *stored = Stored { document: record.document.clone(), expires: record.expires, version: version + 1 };
        Ok(true)
    }

    async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
        self.step("touch").await?;
        let mut records = self.0.records.lock().unwrap();
        Ok(records.get_mut(key).map(|(stored, _)| stored.expires = expires).is_some())
    }

    async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
        self.step("delete").await?;
        let mut records = self.0.records.lock().unwrap();
        let there = records.get(key).is_some_and(|(stored, _)| version.is_none_or(|v| v == stored.version));
        Ok(there && records.remove(key).is_some())
    }
}

impl IndexBySubject for Watched {
    async fn list(&self, subject: &SubjectKey) -> Result<Vec<(RecordKey, Stored)>, StoreError> {
        self.step("list").await?;
        let records = self.0.records.lock().unwrap();
        let of_subject = records.iter().filter(|(_, (_, of))| of.as_ref() == Some(subject));
        Ok(of_subject.map(|(key, (stored, _))| (*key, stored.clone())).collect())
    }

    async fn delete_all(&self, subject: &SubjectKey, but: Option<&RecordKey>) -> Result<u64, StoreError> {
        self.step("delete_all").await?;
        let mut records = self.0.records.lock().unwrap();
        let before = records.len();
        records.retain(|key, (_, of)| of.as_ref() != Some(subject) || Some(key) == but);
        Ok((before - records.len()) as u64)
    }
}
