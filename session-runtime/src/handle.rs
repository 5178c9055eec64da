//! What is inside a generated session: the claims as they were read, and the fields that this handle changes.

use crate::codec::Stamp;
use crate::error::SessionError;
use crate::session::{Session, settings};
use crate::state::{Age, Live, Shared};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Changes of single fields: generated, one `Option` per field.
pub trait Patch<C>: Default + Clone + Send + Sync + 'static {
    /// Whether no field is changed.
    fn is_empty(&self) -> bool;
    /// Adds later changes: where both change a field, the later one stands.
    fn merge(&mut self, later: Self);
    /// Writes the changes into claims.
    fn apply(self, claims: &mut C);
    /// Whether the subject changes.
    fn changes_subject(&self) -> bool;
    /// Whether the subject or a `rotate` field changes.
    fn rotates(&self) -> bool;
    /// Forgets changes of the subject and of `rotate` fields; true when there were any.
    fn strip_rotating(&mut self) -> bool;
    /// Whether a field has a `merge` function.
    const COMBINES: bool = false;
    /// Makes changes of `base` into changes of `theirs`, which somebody else made of `base`: fields with a `merge` function
    /// combine both.
    fn rebase(&mut self, _base: &C, _theirs: &C) {}
    /// Whether a field that changes here, and has no `merge` function, is another one in `theirs` than in `base`.
    fn conflicts(&self, _base: &C, _theirs: &C) -> bool {
        false
    }
}

/// The patch of claims that have no field to change.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPatch;

impl<C> Patch<C> for NoPatch {
    fn is_empty(&self) -> bool {
        true
    }
    fn merge(&mut self, _: Self) {}
    fn apply(self, _: &mut C) {}
    fn changes_subject(&self) -> bool {
        false
    }
    fn rotates(&self) -> bool {
        false
    }
    fn strip_rotating(&mut self) -> bool {
        false
    }
}

/// One handler's view of the session: reads borrow from it, writes stay in it until it is dropped.
///
/// When it is dropped, the fields that it changed, and only those, become the request's. A panicking handler publishes nothing.
pub struct Handle<C: Session> {
    shared: Arc<Shared<C>>,
    age: Age,
    live: Live<C>,
    /// The session is one out of `default` that begins with its first change.
    unstarted: bool,
    patch: C::Patch,
    renew: bool,
}

impl<C: Session> Handle<C> {
    pub(crate) fn new(shared: Arc<Shared<C>>, age: Age, live: Live<C>) -> Self {
        Handle { shared, age, live, unstarted: false, patch: C::Patch::default(), renew: false }
    }

    /// A session that begins only if this handle changes something.
    #[cfg(feature = "axum")]
    pub(crate) fn unstarted(shared: Arc<Shared<C>>, age: Age, live: Live<C>) -> Self {
        let mut handle = Handle::new(shared, age, live);
        handle.unstarted = true;
        handle
    }

    /// The claims as they were when this handle was made.
    #[inline]
    #[must_use]
    pub fn claims(&self) -> &C {
        &self.live.claims
    }

    /// What this handle changes.
    #[inline]
    #[must_use]
    pub fn patch(&self) -> &C::Patch {
        &self.patch
    }

    /// What this handle changes.
    #[inline]
    pub fn patch_mut(&mut self) -> &mut C::Patch {
        &mut self.patch
    }

    /// The claims as they were, and what this handle changes.
    #[inline]
    pub fn split(&mut self) -> (&C, &mut C::Patch) {
        (&self.live.claims, &mut self.patch)
    }

    /// The claims with what this handle changes.
    #[must_use]
    pub fn merged(&self) -> Cow<'_, C>
    where
        C: Clone,
    {
        if self.patch.is_empty() {
            return Cow::Borrowed(&self.live.claims);
        }
        let mut claims = self.live.claims.copy();
        self.patch.clone().apply(&mut claims);
        Cow::Owned(claims)
    }

    /// When the session ends unless it is renewed.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.live.stamp.expires)
    }

    /// Whether the session begins in this request.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.live.is_new
    }

    /// Issues the session again with this response, whether or not it changed.
    pub fn renew(&mut self) {
        self.renew = true;
    }

    /// Ends the session with this response. What that does and does not undo stands at `SessionSlot::end`.
    ///
    /// # Errors
    /// When the response has already left.
    pub fn end(mut self) -> Result<(), SessionError> {
        self.patch = C::Patch::default();
        self.renew = false;
        self.shared.lock().end()
    }

    /// A session outside of any request, for a test that calls a handler.
    #[must_use]
    pub fn for_test(claims: C) -> Self {
        let settings = settings::<C>();
        let now = crate::clock::Clock::system().now().as_secs();
        let live = Live {
            claims: Arc::new(claims),
            stamp: Stamp::start(now, settings.lifetime, settings),
            is_new: false,
        };
        let shared = Arc::new(Shared::new(None, false));
        let age = shared.lock().age();
        Handle::new(shared, age, live)
    }
}

impl<C: Session> Drop for Handle<C> {
    fn drop(&mut self) {
        if (self.patch.is_empty() && !self.renew) || std::thread::panicking() {
            return;
        }
        let patch = std::mem::take(&mut self.patch);
        self.shared.lock().publish(self.age, &self.live, self.unstarted, patch);
    }
}

impl<C: Session> fmt::Debug for Handle<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(C::SETTINGS.name).finish_non_exhaustive()
    }
}
