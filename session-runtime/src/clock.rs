//! What time it is, for the layer and for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where a layer reads the time.
///
/// Tests hold a manual clock, hand a clone to the layer, and move it:
/// ```
/// use session_runtime::Clock;
/// use std::time::Duration;
///
/// let clock = Clock::manual(Duration::from_secs(1_700_000_000));
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().as_secs(), 1_700_000_060);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock(Source);

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    /// Milliseconds since the Unix epoch.
    Manual(Arc<AtomicU64>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Clock(Source::System)
    }

    /// A clock that stands at `since_epoch` until it is moved; its clones move with it. Keeps milliseconds.
    #[must_use]
    pub fn manual(since_epoch: Duration) -> Self {
        Clock(Source::Manual(Arc::new(AtomicU64::new(millis(since_epoch)))))
    }

    /// Moves a manual clock forward. The system's clock stays what it is.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(clock) = &self.0 {
            clock.fetch_add(millis(by), Ordering::Relaxed);
        }
    }

    /// Time since the Unix epoch; zero before it.
    #[must_use]
    pub fn now(&self) -> Duration {
        match &self.0 {
            Source::System => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            Source::Manual(clock) => Duration::from_millis(clock.load(Ordering::Relaxed)),
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
