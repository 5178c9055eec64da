//! The steps of a list of revoked sessions.

use super::mark::{self, Mark};
use super::{Revocation, Sid};
use crate::layer::Config;
use crate::session::{Session, settings};
use crate::store::{Store, StoreError, SubjectKey};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// How often a subject's mark is moved again because somebody else was faster.
const ATTEMPTS: usize = 100;

type List<C> = <<C as Session>::Revocation as Revocation>::Store;

fn list<C: Session>(config: &Config<C>) -> &List<C> {
    &config.revoked
}

/// How far the clocks of servers and of the list may be apart: for so long a session stays on the list that is over by itself.
const SLACK: u64 = 60;

/// Whether a session was revoked, itself or with all of its subject: two questions at once, or one where claims have no
/// subject. Nothing is remembered from one request to the next.
pub(crate) async fn check<C: Session>(config: &Config<C>, sid: &Sid, claims: &C) -> Result<bool, StoreError> {
    let (list, key) = (list(config), mark::of_session(C::SETTINGS.name, sid));
    let Some(subject) = claims.subject_text() else { return Ok(list.load(&key).await?.is_some()) };
    let subject = mark::of_subject(&SubjectKey::of(C::SETTINGS.name, &subject));
    let (session, subject) = both(list.load(&key), list.load(&subject)).await;
    if session?.is_some() {
        return Ok(true);
    }
    match subject? {
        None => Ok(false),
        Some(stored) => Ok(Mark::read(&stored.document)?.covers(sid, &key)),
    }
}

/// Revokes a session until `ends`, in seconds since the Unix epoch: no token of it lives longer. False where it was revoked
/// before.
pub(crate) async fn revoke<C: Session>(config: &Config<C>, sid: &Sid, ends: u64) -> Result<bool, StoreError> {
    let key = mark::of_session(C::SETTINGS.name, sid);
    let record = mark::session(over::<C>(ends))?;
    match list(config).insert(&key, &record).await {
        Ok(()) => Ok(true),
        // Somebody else was faster, or nothing is known.
        Err(error) => match list(config).load(&key).await {
            Ok(Some(_)) => Ok(false),
            _ => Err(error),
        },
    }
}

/// Whether a session that was good when this request read it was revoked with its subject since then; `until` is what this request
/// has done itself.
pub(crate) async fn is_covered<C: Session>(
    config: &Config<C>,
    sid: &Sid,
    subject: &SubjectKey,
    until: u64,
) -> Result<bool, StoreError> {
    let Some(stored) = list(config).load(&mark::of_subject(subject)).await? else { return Ok(false) };
    let mark = Mark::read(&stored.document)?;
    Ok(mark.revoked_until > until && mark.covers(sid, &mark::of_session(C::SETTINGS.name, sid)))
}

/// Revokes all sessions of a subject that began up to now, but for one, and says up to which millisecond that is.
pub(crate) async fn revoke_all<C: Session>(
    config: &Config<C>,
    subject: &SubjectKey,
    but: Option<&Sid>,
) -> Result<u64, StoreError> {
    let now = config.clock.now();
    let millis = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
    let expires = over::<C>(now.as_secs().saturating_add(settings::<C>().lifetime));
    let (list, key) = (list(config), mark::of_subject(subject));
    let but = but.map(|sid| mark::of_session(C::SETTINGS.name, sid));
    for _ in 0..ATTEMPTS {
        let stored = list.load(&key).await?;
        let before = stored.as_ref().map(|stored| Mark::read(&stored.document)).transpose()?;
        // A mark moves forwards only.
        let until = before.map_or(millis, |mark| mark.revoked_until.max(millis));
        let record = Mark::new(until, but).record(expires)?;
        match stored {
            Some(stored) => {
                if list.update(&key, stored.version, &record).await? {
                    return Ok(until);
                }
            }
            None => match list.insert(&key, &record).await {
                Ok(()) => return Ok(until),
                // Somebody else was faster: then there is one now.
                Err(error) => {
                    if list.load(&key).await?.is_none() {
                        return Err(error);
                    }
                }
            },
        }
    }
    Err(StoreError::refused("others moved the mark of a subject's revoked sessions, again and again"))
}

fn over<C: Session>(ends: u64) -> u64 {
    ends.saturating_add(C::SETTINGS.leeway).saturating_add(SLACK)
}

/// Waits for both, side by side.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|cx| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(cx)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(cx)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (one, other) => {
                (first, second) = (one, other);
                Poll::Pending
            }
        }
    })
    .await
}
