//! What one request knows of its session, and what its handles have asked for.

use crate::auth::Captured;
use crate::codec::Stamp;
use crate::error::SessionError;
use crate::handle::Patch;
use crate::held::Held;
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::session::Session;
use crate::store::{RecordKey, StoreError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A session as it stands: shared by the handles of one request.
pub(crate) struct Live<C> {
    pub(crate) claims: Arc<C>,
    pub(crate) stamp: Stamp,
    /// Begun in this request.
    pub(crate) is_new: bool,
}

impl<C> Clone for Live<C> {
    fn clone(&self) -> Self {
        Live { claims: Arc::clone(&self.claims), stamp: self.stamp, is_new: self.is_new }
    }
}

/// What the response has to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Write {
    Nothing,
    Save,
    End,
}

/// Where the request is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Being served.
    Open,
    /// Its response has left the layer, or it was cancelled.
    Closed,
}

/// What the response has to do, with the claims to do it with.
pub(crate) enum Outcome<C> {
    /// Nothing changed; the session, if one was read.
    Unchanged(Option<Live<C>>),
    Save(Live<C>),
    End,
}

/// What is left when the response is there.
pub(crate) struct Closed<C: Session> {
    pub(crate) outcome: Outcome<C>,
    /// Whether a handler asked for the session, so that the response depends on it.
    pub(crate) asked: bool,
    pub(crate) rejection: Option<Rejection>,
    /// What the request presented, where a store keeps the sessions.
    pub(crate) presented: Option<Captured>,
    /// What was loaded from a store, where the session is still that one.
    pub(crate) held: Option<Box<Held<C>>>,
    /// Whether the subject or a privilege changed.
    pub(crate) rotated: bool,
    /// Sessions of the subject up to this millisecond were revoked in this request.
    pub(crate) revoked_until: u64,
}

/// What a look at the credential came to.
pub(crate) enum Found<C: Session> {
    /// Nothing was presented.
    Nothing,
    /// What was presented is no session.
    Refused(Rejection),
    /// The token carries the session.
    Carried(Live<C>),
    /// A store has it.
    Held(Live<C>, Box<Held<C>>),
    /// The store failed: nobody knows.
    Failed(Arc<StoreError>),
}

/// Two counters decide what a handle may still publish; it carries those of the time when it was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Age {
    /// Counts `start`, `end` and changes of the subject: an older handle publishes nothing.
    epoch: u32,
    /// Counts changes of a `rotate` field: an older handle does not publish such fields.
    rotation: u32,
}

pub(crate) struct State<C: Session> {
    phase: Phase,
    write: Write,
    age: Age,
    /// What the request presents, for a handler that asks when the request is gone.
    captured: Option<Captured>,
    asked: bool,
    settled: bool,
    rejection: Option<Rejection>,
    failed: Option<Arc<StoreError>>,
    /// Another site sent the request: the session is out of its reach.
    cross_site: bool,
    live: Option<Live<C>>,
    held: Option<Box<Held<C>>>,
    revoked_until: u64,
    /// Changes that handles have published and that `live` does not have yet.
    patch: C::Patch,
}

/// The state of one request, shared by the layer's future and everything that a handler holds.
pub(crate) struct Shared<C: Session> {
    /// Of the layer; none in a test without one. Whatever needs it holds this state: the configuration's count of references, to
    /// which all threads write, is then one more for a request and not for each part of it.
    config: Option<Arc<Config<C>>>,
    state: Mutex<State<C>>,
}

impl<C: Session> Shared<C> {
    pub(crate) fn new(config: Option<Arc<Config<C>>>, cross_site: bool) -> Self {
        let state = Mutex::new(State {
            phase: Phase::Open,
            write: Write::Nothing,
            age: Age { epoch: 0, rotation: 0 },
            captured: None,
            asked: false,
            settled: false,
            rejection: None,
            failed: None,
            cross_site,
            live: None,
            held: None,
            revoked_until: 0,
            patch: C::Patch::default(),
        });
        Shared { config, state }
    }

    #[inline]
    pub(crate) fn config(&self) -> Option<&Config<C>> {
        self.config.as_deref()
    }

    /// The lock is held for a few moves only, never across an await. A panic while it was held leaves a state that is whole:
    /// each method below makes its changes after everything that can fail.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Session> State<C> {
    /// A handler asks for the session. True when nobody has looked at the credential yet.
    pub(crate) fn ask(&mut self) -> Result<bool, SessionError> {
        self.asked = true;
        self.must_be_in_reach()?;
        Ok(!self.settled)
    }

    fn must_be_in_reach(&self) -> Result<(), SessionError> {
        if self.cross_site {
            tracing::warn!(
                claims = C::SETTINGS.name,
                "another site sent a request that could change a session: refused"
            );
            return Err(SessionError::CrossSite { claims: C::SETTINGS.name });
        }
        Ok(())
    }

    /// Keeps what the request presents for a handler that asks later, unless it is known already.
    pub(crate) fn capture(&mut self, presented: impl FnOnce() -> Captured) {
        if !self.settled && self.captured.is_none() {
            self.captured = Some(presented());
        }
    }

    pub(crate) fn take_captured(&mut self) -> Option<Captured> {
        self.captured.take()
    }

    pub(crate) fn captured(&self) -> Option<&Captured> {
        self.captured.as_ref()
    }

