//! A database that was restarted leaves dead connections in the pool, and one that was demoted leaves useless ones: they cost
//! nobody more than they have to.

use crate::opened::{mariadb_pool, postgres_pool};
use crate::servers::mariadb::MariaDb;
use crate::servers::postgres::Postgres;
use crate::{key, record, record_of};
use futures_util::future::join_all;
use session_runtime::{IndexBySubject, MySqlStore, PostgresStore, Store, StoreError, SubjectKey, Sweep};
use sqlx::Executor as _;

/// As many as the pools have connections, so that all of them are in use and then dead.
const MANY: u64 = 5;

/// Uses every connection.
async fn use_all<S: Store>(store: &S) {
    let load = async |_| store.load(&key(0)).await.unwrap();
    assert!(join_all((0..2 * MANY).map(load)).await.iter().all(Option::is_some));
}

/// Every read works at once, on whichever connection.
async fn goes_on<S: IndexBySubject>(store: &S, restart: impl FnOnce()) {
    store.insert(&key(0), &record_of(1, "a")).await.unwrap();
    use_all(store).await;
    restart();
    assert_eq!(store.load(&key(0)).await.unwrap().unwrap().document, "a", "what was acknowledged is kept");
    use_all(store).await;
}

/// As [`goes_on`], with each operation being the first after a restart.
async fn each_goes_on<S: IndexBySubject + Sweep>(store: &S, mut restart: impl FnMut()) {
    let subject = SubjectKey::from_bytes(crate::bytes(1));
    goes_on(store, &mut restart).await;
    let others = SubjectKey::from_bytes(crate::bytes(2));
    store.insert(&key(2), &record_of(2, "of others")).await.unwrap();
    store.insert(&key(3), &record("ended", -1000)).await.unwrap();
    for operation in 0..7 {
        use_all(store).await;
        restart();
        match operation {
            0 => assert!(store.update(&key(0), 1, &record_of(1, "b")).await.unwrap()),
            1 => assert!(store.touch(&key(0), record("", 900).expires).await.unwrap()),
            2 => assert_eq!(store.list(&subject).await.unwrap().len(), 1),
            3 => store.insert(&key(1), &record("c", 60)).await.unwrap(),
            4 => assert_eq!(store.delete_all(&others, None).await.unwrap(), 1),
            5 => assert_eq!(store.sweep(record("", -900).expires).await.unwrap(), 1),
            _ => assert!(store.delete(&key(0), Some(2)).await.unwrap()),
        }
    }
    assert_eq!(store.load(&key(0)).await.unwrap(), None);
    assert_eq!(store.load(&key(1)).await.unwrap().unwrap().version, 1);
}

#[tokio::test]
async fn postgres() {
    let Some(mut server) = Postgres::start() else { return };
    let store = PostgresStore::new(postgres_pool(server.url()));
    store.migrate().await.unwrap();
    each_goes_on(&store, || server.restart()).await;
}

#[tokio::test]
async fn mariadb() {
    let Some(mut server) = MariaDb::start() else { return };
    let store = MySqlStore::new(mariadb_pool(server.url()));
    store.migrate().await.unwrap();
    each_goes_on(&store, || server.restart()).await;
}

/// A failover leaves connections to a server that only reads. They are closed, so that new ones find the one that writes.
#[tokio::test]
async fn a_database_that_only_reads_is_left() {
    let Some(server) = Postgres::start() else { return };
    let by_hand = postgres_pool(server.url());
    PostgresStore::new(by_hand.clone()).migrate().await.unwrap();
    let demoted = PostgresStore::new(postgres_pool(server.url()));
    by_hand.execute("ALTER DATABASE postgres SET default_transaction_read_only = on").await.unwrap();
    // Connections that are opened from now on only read.
    join_all((0..2 * MANY).map(async |_| assert_eq!(demoted.load(&key(0)).await.unwrap(), None))).await;
    let refused = demoted.insert(&key(0), &record("a", 60)).await.unwrap_err();
    assert!(
        matches!(refused, StoreError::Refused(_)) && refused.to_string().contains("read-only"),
        "{refused:?}"
    );
    by_hand.execute("ALTER DATABASE postgres RESET default_transaction_read_only").await.unwrap();
    let mut refusals = 0;
    while demoted.insert(&key(0), &record("a", 60)).await.is_err() {
        refusals += 1;
        assert!(refusals < MANY, "each refusal costs one of {MANY} connections");
    }
}
