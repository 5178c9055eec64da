//! What an error of sqlx means for a session.

use super::driver::Driver;
use crate::store::StoreError;
use sqlx::Error;

/// What an error says about the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The connection broke: nobody knows whether the statement was carried out.
    Broken,
    /// The database gave the statement up in favour of another: nothing was done, and a second try may work.
    RolledBack,
    /// The database only reads, as one does that a failover has demoted: a new connection may find the one that writes.
    ReadOnly,
    /// Another process has the database locked: nothing was done, and a transaction that was to be committed is still open.
    Locked,
    /// The database is there, and said no.
    Refused,
    /// What was read is nothing that was ever stored.
    Corrupt,
}

impl Fault {
    pub(super) fn of<D: Driver>(error: &Error) -> Self {
        match error {
            Error::Database(error) => D::fault(&**error),
            Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed => Fault::Broken,
            Error::Decode(_)
            | Error::ColumnDecode { .. }
            | Error::ColumnNotFound(_)
            | Error::ColumnIndexOutOfBounds { .. }
            | Error::TypeNotFound { .. } => Fault::Corrupt,
            _ => Fault::Refused,
        }
    }
}

/// The error for whoever asked the store.
pub(super) fn store_error<D: Driver>(error: Error) -> StoreError {
    match Fault::of::<D>(&error) {
        Fault::Broken => StoreError::unavailable(error),
        Fault::Corrupt => StoreError::Corrupt("its row has other columns than a session's"),
        // MySQL's text repeats the key.
        _ if error.as_database_error().is_some_and(|error| error.is_unique_violation()) => {
            StoreError::refused("it has a record of this key already")
        }
        Fault::RolledBack | Fault::ReadOnly | Fault::Locked | Fault::Refused => StoreError::refused(error),
    }
}
