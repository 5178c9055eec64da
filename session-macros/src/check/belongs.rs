//! Keys that only some configurations have a use for.

use super::key::{Found, Key};
use super::part::Parts;
use crate::attr::{Auth, Edit, Storage};
use crate::mistake::Mistake;

/// `csrf` is for sessions that a cookie authenticates: no other site makes a browser send the header.
pub(super) fn csrf(found: &Found<'_>, parts: &Parts<'_>) -> Option<Mistake> {
    (parts.auth()? == Auth::Header).then_some(())?;
    without(found, Key::Csrf, "`csrf` is for sessions that a cookie authenticates")
}

/// `on_store_error` and `on_conflict` are about a store, and a client has none.
pub(super) fn of_a_store(found: &Found<'_>, parts: &Parts<'_>) -> Vec<Mistake> {
    if parts.storage().is_none_or(Storage::is_on_the_server) {
        return Vec::new();
    }
    let keys = [
        (Key::OnStoreError, "`on_store_error` is for a storage on the server"),
        (Key::OnConflict, "`on_conflict` is for a storage on the server"),
    ];
    keys.into_iter().filter_map(|(key, what)| without(found, key, what)).collect()
}

fn without(found: &Found<'_>, key: Key, what: &str) -> Option<Mistake> {
    let entry = found.get(key)?;
    Some(Mistake::new(entry.key_tokens(), what).correct(entry.id.attribute, [Edit::Remove(entry.id)]))
}
