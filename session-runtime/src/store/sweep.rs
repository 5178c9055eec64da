//! A store whose ended records somebody has to take away.

use super::{Store, StoreError};
use std::future::Future;

/// A store that keeps records beyond their end until they are swept.
pub trait Sweep: Store {
    /// Removes the records that have ended at `now`, in seconds since the Unix epoch, and says how many.
    ///
    /// # Errors
    /// When the store fails; then some may be gone.
    fn sweep(&self, now: u64) -> impl Future<Output = Result<u64, StoreError>> + Send;
}
