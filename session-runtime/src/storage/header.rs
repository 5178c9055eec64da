//! The token is kept by a client that reads a response header.

use super::{HandOut, HandsOut, Storage, WriteToken};
use crate::auth::MAX_TOKEN;
use crate::combine::{ByHeader, ClientSide};
use crate::error::HandOutError;
use crate::wire::Wire;
use http::{HeaderMap, HeaderValue};

/// `storage = "header"`: a response that writes the session carries the token in a header of its own, `session-token` unless
/// the attribute says otherwise; an empty value tells the client to drop it.
#[derive(Debug, Clone, Copy)]
pub struct HeaderStorage;

#[diagnostic::do_not_recommend]
impl Storage for HeaderStorage {
    type Side = ClientSide;
    type Delivery = ByHeader;
    type Store = ();
    const HANDS_OUT: bool = true;

    fn hand_out(
        headers: &mut HeaderMap,
        wire: &Wire,
        _: HandOut,
        token: impl WriteToken,
    ) -> Result<(), HandOutError> {
        let Some(names) = &wire.header else { return Err(HandOutError::NotAHeaderValue) };
        let mut value = Vec::with_capacity(512);
        token(&mut value)?;
        if value.len() > MAX_TOKEN {
            return Err(HandOutError::TooLarge { size: value.len(), limit: MAX_TOKEN });
        }
        let mut value = HeaderValue::try_from(value).map_err(|_| HandOutError::NotAHeaderValue)?;
        value.set_sensitive(true);
        headers.insert(names.deliver.clone(), value);
        Ok(())
    }

    fn take_back(headers: &mut HeaderMap, wire: &Wire) {
        if let Some(names) = &wire.header {
            headers.insert(names.deliver.clone(), HeaderValue::from_static(""));
        }
    }

    fn is_handed_out(headers: &HeaderMap, wire: &Wire) -> bool {
        wire.header.as_ref().is_some_and(|names| headers.contains_key(&names.deliver))
    }
}

#[diagnostic::do_not_recommend]
impl HandsOut for HeaderStorage {}
