//! A store is a storage: its sessions' ids are handed out in the way in which the auth reads them.

use super::{CookieStorage, HandOut, HandsOut, HeaderStorage, Storage, WriteToken};
use crate::combine::{ByAuth, ServerSide};
use crate::error::HandOutError;
use crate::store::Store;
use crate::wire::{Way, Wire};
use http::HeaderMap;

#[diagnostic::do_not_recommend]
impl<S: Store> Storage for S {
    type Side = ServerSide;
    type Delivery = ByAuth;
    type Store = S;
    const HANDS_OUT: bool = true;

    fn hand_out(
        headers: &mut HeaderMap,
        wire: &Wire,
        lifetime: HandOut,
        token: impl WriteToken,
    ) -> Result<(), HandOutError> {
        match wire.way {
            Way::Cookie => CookieStorage::hand_out(headers, wire, lifetime, token),
            Way::Header => HeaderStorage::hand_out(headers, wire, lifetime, token),
        }
    }

    fn take_back(headers: &mut HeaderMap, wire: &Wire) {
        match wire.way {
            Way::Cookie => CookieStorage::take_back(headers, wire),
            Way::Header => HeaderStorage::take_back(headers, wire),
        }
    }

    fn is_handed_out(headers: &HeaderMap, wire: &Wire) -> bool {
        match wire.way {
            Way::Cookie => CookieStorage::is_handed_out(headers, wire),
            Way::Header => HeaderStorage::is_handed_out(headers, wire),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S: Store> HandsOut for S {}
