//! A store that knows whose sessions it keeps.

use super::{RecordKey, Store, StoreError, Stored, SubjectKey};
use crate::storage::Storage;
use std::future::Future;

/// A store that finds the sessions of a subject: to list a user's devices, and to sign all of them out.
#[diagnostic::on_unimplemented(
    message = "store `{Self}` does not know whose sessions it keeps",
    label = "cannot list or end the sessions of a subject",
    note = "use a built-in store, or implement `session_runtime::IndexBySubject` for `{Self}`"
)]
pub trait IndexBySubject: Store {
    /// The records of a subject that have not ended.
    ///
    /// # Errors
    /// When the store fails.
    fn list(
        &self,
        subject: &SubjectKey,
    ) -> impl Future<Output = Result<Vec<(RecordKey, Stored)>, StoreError>> + Send;

    /// Removes all records of a subject but one, or all of them, and says how many. A record inserted while this runs may
    /// stay.
    ///
    /// # Errors
    /// When the store fails; then some may be gone.
    fn delete_all(
        &self,
        subject: &SubjectKey,
        but: Option<&RecordKey>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// A storage whose store can find the sessions of a subject.
#[diagnostic::on_unimplemented(
    message = "storage `{Self}` cannot list sessions",
    label = "does not know whose sessions it keeps",
    note = "use a storage on the server, such as `storage = \"memory\"`; a store of your own implements \
            `session_runtime::IndexBySubject`"
)]
pub trait Indexed: Storage<Store: IndexBySubject> {}
#[diagnostic::do_not_recommend]
impl<S: Storage<Store: IndexBySubject>> Indexed for S {}
