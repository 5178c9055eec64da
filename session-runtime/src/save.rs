//! What a response waits for where a store keeps the sessions: one piece of work, made of the store's steps.
//!
//! Nothing here follows from a load that failed, a record that is gone is never made again, and the client is told only what
//! the store has acknowledged.

use crate::auth::Captured;
use crate::codec::{Codec, EncodeError, Stamp};
use crate::handle::Patch;
use crate::held::Held;
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::session::{Session, settings};
use crate::settings::OnConflict;
use crate::slot::SessionSlot;
use crate::state::{Closed, Live, Outcome};
use crate::store::{Record, RecordKey, SessionId, Store, StoreError, SubjectKey, document};
use http::{HeaderMap, StatusCode};
use thiserror::Error;

/// How often a change is made again because somebody else was faster.
const ATTEMPTS: usize = 100;

/// What a store is asked to do.
pub(crate) enum Job<C: Session> {
    /// Keep a session that has begun, and forget what the client presented.
    Insert(Live<C>, Vec<SessionId>),
    /// Keep what has changed.
    Update(Live<C>, Box<Held<C>>),
    /// Keep what has changed under a new id, since the subject or a privilege changed.
    Rotate(Live<C>, Box<Held<C>>),
    /// Move the end; and hand the id out again, where that was asked for.
    Touch(Live<C>, Box<Held<C>>, bool),
    /// Forget what the client presented.
    End(Vec<SessionId>),
}

/// What is to be said to the client.
#[derive(Debug)]
pub(crate) enum Said {
    /// Nothing: nothing was kept, because the session was ended meanwhile.
    Nothing,
    /// Nothing but that the session was written.
    Written,
    /// The id.
    HandOut(SessionId, Stamp),
    /// That there is no session any more.
    TakeBack,
    /// That it did not work.
    Failed(StatusCode),
    /// That nothing is to be said of the session after all: the headers from before; and how the request failed, if it did.
    Undone(Option<StatusCode>, HeaderMap),
}

/// Why a store's work came to nothing.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("the operating system gives no random bytes")]
    NoRandomness,
    #[error("another request has changed the same field")]
    Conflict,
    #[error("other requests were faster, {ATTEMPTS} times")]
    Overtaken,
}

impl<C: Session> Job<C> {
    /// What has to be done, if anything; `due` says whether a session that was only read is.
    pub(crate) fn of(
        config: &Config<C>,
        closed: &mut Closed<C>,
        failed: bool,
        due: impl FnOnce(&Live<C>) -> bool,
    ) -> Option<Self> {
        let outcome = std::mem::replace(&mut closed.outcome, Outcome::Unchanged(None));
        let presented = |closed: &Closed<C>| ids(config, closed.presented.as_ref(), closed.rejection);
        match (outcome, closed.held.take()) {
            (Outcome::End, _) => Some(Job::End(presented(closed))),
            _ if failed => None,
            (Outcome::Save(live), None) if live.is_new => Some(Job::Insert(live, presented(closed))),
            (Outcome::Save(live), Some(held)) if held.patch.rotates() => Some(Job::Rotate(live, held)),
            (Outcome::Save(live), Some(held)) if held.patch.is_empty() => Some(Job::Touch(live, held, true)),
            (Outcome::Save(live), Some(held)) => Some(Job::Update(live, held)),
            (Outcome::Unchanged(Some(live)), Some(held)) if due(&live) => Some(Job::Touch(live, held, false)),
            (Outcome::Save(_) | Outcome::Unchanged(_), _) => None,
        }
    }

    /// Does it.
    pub(crate) async fn run(self, slot: SessionSlot<C>) -> Said {
        // Without a layer there is no response.
        let Some(config) = slot.config() else { return Said::Nothing };
        let done = match self {
            Job::Insert(live, old) => insert(config, &live, &old).await,
            Job::Update(live, held) => update(config, &live, *held).await,
            Job::Rotate(live, held) => rotate(config, &live, *held).await,
            Job::Touch(live, held, hand_out) => touch(config, live.stamp, &held, hand_out).await,
            Job::End(old) => forget(config, &old).await.map(|()| Said::TakeBack),
        };
        done.unwrap_or_else(|failure| {
            let claims = C::SETTINGS.name;
            let status = match failure {
                Failure::Conflict => StatusCode::CONFLICT,
                Failure::Encode(_) => StatusCode::INTERNAL_SERVER_ERROR,
                Failure::Store(_) | Failure::NoRandomness | Failure::Overtaken => StatusCode::SERVICE_UNAVAILABLE,
            };
            if status == StatusCode::CONFLICT {
                tracing::info!(claims, error = %failure, "a session was not saved: answering 409");
            } else {
                tracing::error!(claims, error = %failure, "a session was not saved: answering {}", status.as_u16());
            }
            Said::Failed(status)
        })
    }
}

/// The sessions that the client presents, whether or not they are still there. What the store did not know needs no second
/// question.
fn ids<C: Session>(
    config: &Config<C>,
    presented: Option<&Captured>,
    rejection: Option<Rejection>,
) -> Vec<SessionId> {
    if rejection == Some(Rejection::UnknownSession) {
        return Vec::new();
    }
    let now = config.clock.now();
    let tokens = presented.map(Captured::presented).unwrap_or_default();
    let read = |token: &&[u8]| config.codec.decode_reference(token, now).ok().map(|referred| referred.id);
    tokens.tokens().iter().filter_map(read).collect()
}

