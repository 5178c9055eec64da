//! What can go wrong with a store.

use std::error::Error;
use std::fmt;
use std::time::Duration;
use thiserror::Error;

/// Why a store could not do what it was asked.
///
/// None of these means "there is no such session", and after none of them is anything written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached, or broke off.
    #[error("the session store cannot be reached ({0}); check that it runs and that its address is right")]
    Unavailable(#[source] Source),
    /// It did not answer in time.
    #[error("the session store did not answer within {0:?}; check its load, or allow it more time")]
    Timeout(Duration),
    /// It answered, and refused: it is full, read-only, or lacks a table.
    #[error("the session store refused: {0}")]
    Refused(#[source] Source),
    /// It gave back what nobody stored.
    #[error("the session store holds something that is no session: {0}")]
    Corrupt(&'static str),
}

/// What a store's client says, without its type.
pub struct Source(Box<dyn Error + Send + Sync>);

impl StoreError {
    /// It cannot be reached, or broke off.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        StoreError::Unavailable(Source(source.into()))
    }

    /// It answered, and refused.
    pub fn refused(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        StoreError::Refused(Source(source.into()))
    }
}

impl Error for Source {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
