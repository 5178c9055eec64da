//! Stores: where sessions are kept on the server, and what every store promises.

#[cfg(feature = "conformance")]
pub mod conformance;
pub(crate) mod document;
mod error;
mod id;
mod index;
#[cfg(feature = "memory")]
mod memory;
mod none;
mod record;
#[cfg(feature = "redis")]
mod redis;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod sql;
mod sweep;

pub use error::StoreError;
pub use id::SessionId;
pub use index::{IndexBySubject, Indexed};
#[cfg(feature = "memory")]
pub use memory::MemoryStore;
pub use record::{Record, RecordKey, Stored, SubjectKey};
#[cfg(feature = "redis")]
pub use redis::{RedisStore, RedisUrlError};
#[cfg(feature = "mysql")]
pub use sql::MySqlStore;
#[cfg(feature = "postgres")]
pub use sql::PostgresStore;
#[cfg(feature = "sqlite")]
pub use sql::SqliteStore;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use sql::{Sweeper, sweep_every};
pub use sweep::Sweep;

use std::future::Future;

/// Keeps records of sessions under keys, and changes a record only for whoever has seen its latest version.
///
/// A type that implements this is a storage: `storage = path::to::MyStore`, and `layer` takes a value of it. The methods are
/// written as `async fn`; their futures have to be `Send`. A feature `conformance` has a suite that a store can run on itself:
/// `session_runtime::conformance`.
///
/// What every store promises:
///
/// - A record is inserted once and never comes back: no method but [`insert`](Self::insert) creates one, so a session that was
///   ended stays ended however late a slow request writes.
/// - Its version is 1 at first, and one more after each update. [`update`](Self::update) happens only at the version that the
///   caller has seen, and two updates at the same version never both happen: nobody's change is lost unseen.
/// - What was answered with `Ok` is visible to whoever asks after that, in this process or another.
/// - A method that fails has done what it says or nothing, and says [`StoreError`]; it is never half done.
/// - It gives back the text of [`Record::document`] as it got it, or an error.
///
/// A store may keep a record beyond its end, for [`Sweep`] to take away: the layer looks at the end by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session store",
    label = "cannot keep sessions on a server",
    note = "use a built-in one such as `storage = \"redis\"`, or implement `session_runtime::Store` for `{Self}`"
)]
pub trait Store: Clone + Send + Sync + 'static {
    /// Whether the futures of [`insert`](Self::insert), [`load`](Self::load), [`update`](Self::update), [`touch`](Self::touch)
    /// and [`delete`](Self::delete) are ready when they are first polled, as those of a store in memory are. Then saving a
    /// session allocates no future. One that is not ready all the same counts as a failure.
    const IMMEDIATE: bool = false;

    /// This store, as one that rather refuses a record than drops another one that has not ended. Asked of the store that lists
    /// [revoked](crate::Revocations) sessions: one that it forgot would be back.
    #[must_use]
    fn never_evicting(self) -> Self {
        self
    }

    /// Keeps a record that is new, with the version 1.
    ///
    /// # Errors
    /// When the store fails, is full, or has a record of this key, which random ids do not lead to.
    fn insert(&self, key: &RecordKey, record: &Record)
    -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The record and its version; none when there is none.
    ///
    /// # Errors
    /// When the store fails, which is not the same as "there is none".
    fn load(&self, key: &RecordKey) -> impl Future<Output = Result<Option<Stored>, StoreError>> + Send;

    /// Replaces document and end of a record if it has this version, which grows by one. False, and nothing done, when
    /// there is no such record or it has another version. The subject of a record never changes: it is given the one that
    /// it was inserted with.
    ///
    /// # Errors
    /// When the store fails.
    fn update(
        &self,
        key: &RecordKey,
        version: u64,
        record: &Record,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Moves the end of a record, in seconds since the Unix epoch, whatever its version, which stays. False when there is
    /// no such record.
    ///
    /// # Errors
    /// When the store fails.
    fn touch(&self, key: &RecordKey, expires: u64) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Removes a record: at any version, or only at the one given. False, and nothing done, when there is no such record, or
    /// it has another version.
    ///
    /// # Errors
    /// When the store fails.
    fn delete(
        &self,
        key: &RecordKey,
        version: Option<u64>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}
