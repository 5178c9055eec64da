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

/// Sessions of a subject whose `sid` was made up to this millisecond since the Unix epoch are revoked, but for one.
#[derive(Serialize, Deserialize)]
pub(super) struct Mark {
    v: u32,
    pub(super) revoked_until: u64,
    /// The key of the session that goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    but: Option<String>,
}

impl Mark {
    pub(super) fn new(revoked_until: u64, but: Option<RecordKey>) -> Self {
        Mark { v: VERSION, revoked_until, but: but.map(|key| key.to_string()) }
    }

    /// What a subject's document says. One that says nothing is a failure: it must not let anybody in.
    pub(super) fn read(document: &str) -> Result<Self, StoreError> {
        serde_json::from_str(document)
            .map_err(|_| StoreError::Corrupt("it does not say until when a subject's sessions are revoked"))
    }

    /// Whether a session is among those that are revoked.
    pub(super) fn covers(&self, sid: &Sid, key: &RecordKey) -> bool {
        sid.millis() <= self.revoked_until && self.but.as_deref() != Some(&*key.to_string())
    }

    pub(super) fn record(&self, expires: u64) -> Result<Record, StoreError> {
        record(self, expires)
    }
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

fn record(document: &impl Serialize, expires: u64) -> Result<Record, StoreError> {
    let document = serde_json::to_string(document).map_err(StoreError::refused)?;
    Ok(Record { document, expires, subject: None })
}
