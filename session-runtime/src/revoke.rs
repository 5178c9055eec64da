//! What a response waits for where the sessions of tokens can be revoked: that the list has those that it ends.
//!
//! The response is written first and sent last, so that a list that fails leaves the client's token as it was.

use crate::auth::Captured;
use crate::codec::Codec as _;
use crate::layer::Config;
use crate::revocation::{Sid, is_covered, revoke};
use crate::save::Said;
use crate::session::Session;
use crate::slot::SessionSlot;
use crate::state::{Closed, Outcome};
use crate::store::{StoreError, SubjectKey};
use http::{HeaderMap, StatusCode};

/// What a response ends.
pub(crate) struct Ending {
    /// Sessions, each with its end.
    sessions: Vec<(Sid, u64)>,
    /// The session goes on under another id: unless it was ended meanwhile.
    goes_on: Option<GoesOn>,
}

struct GoesOn {
    subject: Option<SubjectKey>,
    /// What this request has revoked itself.
    until: u64,
}

/// What ends with this response: what was presented, where the session was ended, or another one was started, or its subject or a
/// privilege changed.
pub(crate) fn ending<C: Session>(config: &Config<C>, closed: &Closed<C>, failed: bool) -> Option<Ending> {
    let goes_on = match &closed.outcome {
        Outcome::End => None,
        Outcome::Save(live) if !failed && live.is_new => None,
        Outcome::Save(live) if !failed && closed.rotated => {
            let subject = live.claims.subject_text();
            let subject = subject.map(|subject| SubjectKey::of(C::SETTINGS.name, &subject));
            Some(GoesOn { subject, until: closed.revoked_until })
        }
        Outcome::Save(_) | Outcome::Unchanged(_) => return None,
    };
    let sessions = presented(config, closed.presented.as_ref());
    (!sessions.is_empty()).then_some(Ending { sessions, goes_on })
}

/// The sessions of all tokens that are good now: more than one may be presented.
fn presented<C: Session>(config: &Config<C>, captured: Option<&Captured>) -> Vec<(Sid, u64)> {
    let now = config.clock.now();
    let tokens = captured.map(Captured::presented).unwrap_or_default();
    let read = |token: &&[u8]| {
        let stamp = config.codec.decode::<C>(token, now).ok()?.stamp;
        Some((stamp.sid?, stamp.ends))
    };
    tokens.tokens().iter().filter_map(read).collect()
}

/// Lists them. `before` are the response's headers without what the session wrote.
pub(crate) async fn run<C: Session>(slot: SessionSlot<C>, ending: Ending, before: HeaderMap) -> Said {
    // Without a layer there is no response.
    let Some(config) = slot.config() else { return Said::Nothing };
    let claims = C::SETTINGS.name;
    match list(config, &ending).await {
        Ok(true) => Said::Written,
        Ok(false) => {
            tracing::info!(
                claims,
                "a session ended while a request was changing it: the changes are dropped"
            );
            Said::Undone(None, before)
        }
        Err(error) => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            tracing::error!(claims, %error, "a session was not revoked: answering {}", status.as_u16());
            Said::Undone(Some(status), before)
        }
    }
}

/// False where a session that was to go on was ended by somebody else since this request read it.
async fn list<C: Session>(config: &Config<C>, ending: &Ending) -> Result<bool, StoreError> {
    for (sid, ends) in &ending.sessions {
        let is_first = revoke(config, sid, *ends).await?;
        let Some(goes_on) = &ending.goes_on else { continue };
        if !is_first {
            return Ok(false);
        }
        if let Some(subject) = &goes_on.subject
            && is_covered(config, sid, subject, goes_on.until).await?
        {
            return Ok(false);
        }
    }
    Ok(true)
}