    /// What the credential turned out to be. The first answer stands: two handlers may have asked at once, and a session may
    /// have been started while a store was asked.
    pub(crate) fn settle(&mut self, found: Found<C>) {
        if self.settled {
            return;
        }
        self.settled = true;
        match found {
            Found::Nothing => {}
            Found::Refused(rejection) => self.rejection = Some(rejection),
            Found::Carried(live) => self.live = Some(live),
            Found::Held(live, held) => (self.live, self.held) = (Some(live), Some(held)),
            Found::Failed(error) => self.failed = Some(error),
        }
    }

    /// Why nobody knows whether there is a session.
    pub(crate) fn failed(&self) -> Option<Arc<StoreError>> {
        self.failed.clone()
    }

    pub(crate) fn rejection(&self) -> Option<Rejection> {
        self.rejection
    }

    pub(crate) fn age(&self) -> Age {
        self.age
    }

    /// The session with all that handles have published by now.
    pub(crate) fn live(&mut self) -> Option<Live<C>> {
        self.apply();
        self.live.clone()
    }

    /// The key of the record that a store has of the session.
    pub(crate) fn key(&self) -> Option<RecordKey> {
        self.held.as_ref().map(|held| held.key)
    }

    fn apply(&mut self) {
        let Some(live) = &mut self.live else { return };
        if self.patch.is_empty() {
            return;
        }
        let patch = std::mem::take(&mut self.patch);
        if let Some(held) = &mut self.held {
            held.changed(&patch);
        }
        match Arc::get_mut(&mut live.claims) {
            Some(claims) => patch.apply(claims),
            None => {
                // an older handle still reads these claims
                let mut claims = live.claims.copy();
                patch.apply(&mut claims);
                live.claims = Arc::new(claims);
            }
        }
    }

    /// Begins a session; what older handles changed is dropped.
    pub(crate) fn start(&mut self, live: Live<C>) -> Result<(), SessionError> {
        self.must_be_open()?;
        self.age.epoch += 1;
        self.patch = C::Patch::default();
        self.live = Some(live);
        self.held = None;
        self.write = Write::Save;
        // What was presented does not matter any more.
        self.settled = true;
        Ok(())
    }

    /// Ends the session; what older handles changed is dropped.
    pub(crate) fn end(&mut self) -> Result<(), SessionError> {
        self.must_be_open()?;
        self.age.epoch += 1;
        self.patch = C::Patch::default();
        self.live = None;
        self.held = None;
        self.write = Write::End;
        self.settled = true;
        Ok(())
    }

    /// The subject's other sessions were revoked up to this millisecond.
    pub(crate) fn outlive(&mut self, millis: u64) -> Result<(), SessionError> {
        self.must_be_open()?;
        self.revoked_until = self.revoked_until.max(millis);
        Ok(())
    }

    fn must_be_open(&self) -> Result<(), SessionError> {
        self.must_be_in_reach()?;
        match self.phase {
            Phase::Open => Ok(()),
            Phase::Closed => Err(SessionError::ResponseSent { claims: C::SETTINGS.name }),
        }
    }

    /// A handle that changed something of `seen` is gone: takes over what it may still publish.
    pub(crate) fn publish(&mut self, age: Age, seen: &Live<C>, unstarted: bool, mut patch: C::Patch) {
        if self.phase == Phase::Closed {
            tracing::warn!(
                claims = C::SETTINGS.name,
                "a session handle outlived its response: what it changed is lost; drop it before the handler returns"
            );
            return;
        }
        if age.epoch != self.age.epoch {
            tracing::debug!(
                claims = C::SETTINGS.name,
                "the session was started, ended or given to another subject: an older handle's changes are dropped"
            );
            return;
        }
        if age.rotation != self.age.rotation && patch.strip_rotating() {
            tracing::debug!(
                claims = C::SETTINGS.name,
                "the session's privileges changed: an older handle's change of them is dropped"
            );
        }
        // A session out of `default` begins with its first change. No way leads from a failed load to a save.
        match (&self.live, unstarted) {
            (Some(_), _) => {}
            (None, true) if self.failed.is_none() => self.live = Some(seen.clone()),
            (None, _) => return,
        }
        if C::Patch::COMBINES {
            self.apply();
            if let Some(live) = &self.live {
                patch.rebase(&seen.claims, &live.claims);
            }
        }
        if patch.changes_subject() {
            self.age.epoch += 1;
        }
        if patch.rotates() {
            self.age.rotation += 1;
        }
        self.patch.merge(patch);
        self.write = Write::Save;
    }

    /// The response is there, or the request was cancelled: nothing changes any more.
    pub(crate) fn close(&mut self) -> Closed<C> {
        self.phase = Phase::Closed;
        self.apply();
        let live = self.live.take();
        let outcome = match (self.write, live) {
            (Write::End, _) => Outcome::End,
            (Write::Save, Some(live)) => Outcome::Save(live),
            (Write::Save | Write::Nothing, live) => Outcome::Unchanged(live),
        };
        Closed {
            outcome,
            asked: self.asked,
            rejection: self.rejection,
            presented: self.captured.take(),
            held: self.held.take(),
            rotated: self.age.rotation > 0,
            revoked_until: self.revoked_until,
        }
    }
}
