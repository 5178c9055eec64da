//! Keys that only some configurations have a use for.

use super::form::{flag, text};
use super::key::{Found, Key};
use super::part::{Parts, named};
use crate::attr::{Auth, Edit, Name, OnConflict, OnStoreError, Storage};
use crate::mistake::Mistake;
use crate::model::StoreRules;

/// `csrf` is for sessions that a cookie authenticates: no other site makes a browser send the header.
/// On unless it says `false`.
pub(super) fn csrf(found: &Found<'_>, parts: &Parts<'_>, mistakes: &mut Vec<Mistake>) -> bool {
    if parts.auth() == Some(Auth::Header) {
        mistakes.extend(without(found, Key::Csrf, "`csrf` is for sessions that a cookie authenticates"));
        return true;
    }
    flag(found, Key::Csrf, mistakes).is_none_or(|csrf| csrf.value)
}

/// `on_store_error` and `on_conflict` are about a store, and a client has none. Where there is a list of revoked sessions, that is
/// one that can fail.
pub(super) fn of_a_store(found: &Found<'_>, parts: &Parts<'_>, mistakes: &mut Vec<Mistake>) -> StoreRules {
    let anonymous = |mistakes: &mut _| {
        value(found, Key::OnStoreError, OnStoreError::Fail, mistakes) == Some(OnStoreError::Anonymous)
    };
    if parts.storage().is_none_or(Storage::is_on_the_server) {
        return StoreRules {
            anonymous: anonymous(mistakes),
            reject: value(found, Key::OnConflict, OnConflict::Merge, mistakes) == Some(OnConflict::Reject),
        };
    }
    if found.get(Key::Revocation).is_some() {
        let reject = without(found, Key::OnConflict, "`on_conflict` is for a storage on the server");
        mistakes.extend(reject);
        return StoreRules { anonymous: anonymous(mistakes), reject: false };
    }
    let keys = [
        (Key::OnStoreError, "`on_store_error` is for a storage on the server"),
        (Key::OnConflict, "`on_conflict` is for a storage on the server"),
    ];
    mistakes.extend(keys.into_iter().filter_map(|(key, what)| without(found, key, what)));
    StoreRules::default()
}

/// The name that a key has.
fn value<T: Name>(found: &Found<'_>, key: Key, stand_in: T, mistakes: &mut Vec<Mistake>) -> Option<T> {
    let given = text(found, key, stand_in.text(), mistakes)?;
    named(given.entry, &given.value, stand_in.text(), mistakes)
}

fn without(found: &Found<'_>, key: Key, what: &str) -> Option<Mistake> {
    let entry = found.get(key)?;
    Some(Mistake::new(entry.key_tokens(), what).correct(entry.id.attribute, [Edit::Remove(entry.id)]))
}
