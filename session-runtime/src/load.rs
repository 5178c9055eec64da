//! Loading a session that a store keeps.

use crate::auth::Presented;
use crate::codec::Codec;
use crate::held::Held;
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::revocation;
use crate::session::Session;
use crate::state::{Found, Live};
use crate::store::{RecordKey, Store, StoreError, document};
use crate::verify::verify;
use std::sync::Arc;

/// Asks the store, once, for what a single presented token refers to. More than one token is no session: each would cost a
/// round trip, and none could be preferred.
pub(crate) async fn load_held<C: Session>(config: &Config<C>, presented: &Presented<'_>) -> Found<C> {
    let found = match look_up(config, presented).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(claims = C::SETTINGS.name, %error, "a session could not be loaded");
            return Found::Failed(Arc::new(error));
        }
    };
    if let Found::Refused(reason) = &found {
        tracing::debug!(claims = C::SETTINGS.name, %reason, "session refused");
    }
    found
}

/// Verifies what is presented, and asks the list of revoked sessions for the one that it is: in vain for what is forged or expired.
pub(crate) async fn load_revocable<C: Session>(config: &Config<C>, presented: &Presented<'_>) -> Found<C> {
    let found = match verify(config, presented) {
        Found::Carried(live) => match live.stamp.sid {
            None => Found::Refused(Rejection::NotRevocable),
            Some(sid) => match revocation::check(config, &sid, &*live.claims).await {
                Ok(false) => Found::Carried(live),
                Ok(true) => Found::Refused(Rejection::Revoked),
                Err(error) => {
                    tracing::error!(claims = C::SETTINGS.name, %error, "the list of revoked sessions could not be asked");
                    Found::Failed(Arc::new(error))
                }
            },
        },
        found => found,
    };
    if let Found::Refused(reason) = &found {
        tracing::debug!(claims = C::SETTINGS.name, %reason, "session refused");
    }
    found
}

async fn look_up<C: Session>(config: &Config<C>, presented: &Presented<'_>) -> Result<Found<C>, StoreError> {
    let now = config.clock.now();
    let token = match (presented.tokens(), presented.rejection()) {
        ([token], _) => token,
        ([], None) => return Ok(Found::Nothing),
        ([], Some(reason)) => return Ok(Found::Refused(reason)),
        (_, _) => return Ok(Found::Refused(Rejection::Ambiguous)),
    };
    let referred = match config.codec.decode_reference(token, now) {
        Ok(referred) => referred,
        Err(reason) => return Ok(Found::Refused(reason)),
    };
    let key = RecordKey::of(&referred.id);
    let Some(stored) = config.store.load(&key).await? else {
        return Ok(Found::Refused(Rejection::UnknownSession));
    };
    Ok(match document::read::<C>(&stored.document, stored.expires, now)? {
        Err(reason) => Found::Refused(reason),
        Ok((claims, stamp)) => {
            let claims = Arc::new(claims);
            let held = Held {
                id: referred.id,
                key,
                version: stored.version,
                outdated_key: referred.outdated_key,
                base: Arc::clone(&claims),
                patch: C::Patch::default(),
            };
            Found::Held(Live { claims, stamp, is_new: false }, Box::new(held))
        }
    })
}
