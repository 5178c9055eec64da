//! What a request knows of the record that a store keeps of its session.

use crate::handle::Patch;
use crate::session::Session;
use crate::store::{RecordKey, SessionId};
use std::sync::Arc;

/// A session as a store gave it, and what the request has changed since.
pub(crate) struct Held<C: Session> {
    pub(crate) id: SessionId,
    pub(crate) key: RecordKey,
    pub(crate) version: u64,
    /// The token refers to it under an earlier key.
    pub(crate) outdated_key: bool,
    /// The claims as they were loaded.
    pub(crate) base: Arc<C>,
    /// All changes of them, to be made again where somebody else was faster.
    pub(crate) patch: C::Patch,
}

impl<C: Session> Held<C> {
    pub(crate) fn changed(&mut self, patch: &C::Patch) {
        self.patch.merge(patch.clone());
    }

    /// Makes this request's changes of what somebody else has made of the session meanwhile. None where both changed a
    /// field and that is a conflict.
    pub(crate) fn rebase(&mut self, theirs: C, version: u64, reject: bool) -> Option<C> {
        if reject && self.patch.conflicts(&self.base, &theirs) {
            return None;
        }
        self.patch.rebase(&self.base, &theirs);
        let mut merged = theirs.copy();
        self.patch.clone().apply(&mut merged);
        self.base = Arc::new(theirs);
        self.version = version;
        Some(merged)
    }
}
