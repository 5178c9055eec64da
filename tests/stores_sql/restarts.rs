//! A database that was restarted leaves dead connections in the pool: they cost nobody an error.

use crate::opened::{mariadb_pool, postgres_pool};
use crate::servers::mariadb::MariaDb;
use crate::servers::postgres::Postgres;
use crate::{key, record, record_of};
use futures_util::future::join_all;
use session_runtime::{IndexBySubject, MySqlStore, PostgresStore, Store, SubjectKey};

/// As many as the pools have connections, so that all of them are in use and then dead.
const MANY: u64 = 5;

/// Uses every connection.
async fn use_all<S: Store>(store: &S) {
    let load = async |_| store.load(&key(0)).await.unwrap();
    assert!(join_all((0..2 * MANY).map(load)).await.iter().all(Option::is_some));
}

/// Every operation that may be repeated works at once, on whichever connection.
async fn goes_on<S: IndexBySubject>(store: &S, restart: impl FnOnce()) {
    store.insert(&key(0), &record_of(1, "a")).await.unwrap();
    use_all(store).await;
    restart();
    assert_eq!(store.load(&key(0)).await.unwrap().unwrap().document, "a", "what was acknowledged is kept");
    use_all(store).await;
}

/// As [`goes_on`], with each operation being the first after a restart.
async fn each_goes_on<S: IndexBySubject>(store: &S, mut restart: impl FnMut()) {
    let subject = SubjectKey::from_bytes(crate::bytes(1));
    goes_on(store, &mut restart).await;
    for operation in 0..5 {
        use_all(store).await;
        restart();
        match operation {
            0 => assert!(store.update(&key(0), 1, &record_of(1, "b")).await.unwrap()),
            1 => assert!(store.touch(&key(0), record("", 900).expires).await.unwrap()),
            2 => assert_eq!(store.list(&subject).await.unwrap().len(), 1),
            3 => store.insert(&key(1), &record("c", 60)).await.unwrap(),
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
