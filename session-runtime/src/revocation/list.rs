//! The steps of a list of revoked sessions.

use super::{Revocation, Sid, mark};
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

/// Whether a session was revoked, itself or with all of its subject: two questions at once, or one where claims have no
/// subject. Nothing is remembered from one request to the next.
pub(crate) async fn check<C: Session>(config: &Config<C>, sid: &Sid, claims: &C) -> Result<bool, StoreError> {
    let list = list(config);
    let name = C::SETTINGS.name;
    let key = mark::of_session(name, sid);
    let Some(subject) = claims.subject_text() else { return Ok(list.load(&key).await?.is_some()) };
    let subject = mark::of_subject(&SubjectKey::of(name, &subject));
    let (session, subject) = both(list.load(&key), list.load(&subject)).await;
    if session?.is_some() {
        return Ok(true);
    }
    match subject? {
        None => Ok(false),
        Some(stored) => Ok(sid.millis() <= mark::revoked_until(&stored.document)?),
    }
}

/// Revokes a session until `ends`, in seconds since the Unix epoch: no token of it lives longer.
pub(crate) async fn revoke<C: Session>(config: &Config<C>, sid: &Sid, ends: u64) -> Result<(), StoreError> {
    let key = mark::of_session(C::SETTINGS.name, sid);
    let record = mark::session(ends.saturating_add(C::SETTINGS.leeway).saturating_add(1))?;
    match list(config).insert(&key, &record).await {
        Ok(()) => Ok(()),
        // Somebody else was faster, or nothing is known.
        Err(error) => match list(config).load(&key).await {
            Ok(Some(_)) => Ok(()),
            _ => Err(error),
        },
    }
}

/// Revokes all sessions of a subject that began up to now. A later mark of somebody else stands.
pub(crate) async fn revoke_all<C: Session>(
    config: &Config<C>,
    subject: &SubjectKey,
) -> Result<u64, StoreError> {
    let settings = settings::<C>();
    let now = config.clock.now();
    let millis = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
    let ends =
        now.as_secs().saturating_add(settings.lifetime).saturating_add(settings.leeway).saturating_add(1);
    let (list, key, record) = (list(config), mark::of_subject(subject), mark::subject(millis, ends)?);
    for _ in 0..ATTEMPTS {
        match list.load(&key).await? {
            Some(stored) if mark::revoked_until(&stored.document)? >= millis => return Ok(millis),
            Some(stored) => {
                if list.update(&key, stored.version, &record).await? {
                    return Ok(millis);
                }
            }
            None => match list.insert(&key, &record).await {
                Ok(()) => return Ok(millis),
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
