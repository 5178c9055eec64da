//! What a session does to its response.

use crate::auth::Auth;
use crate::codec::{Codec, Stamp};
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::revocation::{Revocation, Sid};
use crate::revoke::{self, Ending};
use crate::save::{Job, Said, renewed};
use crate::session::{Session, settings};
use crate::state::{Closed, Live, Outcome};
use crate::storage::{HandOut, Storage, WriteToken};
use http::header::Entry;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use std::time::Duration;

/// Carries out what the request's handlers asked for where the token is all there is, and says to caches what the response
/// depends on. False where a session could not be handed out: a failed request.
pub(crate) fn finish<C: Session, B>(
    config: &Config<C>,
    closed: Closed<C>,
    response: &mut Response<B>,
) -> bool {
    let failed = has_failed(config, response);
    let refused = is_refused(closed.rejection) && config.remove_rejected;
    let written = match closed.outcome {
        Outcome::End => take_back(config, response),
        Outcome::Save(live) if !failed => {
            let renamed = (live.is_new || closed.rotated).then_some(closed.revoked_until);
            hand_out(config, &live, renamed, response)
        }
        Outcome::Unchanged(Some(live)) if !failed && is_due(config, &live, response.status()) => {
            hand_out(config, &live, None, response)
        }
        Outcome::Unchanged(None) if refused => take_back(config, response),
        Outcome::Save(_) | Outcome::Unchanged(_) => false,
    };
    tell_caches(config, closed.asked, written, response);
    failed || !has_failed(config, response)
}

/// What a store has to do before the response can be sent.
pub(crate) fn job<C: Session, B>(
    config: &Config<C>,
    closed: &mut Closed<C>,
    response: &Response<B>,
) -> Option<Job<C>> {
    // An inner layer of the same type has had its say: handlers knew only that one.
    if matches!(closed.outcome, Outcome::Save(_))
        && C::Storage::is_handed_out(response.headers(), &config.wire)
    {
        return None;
    }
    let failed = has_failed(config, response);
    Job::of(config, closed, failed, |live| is_due(config, live, response.status()))
}

/// Says to the client what became of its session in the store; none where the store had nothing to do.
pub(crate) fn say<C: Session, B>(
    config: &Config<C>,
    asked: bool,
    refused: bool,
    said: Option<Said>,
    response: &mut Response<B>,
) {
    let written = match said {
        None if refused && config.remove_rejected => take_back(config, response),
        None | Some(Said::Nothing) => false,
        Some(Said::Written) => true,
        Some(Said::TakeBack) => take_back(config, response),
        Some(Said::HandOut(id, stamp)) => {
            // The store counts the idle timeout, so the token lives until the session ends whatever happens.
            let stamp = Stamp { expires: stamp.ends, ..stamp };
            let reference = Stamp { browser_session: false, ..stamp };
            give(config, stamp, response, |out| config.codec.encode_reference(&id, reference, out))
        }
        Some(Said::Undone(status, headers)) => {
            *response.headers_mut() = headers;
            let Some(status) = status else { return tell_caches(config, asked, false, response) };
            *response.status_mut() = status;
            true
        }
        Some(Said::Failed(status)) => {
            *response.status_mut() = status;
            true
        }
    };
    tell_caches(config, asked, written, response);
}

/// What the response ends, where sessions can be revoked.
pub(crate) fn to_revoke<C: Session, B>(
    config: &Config<C>,
    closed: &Closed<C>,
    response: &Response<B>,
) -> Option<Ending> {
    // An inner layer of the same type has had its say: handlers knew only that one.
    if matches!(closed.outcome, Outcome::Save(_))
        && C::Storage::is_handed_out(response.headers(), &config.wire)
    {
        return None;
    }
    revoke::ending(config, closed, has_failed(config, response))
}

/// A new id for a session, of now, or of the next millisecond after one until which the subject's sessions are revoked.
pub(crate) fn new_sid<C: Session>(config: &Config<C>, after: u64) -> Option<Sid> {
    Sid::generate(config.clock.now().max(Duration::from_millis(after.saturating_add(1))))
}

/// Whether what was presented is good for nothing: a newer version of the program may know better.
pub(crate) fn is_refused(rejection: Option<Rejection>) -> bool {
    rejection.is_some_and(|reason| reason != Rejection::NewerVersion)
}

fn has_failed<C: Session, B>(config: &Config<C>, response: &Response<B>) -> bool {
    response.status().is_server_error() && !config.save_on_error
}

