//! The token is kept in a cookie.

use super::{HandOut, HandsOut, Storage, WriteToken};
use crate::combine::{ByCookie, ClientSide};
use crate::cookie::MAX_NAME_AND_VALUE;
use crate::error::HandOutError;
use crate::wire::Wire;
use http::{HeaderMap, HeaderValue, header};

/// `storage = "cookie"`: the client keeps the token in a cookie, which every response that writes the session sets.
#[derive(Debug, Clone, Copy)]
pub struct CookieStorage;

#[diagnostic::do_not_recommend]
impl Storage for CookieStorage {
    type Side = ClientSide;
    type Delivery = ByCookie;
    type Store = ();
    const HANDS_OUT: bool = true;

    #[inline]
    fn hand_out(
        headers: &mut HeaderMap,
        wire: &Wire,
        lifetime: HandOut,
        token: impl WriteToken,
    ) -> Result<(), HandOutError> {
        let mut line = wire.cookie.begin();
        token(&mut line)?;
        // RFC 6265bis section 5.6 counts name and value without the `=`.
        let size = line.len() - 1;
        if size > MAX_NAME_AND_VALUE {
            return Err(HandOutError::TooLarge { size, limit: MAX_NAME_AND_VALUE });
        }
        wire.cookie.end(&mut line, lifetime.persistent.then_some(lifetime.max_age));
        let mut line = HeaderValue::try_from(line).map_err(|_| HandOutError::NotAHeaderValue)?;
        // `Debug` of the response does not print it.
        line.set_sensitive(true);
        headers.append(header::SET_COOKIE, line);
        remove(headers, wire.cookie.old_removals());
        Ok(())
    }

    fn take_back(headers: &mut HeaderMap, wire: &Wire) {
        wire.cookie.take_out(headers);
        remove(headers, wire.cookie.removals());
    }

    fn is_handed_out(headers: &HeaderMap, wire: &Wire) -> bool {
        wire.cookie.is_set_in(headers)
    }
}

fn remove(headers: &mut HeaderMap, lines: impl Iterator<Item = Vec<u8>>) {
    for line in lines.filter_map(|line| HeaderValue::try_from(line).ok()) {
        headers.append(header::SET_COOKIE, line);
    }
}

#[diagnostic::do_not_recommend]
impl HandsOut for CookieStorage {}
