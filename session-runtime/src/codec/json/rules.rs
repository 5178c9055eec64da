//! When and for whom an authentic payload is good.

use super::found::Found;
use super::names::{Name, Names};
use super::values::Audience;
use crate::codec::Stamp;
use crate::rejection::Rejection;
use crate::settings::Settings;
use std::cmp::Ordering;
use std::time::Duration;

/// How far clocks may be apart where a token says when it was made.
const FUTURE: Duration = Duration::from_secs(60);

/// Judges what was found, at the time `now`, in a payload that is to be read as this version of the claims struct; `shown` are the registered claims that belong to the claims type.
///
/// A token without `exp` is [`WrongClaims`](Rejection::WrongClaims): nothing has expired, it is not a session's token.
pub(super) fn judge(
    found: &Found,
    shown: Names,
    settings: &Settings,
    now: Duration,
    version: u32,
) -> Result<Stamp, Rejection> {
    let stamp = times(found, shown, settings, now)?;
    parties(found, shown, settings)?;
    is_version(found.version.unwrap_or(1), version)?;
    Ok(stamp)
}

/// Whether a session is of the version that is to be read.
pub(crate) fn is_version(written: u32, read: u32) -> Result<(), Rejection> {
    match written.cmp(&read) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(Rejection::EarlierVersion(written)),
        Ordering::Greater => Err(Rejection::NewerVersion),
    }
}

/// Judges a token that began at `began` and has no claims of the layer; `found` are times that belong to the claims type.
///
/// A session that ends earlier than its lifetime says began earlier than it did.
pub(super) fn judge_bare(
    found: &Found,
    settings: &Settings,
    now: Duration,
    began: Duration,
) -> Result<Stamp, Rejection> {
    let leeway = Duration::from_secs(settings.leeway);
    let ends = began.saturating_add(Duration::from_secs(settings.lifetime));
    let expires = found.exp.map_or(ends, |exp| exp.min(ends));
    if now >= expires.saturating_add(leeway) {
        return Err(Rejection::Expired);
    }
    let early = |date: Option<Duration>, by| date.is_some_and(|date| date > now.saturating_add(by));
    if early(found.nbf, leeway) || early(found.iat, FUTURE) || early(Some(began), FUTURE) {
        return Err(Rejection::NotYetValid);
    }
    Ok(Stamp {
        started: began.as_secs(),
        issued: began.as_secs(),
        expires: expires.as_secs(),
        ends: ends.as_secs(),
        browser_session: false,
        sid: None,
    })
}

/// RFC 7519 sections 4.1.4 to 4.1.6, and a maximum age that no `exp` can exceed.
fn times(found: &Found, shown: Names, settings: &Settings, now: Duration) -> Result<Stamp, Rejection> {
    let seconds = Duration::from_secs;
    let (lifetime, leeway) = (seconds(settings.lifetime), seconds(settings.leeway));
    let exp = found.exp.ok_or(Rejection::WrongClaims)?;

    let started = found.start.or(found.iat);
    let ends = match (found.start, found.iat) {
        // We wrote it, and `exp` is an idle timeout or the claims' own.
        (Some(start), _) => start.saturating_add(lifetime).min(found.end.unwrap_or(Duration::MAX)),
        // `exp` is the end, as far as we allow it.
        (None, Some(iat)) => iat.saturating_add(lifetime).min(exp),
        // Its age is not known, so it must end within a lifetime from now.
        (None, None) if exp <= now.saturating_add(lifetime) => exp,
        (None, None) => return Err(Rejection::Expired),
    };
    let expires = exp.min(ends).min(found.idle.unwrap_or(Duration::MAX));
    if now >= expires.saturating_add(leeway) {
        return Err(Rejection::Expired);
    }
    let early = |date: Option<Duration>, by| date.is_some_and(|date| date > now.saturating_add(by));
    if early(found.nbf, leeway) || early(found.iat, FUTURE) || early(found.start, FUTURE) {
        return Err(Rejection::NotYetValid);
    }

    let started = started.unwrap_or(now).as_secs();
    Ok(Stamp {
        started,
        issued: issued(found, shown, settings).map_or(started, |issued| issued.as_secs()),
        expires: expires.as_secs(),
        ends: ends.as_secs(),
        browser_session: found.browser_session,
        sid: found.session.filter(|_| settings.revocation),
    })
}

/// When we issued it. Where the claims own `iat`, an idle timeout tells: it was set to expire that long after.
fn issued(found: &Found, shown: Names, settings: &Settings) -> Option<Duration> {
    if !shown.has(Name::Iat) {
        return found.iat;
    }
    let started = found.start?;
    let expires = if shown.has(Name::Exp) { found.idle } else { found.exp };
    let idle = Duration::from_secs(settings.idle?);
    expires.map(|expires| expires.saturating_sub(idle).max(started))
}

/// RFC 7519 sections 4.1.1 and 4.1.3.
fn parties(found: &Found, shown: Names, settings: &Settings) -> Result<(), Rejection> {
    if settings.issuer.is_some() && found.iss != Some(true) {
        return Err(Rejection::WrongIssuer);
    }
    let for_us = match settings.audience {
        Some(_) => found.aud == Some(Audience::Us),
        // A token that names its audience is not for everybody. Only claims that have a use for `aud` may hold one: those of
        // a struct that declares it, and those of a map if the map had it when we wrote the token.
        None => {
            found.aud.is_none() || shown.has(Name::Aud) && (settings.owned.has_aud() || found.added.is_some())
        }
    };
    if for_us { Ok(()) } else { Err(Rejection::WrongAudience) }
}
