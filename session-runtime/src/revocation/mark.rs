//! What a list of revoked sessions keeps in a store: one record for each of them, and one for each subject all of whose sessions
//! were revoked.

use super::Sid;
use crate::store::{Record, RecordKey, StoreError, SubjectKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of these documents.
const VERSION: u32 = 1;

/// A revoked session: that its record is there says it all.
#[derive(Serialize)]
struct Revoked {
    v: u32,
    revoked: bool,
}

/// Sessions of a subject that began up to this millisecond since the Unix epoch are revoked.
#[derive(Serialize, Deserialize)]
struct Before {
    v: u32,
    revoked_until: u64,
}

/// The record's key for a session. Hashed, as the ids of sessions on the server are.
pub(super) fn of_session(typ: &str, sid: &Sid) -> RecordKey {
    key(&[b"sid", typ.as_bytes(), sid.as_bytes()])
}

/// The record's key for a subject.
pub(super) fn of_subject(subject: &SubjectKey) -> RecordKey {
    key(&[b"subject", subject.as_bytes()])
}

fn key(parts: &[&[u8]]) -> RecordKey {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update([0]);
    }
    RecordKey::from_bytes(digest.finalize().into())
}

/// A session that is revoked until `expires`, in seconds since the Unix epoch.
pub(super) fn session(expires: u64) -> Result<Record, StoreError> {
    record(&Revoked { v: VERSION, revoked: true }, expires)
}

/// A subject whose sessions up to a moment are revoked.
pub(super) fn subject(revoked_until: u64, expires: u64) -> Result<Record, StoreError> {
    record(&Before { v: VERSION, revoked_until }, expires)
}

fn record(document: &impl Serialize, expires: u64) -> Result<Record, StoreError> {
    let document = serde_json::to_string(document).map_err(StoreError::refused)?;
    Ok(Record { document, expires, subject: None })
}

/// What a subject's document says. One that says nothing is a failure: it must not let anybody in.
pub(super) fn revoked_until(document: &str) -> Result<u64, StoreError> {
    let before: Before = serde_json::from_str(document)
        .map_err(|_| StoreError::Corrupt("it does not say until when a subject's sessions are revoked"))?;
    Ok(before.revoked_until)
}
