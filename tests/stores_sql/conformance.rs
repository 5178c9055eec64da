//! The suite of the crate, on each of the databases.

use crate::opened::{Opened, in_each};
use session_runtime::conformance::{check, check_index, check_sweep};

in_each!(keeps_what_a_store_promises);

async fn keeps_what_a_store_promises<O: Opened>(opened: &O) {
    let (table, store) = opened.migrated().await;
    let reports = [
        check(&store).await.unwrap(),
        check_index(&store).await.unwrap(),
        check_sweep(&store).await.unwrap(),
    ];
    assert!(reports.iter().map(|report| report.kept().len()).sum::<usize>() > 20, "{reports:?}");
    assert_eq!(opened.count(&table).await, 0, "the suite removes what it inserted");
}
