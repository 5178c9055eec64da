//! What a response waits for where the sessions of tokens can be revoked: that the list has those that it ends.
//!
//! The response is written first and sent last, so that a list that fails leaves the client's token as it was.

use crate::auth::Captured;
use crate::codec::Codec as _;
use crate::layer::Config;
use crate::revocation::{Sid, revoke};
use crate::save::Said;
use crate::session::Session;
use crate::state::{Closed, Outcome};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;

/// Sessions that the response ends, each with its end.
pub(crate) type Ended = Vec<(Sid, u64)>;

/// The sessions that end with this response: what was presented, where the session was ended, or another one was started, or its
/// subject or a privilege changed.
pub(crate) fn ended<C: Session>(config: &Config<C>, closed: &Closed<C>, failed: bool) -> Ended {
    match &closed.outcome {
        Outcome::End => presented(config, closed.presented.as_ref()),
        Outcome::Save(live) if !failed && (live.is_new || closed.rotated) => {
            presented(config, closed.presented.as_ref())
        }
        Outcome::Save(_) | Outcome::Unchanged(_) => Vec::new(),
    }
}

/// The sessions of all tokens that are good now: more than one may be presented.
fn presented<C: Session>(config: &Config<C>, captured: Option<&Captured>) -> Ended {
    let now = config.clock.now();
    let tokens = captured.map(Captured::presented).unwrap_or_default();
    let read = |token: &&[u8]| {
        let stamp = config.codec.decode::<C>(token, now).ok()?.stamp;
        Some((stamp.sid?, stamp.ends))
    };
    tokens.tokens().iter().filter_map(read).collect()
}

/// Lists them. `before` are the response's headers without what the session wrote.
pub(crate) async fn run<C: Session>(config: Arc<Config<C>>, ended: Ended, before: HeaderMap) -> Said {
    for (sid, ends) in &ended {
        if let Err(error) = revoke(&config, sid, *ends).await {
            tracing::error!(
                claims = C::SETTINGS.name,
                %error,
                "a session was not revoked: answering {}",
                StatusCode::SERVICE_UNAVAILABLE.as_u16()
            );
            return Said::Undone(StatusCode::SERVICE_UNAVAILABLE, before);
        }
    }
    Said::Written
}