fn tell_caches<C: Session, B>(config: &Config<C>, asked: bool, written: bool, response: &mut Response<B>) {
    if asked {
        add_vary(response.headers_mut(), C::Auth::varies_by(&config.wire));
    }
    if written {
        forbid_caching(response.headers_mut());
    } else if asked && C::Auth::CHALLENGES {
        warn_of_shared_caching::<C>(response.headers());
    }
}

/// Whether a session that was only read is to be issued again, because its idle timeout runs. Not with a 304, whose headers
/// would update a stored response.
fn is_due<C: Session>(config: &Config<C>, live: &Live<C>, status: StatusCode) -> bool {
    let settings = settings::<C>();
    C::Storage::HANDS_OUT
        && settings.idle.is_some()
        && status != StatusCode::NOT_MODIFIED
        && live.stamp.due(config.clock.now().as_secs(), settings)
}

fn take_back<C: Session, B>(config: &Config<C>, response: &mut Response<B>) -> bool {
    C::Storage::take_back(response.headers_mut(), &config.wire);
    true
}

/// Hands the session's token out; a session that cannot be is a failed request. `renamed` says that it gets a new `sid`, later than
/// this millisecond.
fn hand_out<C: Session, B>(
    config: &Config<C>,
    live: &Live<C>,
    renamed: Option<u64>,
    response: &mut Response<B>,
) -> bool {
    // An inner layer of the same type has had its say: handlers knew only that one.
    if C::Storage::is_handed_out(response.headers(), &config.wire) {
        return false;
    }
    let mut stamp = if live.is_new { live.stamp } else { renewed(config, live.stamp) };
    if C::Revocation::ON
        && let Some(after) = renamed
    {
        stamp.sid = new_sid(config, after);
        if stamp.sid.is_none() {
            let claims = C::SETTINGS.name;
            tracing::error!(
                claims,
                "the operating system gives no random bytes for a session's id: answering 503"
            );
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            return false;
        }
    }
    give(config, stamp, response, |out| config.codec.encode(&*live.claims, stamp, out))
}

fn give<C: Session, B>(
    config: &Config<C>,
    stamp: Stamp,
    response: &mut Response<B>,
    token: impl WriteToken,
) -> bool {
    let now = config.clock.now().as_secs();
    let lifetime = HandOut::new(stamp, now, config.wire.cookie.policy().persistent && !stamp.browser_session);
    match C::Storage::hand_out(response.headers_mut(), &config.wire, lifetime, token) {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(claims = C::SETTINGS.name, %error, "the session cannot be handed out: answering 500");
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            false
        }
    }
}

/// Adds to `Vary` what is not there yet (RFC 9110 section 12.5.5).
fn add_vary(headers: &mut HeaderMap, names: impl Iterator<Item = HeaderName>) {
    for name in names {
        match headers.try_entry(header::VARY) {
            Ok(Entry::Vacant(vary)) => drop(vary.try_insert(HeaderValue::from(name))),
            Ok(Entry::Occupied(mut vary)) => {
                let is_name =
                    |item: &[u8]| item == b"*" || item.eq_ignore_ascii_case(name.as_str().as_bytes());
                if !vary.iter().any(|field| list(field).any(is_name)) {
                    vary.append(HeaderValue::from(name));
                }
            }
            // There is no room for another field.
            Err(_) => {}
        }
    }
}

/// `Set-Cookie` does not keep a response out of caches (RFC 9111 section 7.3); this does, unless the application did already.
fn forbid_caching(headers: &mut HeaderMap) {
    let stricter = headers.get_all(header::CACHE_CONTROL).iter().any(|field| {
        list(field)
            .any(|item| item.eq_ignore_ascii_case(b"no-store") || item.eq_ignore_ascii_case(b"private"))
    });
    if !stricter {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Shared caches keep no answer to a request with `Authorization`, unless the answer says so (RFC 9111 section 3.5).
fn warn_of_shared_caching<C: Session>(headers: &HeaderMap) {
    let says = |names: &[&[u8]]| {
        headers.get_all(header::CACHE_CONTROL).iter().flat_map(list).any(|item| {
            let name = item.split(|b| *b == b'=').next().unwrap_or_default();
            names.iter().any(|said| name.eq_ignore_ascii_case(said))
        })
    };
    if says(&[b"public", b"s-maxage", b"must-revalidate"]) && !says(&[b"private", b"no-store"]) {
        tracing::warn!(
            claims = C::SETTINGS.name,
            "a response that depends on its session lets shared caches keep it: answer with `Cache-Control: private`"
        );
    }
}

/// The members of a comma-separated list (RFC 9110 section 5.6.1).
fn list(field: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    field.as_bytes().split(|b| *b == b',').map(<[u8]>::trim_ascii)
}
