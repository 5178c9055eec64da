//! A task that takes ended sessions away.

use crate::clock::Clock;
use crate::store::Sweep;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::MissedTickBehavior;

/// A task that sweeps a store; it stops when this is dropped.
#[must_use = "the sweeping stops when this is dropped; keep it as long as the server runs"]
#[derive(Debug)]
pub struct Sweeper {
    /// None outside of a runtime.
    task: Option<AbortHandle>,
}

/// Removes the ended sessions of a store: now, and then after each `interval` (of at least a millisecond; every ten minutes is
/// enough, since a session that has ended is refused whether or not it is still there).
///
/// A sweep that fails is logged as a warning, and the next one tries again. More than one process may sweep the same store. Call
/// it inside of a tokio runtime; outside of one nothing is swept, and an error is logged.
/// ```
/// # #[cfg(feature = "sqlite")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// use session_runtime::{SqliteStore, sweep_every};
/// use sqlx::sqlite::SqlitePoolOptions;
/// use std::time::Duration;
///
/// let store = SqliteStore::new(SqlitePoolOptions::new().max_connections(1).connect_lazy("sqlite::memory:")?);
/// store.migrate().await?;
/// let sweeper = sweep_every(store.clone(), Duration::from_secs(600));
/// // … serve …
/// drop(sweeper);
/// # Ok(())
/// # })
/// # }
/// # #[cfg(not(feature = "sqlite"))]
/// # fn main() {}
/// ```
pub fn sweep_every<S: Sweep>(store: S, interval: Duration) -> Sweeper {
    let Ok(runtime) = Handle::try_current() else {
        tracing::error!("ended sessions are not swept: `sweep_every` was called outside of a tokio runtime");
        return Sweeper { task: None };
    };
    Sweeper { task: Some(runtime.spawn(sweep(store, interval)).abort_handle()) }
}

async fn sweep<S: Sweep>(store: S, interval: Duration) {
    let clock = Clock::system();
    let mut ticks = tokio::time::interval(interval.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match store.sweep(clock.now().as_secs()).await {
            Ok(removed) => tracing::debug!(removed, "ended sessions were swept"),
            Err(error) => {
                tracing::warn!(%error, "ended sessions could not be swept; the next sweep tries again");
            }
        }
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
