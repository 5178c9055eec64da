//! The example that rotates keys under load logs nobody out.

#[allow(dead_code, reason = "its `main` runs longer")]
#[path = "../examples/key_rotation.rs"]
mod example;

use std::sync::atomic::Ordering;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_logged_out() {
    let totals = example::run(Duration::from_millis(1500)).await.unwrap();
    assert_eq!(totals.logouts.load(Ordering::Relaxed), 0, "{totals:?}");
    assert_eq!(totals.rotations.load(Ordering::Relaxed), 10);
    assert!(totals.requests.load(Ordering::Relaxed) > 100, "{totals:?}");
    assert!(totals.reissued.load(Ordering::Relaxed) > 10, "{totals:?}");
}