/// What a store keeps of a session.
pub(crate) fn record<C: Session>(claims: &C, stamp: Stamp) -> Result<Record, EncodeError> {
    let settings = settings::<C>();
    let subject = claims.subject_text();
    let document = document::write(claims, stamp, subject.as_deref(), settings)?;
    let subject = subject.map(|subject| SubjectKey::of(settings.name, &subject));
    Ok(Record { document, expires: stamp.expires, subject })
}

pub(crate) fn renewed<C: Session>(config: &Config<C>, stamp: Stamp) -> Stamp {
    stamp.reissue(config.clock.now().as_secs(), settings::<C>())
}

async fn insert<C: Session>(config: &Config<C>, live: &Live<C>, old: &[SessionId]) -> Result<Said, Failure> {
    let id = SessionId::generate().ok_or(Failure::NoRandomness)?;
    config.store.insert(&RecordKey::of(&id), &record(&*live.claims, live.stamp)?).await?;
    if let Err(failure) = forget(config, old).await {
        undo(config, &id).await;
        return Err(failure);
    }
    Ok(Said::HandOut(id, live.stamp))
}

async fn update<C: Session>(config: &Config<C>, live: &Live<C>, mut held: Held<C>) -> Result<Said, Failure> {
    let stamp = renewed(config, live.stamp);
    let mut next = record(&*live.claims, stamp)?;
    for _ in 0..ATTEMPTS {
        if config.store.update(&held.key, held.version, &next).await? {
            return Ok(match held.outdated_key {
                true => Said::HandOut(held.id, stamp),
                false => Said::Written,
            });
        }
        let Some(merged) = reload(config, &mut held).await? else { return Ok(ended::<C>()) };
        next = record(&merged, stamp)?;
    }
    Err(Failure::Overtaken)
}

/// The new record is there before the old one goes, so that no failure loses the session; and the old one goes at a version
/// whose changes the new one has, so that nobody's change is lost.
async fn rotate<C: Session>(config: &Config<C>, live: &Live<C>, mut held: Held<C>) -> Result<Said, Failure> {
    let id = SessionId::generate().ok_or(Failure::NoRandomness)?;
    let stamp = renewed(config, live.stamp);
    config.store.insert(&RecordKey::of(&id), &record(&*live.claims, stamp)?).await?;
    match replace(config, &mut held, &RecordKey::of(&id), stamp).await {
        Ok(true) => Ok(Said::HandOut(id, stamp)),
        Ok(false) => {
            undo(config, &id).await;
            Ok(ended::<C>())
        }
        Err(failure) => {
            undo(config, &id).await;
            Err(failure)
        }
    }
}

async fn replace<C: Session>(
    config: &Config<C>,
    held: &mut Held<C>,
    new: &RecordKey,
    stamp: Stamp,
) -> Result<bool, Failure> {
    for version in 1..=ATTEMPTS as u64 {
        if config.store.delete(&held.key, Some(held.version)).await? {
            return Ok(true);
        }
        let Some(merged) = reload(config, held).await? else { return Ok(false) };
        // Nobody else knows this record.
        config.store.update(new, version, &record(&merged, stamp)?).await?;
    }
    Err(Failure::Overtaken)
}

async fn touch<C: Session>(
    config: &Config<C>,
    stamp: Stamp,
    held: &Held<C>,
    hand_out: bool,
) -> Result<Said, Failure> {
    let stamp = renewed(config, stamp);
    Ok(match config.store.touch(&held.key, stamp.expires).await? {
        true if hand_out => Said::HandOut(held.id, stamp),
        true => Said::Written,
        false => ended::<C>(),
    })
}

async fn forget<C: Session>(config: &Config<C>, old: &[SessionId]) -> Result<(), Failure> {
    for id in old {
        config.store.delete(&RecordKey::of(id), None).await?;
    }
    Ok(())
}

/// Removes a record that no client will hear of. Where that fails, it ends by itself.
async fn undo<C: Session>(config: &Config<C>, id: &SessionId) {
    if let Err(error) = config.store.delete(&RecordKey::of(id), None).await {
        tracing::warn!(claims = C::SETTINGS.name, %error, "a session that nobody got stays in the store until it ends");
    }
}

/// What somebody else made of the session, with this request's changes; none where it is none any more.
async fn reload<C: Session>(config: &Config<C>, held: &mut Held<C>) -> Result<Option<C>, Failure> {
    let Some(stored) = config.store.load(&held.key).await? else { return Ok(None) };
    let settings = settings::<C>();
    match document::read::<C>(&stored.document, stored.expires, config.clock.now())? {
        Err(_) => Ok(None),
        Ok((theirs, _)) => {
            let reject = settings.on_conflict == OnConflict::Reject;
            held.rebase(theirs, stored.version, reject).map(Some).ok_or(Failure::Conflict)
        }
    }
}

fn ended<C: Session>() -> Said {
    tracing::info!(
        claims = C::SETTINGS.name,
        "a session ended while a request was changing it: the changes are dropped"
    );
    Said::Nothing
}
