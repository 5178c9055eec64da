//! What a token is that carries its session.

use crate::auth::Presented;
use crate::claims::Claims;
use crate::codec::{Codec, Decoded};
use crate::earlier::{Earlier, ReadEarlier};
use crate::layer::Config;
use crate::rejection::Rejection;
use crate::session::Session;
use crate::state::{Found, Live};
use std::sync::Arc;
use std::time::Duration;

/// Reads a token of this version of the claims struct, or of an earlier one that it names.
#[inline]
pub(crate) fn decode<C: Session>(
    codec: &C::Codec,
    token: &[u8],
    now: Duration,
) -> Result<Decoded<C>, Rejection> {
    match codec.decode::<C>(token, now) {
        Err(Rejection::EarlierVersion(version)) => C::read_earlier(version, Token { codec, token, now })
            .unwrap_or(Err(Rejection::EarlierVersion(version))),
        decoded => decoded,
    }
}

struct Token<'t, C> {
    codec: &'t C,
    token: &'t [u8],
    now: Duration,
}

impl<K: Codec> ReadEarlier for Token<'_, K> {
    type Found<C> = Result<Decoded<C>, Rejection>;

    fn read<P: Claims, const V: u32, C: From<P>>(self) -> Self::Found<C> {
        let Decoded { claims: Earlier(claims), stamp, outdated_key } =
            self.codec.decode::<Earlier<P, V>>(self.token, self.now)?;
        Ok(Decoded { claims: claims.into(), stamp, outdated_key })
    }
}

/// Tries what was presented. Bogus tokens beside a valid one are ignored; two different valid ones are no session.
pub(crate) fn verify<C: Session>(config: &Config<C>, presented: &Presented<'_>) -> Found<C> {
    let mut rejection = presented.rejection();
    let mut accepted: Option<(&[u8], Decoded<C>)> = None;
    if presented.tokens().is_empty() {
        return rejection.map_or(Found::Nothing, Found::Refused);
    }
    let now = config.clock.now();
    for &token in presented.tokens() {
        match (decode::<C>(&config.codec, token, now), &accepted) {
            (Ok(decoded), None) => accepted = Some((token, decoded)),
            (Ok(_), Some((first, _))) if *first == token => {}
            (Ok(_), Some(_)) => return Found::Refused(Rejection::Ambiguous),
            (Err(reason), _) => rejection = Some(reason),
        }
    }
    match (accepted, rejection) {
        (Some((_, decoded)), _) => {
            Found::Carried(Live { claims: Arc::new(decoded.claims), stamp: decoded.stamp, is_new: false })
        }
        (None, Some(reason)) => Found::Refused(reason),
        (None, None) => Found::Nothing,
    }
}
