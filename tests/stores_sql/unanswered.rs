//! A statement is carried out and its answer is lost: nothing is done twice, and nothing is said to be done or not done that
//! nobody knows.

use crate::opened::{mariadb_pool_of, postgres_pool_of};
use crate::servers::mariadb::MariaDb;
use crate::servers::postgres::Postgres;
use crate::{key, record, record_of};
use session_runtime::{IndexBySubject, MySqlStore, PostgresStore, Record, StoreError, SubjectKey, Sweep};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Stands before a server, and swallows an answer where it is told to, together with the connection.
struct Swallower {
    port: u16,
    /// How many answers there are until one is swallowed, that one included; 0 when none is to be.
    left: Arc<AtomicU32>,
}

impl Swallower {
    async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let left = Arc::new(AtomicU32::new(0));
        let told = Arc::clone(&left);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
                tokio::spawn(forward(client, server, Arc::clone(&told)));
            }
        });
        Swallower { port, left }
    }

    /// Swallows the answer after `spared` others. Pings of the pool, which nobody waits for, are over by then.
    async fn arm(&self, spared: u32) {
        assert!(self.has_swallowed(), "the answer before was not swallowed");
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.left.store(spared + 1, Ordering::SeqCst);
    }

    fn has_swallowed(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

async fn forward(mut client: TcpStream, mut server: TcpStream, left: Arc<AtomicU32>) {
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            Ok(length) = client.read(&mut asked) => match length {
                0 => return,
                _ => server.write_all(&asked[..length]).await.unwrap(),
            },
            Ok(length) = server.read(&mut answered) => {
                let less = |left: u32| left.checked_sub(1);
                let swallow = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less) == Ok(1);
                if length == 0 || swallow {
                    return;
                }
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
            else => return,
        }
    }
}

/// Each operation once with its statement prepared, and once with its answer lost.
async fn nothing_is_done_twice<S: IndexBySubject + Sweep>(store: &S, swallower: &Swallower) {
    let (one, two, subject) =
        (record_of(1, "one"), record_of(1, "two"), SubjectKey::from_bytes(crate::bytes(1)));
    let others = SubjectKey::from_bytes(crate::bytes(2));
    let stored = async |number| {
        store.load(&key(number)).await.unwrap().map(|stored| (stored.document, stored.version))
    };
    let is_unknown = |error: StoreError| assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    for number in [0, 1, 2, 3, 4] {
        store.insert(&key(number), &one).await.unwrap();
    }
    store.update(&key(0), 1, &two).await.unwrap();
    store.touch(&key(0), one.expires).await.unwrap();
    store.list(&subject).await.unwrap();
    store.delete(&key(0), Some(2)).await.unwrap();
    store.delete(&key(0), None).await.unwrap();
    store.delete_all(&others, None).await.unwrap();

    swallower.arm(0).await;
    assert_eq!(stored(1).await, Some(("one".into(), 1)), "a read is repeated");
    swallower.arm(0).await;
    assert_eq!(store.list(&subject).await.unwrap().len(), 4, "a list is repeated");
    warm(store, &one, &others).await;

    swallower.arm(0).await;
    is_unknown(store.update(&key(1), 1, &two).await.unwrap_err());
    assert_eq!(stored(1).await, Some(("two".into(), 2)), "it happened, once");
    warm(store, &one, &others).await;

    swallower.arm(0).await;
    is_unknown(store.insert(&key(5), &one).await.unwrap_err());
    assert_eq!(stored(5).await, Some(("one".into(), 1)));
    warm(store, &one, &others).await;

    swallower.arm(0).await;
    assert!(
        store.touch(&key(1), record("", 900).expires).await.unwrap(),
        "moving the end twice is moving it once"
    );
    warm(store, &one, &others).await;

    swallower.arm(0).await;
    is_unknown(store.delete(&key(2), Some(1)).await.unwrap_err());
    assert_eq!(stored(2).await, None);
    warm(store, &one, &others).await;

    swallower.arm(0).await;
    store.delete(&key(3), None).await.expect("gone is gone");
    assert_eq!(stored(3).await, None);
    warm(store, &one, &others).await;

    // What is never repeated is told to a connection that has just answered a ping.
    swallower.arm(1).await;
    is_unknown(store.delete_all(&subject, None).await.unwrap_err());
    assert_eq!(store.list(&subject).await.unwrap().len(), 0);
    assert!(swallower.has_swallowed());
}

/// Prepares the statements on the connection that came after a swallowed one: only then is the next answer the one of a statement.
async fn warm<S: IndexBySubject>(store: &S, record: &Record, others: &SubjectKey) {
    let record = Record { subject: Some(*others), ..record.clone() };
    for version in [None, Some(2)] {
        store.insert(&key(9), &record).await.unwrap();
        assert!(store.update(&key(9), 1, &record).await.unwrap());
        assert!(store.touch(&key(9), record.expires).await.unwrap());
        assert!(store.delete(&key(9), version).await.unwrap());
    }
    assert_eq!(store.delete_all(others, None).await.unwrap(), 0);
}

fn port_of(url: &str) -> u16 {
    url.rsplit_once(':').unwrap().1.split_once('/').unwrap().0.parse().unwrap()
}

#[tokio::test]
async fn postgres() {
    let Some(server) = Postgres::start() else { return };
    let swallower = Swallower::before(port_of(server.url())).await;
    let url = format!("postgres://app@127.0.0.1:{}/postgres", swallower.port);
    let store = PostgresStore::new(postgres_pool_of(1, &url));
    store.migrate().await.unwrap();
    nothing_is_done_twice(&store, &swallower).await;
}

#[tokio::test]
async fn mariadb() {
    let Some(server) = MariaDb::start() else { return };
    let swallower = Swallower::before(port_of(server.url())).await;
    let url = format!("mysql://root@127.0.0.1:{}/mysql", swallower.port);
    let store = MySqlStore::new(mariadb_pool_of(1, &url));
    store.migrate().await.unwrap();
    nothing_is_done_twice(&store, &swallower).await;
}
