//! What happens to sessions when SQLite fails: a full disk, a lock, a broken file, no table, rows that nobody stored. Over HTTP,
//! through the layer.

#[path = "../support/servers/folder.rs"]
#[allow(dead_code, reason = "its users are many")]
mod folder;
#[path = "../support/mod.rs"]
mod support;

mod files;
mod full;
mod rows;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use folder::Folder;
use serde::{Deserialize, Serialize};
use session_runtime::{Session, SessionError, SessionSlot, SqliteStore};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use std::net::SocketAddr;
use std::time::Duration;
use support::{Client, serve};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "sqlite", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    note: String,
}

/// An application that keeps its sessions in a file.
struct App {
    folder: Folder,
    pool: SqlitePool,
    store: SqliteStore,
    address: SocketAddr,
}

impl App {
    async fn start() -> Self {
        let app = App::unmigrated(Folder::new("sqlite-fault"), |file| file).await;
        app.store.migrate().await.unwrap();
        app
    }

    /// On the file of a folder, with other options.
    async fn unmigrated(
        folder: Folder,
        options: impl FnOnce(SqliteConnectOptions) -> SqliteConnectOptions,
    ) -> Self {
        let file = SqliteConnectOptions::new()
            .filename(folder.join("sessions.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_millis(200));
        let pools = SqlitePoolOptions::new().max_connections(2).acquire_timeout(Duration::from_secs(2));
        let pool = pools.test_before_acquire(false).connect_lazy_with(options(file));
        let store = SqliteStore::new(pool.clone()).timeout(Duration::from_secs(2));
        let address = serve(routes().layer(Account::layer(store.clone()))).await;
        App { folder, pool, store, address }
    }

    fn client(&self) -> Client {
        Client::new(self.address)
    }

    async fn logged_in(&self, user_id: u64) -> Client {
        let mut client = self.client();
        assert_eq!(client.get(&format!("/login/{user_id}")).await.status, 200);
        client
    }

    /// A statement by hand.
    async fn by_hand(&self, sql: &'static str) -> u64 {
        sqlx::query(sql).execute(&self.pool).await.unwrap().rows_affected()
    }

    /// Closes the file.
    async fn stop(self) -> Folder {
        self.pool.close().await;
        self.folder
    }
}

fn routes() -> Router {
    let login = async |slot: SessionSlot<Account>, Path(user_id): Path<u64>| {
        slot.start(Account { user_id, note: String::new() })?;
        Ok::<_, SessionError>(())
    };
    let me = async |account: AccountSession| format!("{} {}", account.user_id(), account.note());
    let note = async |mut account: AccountSession, note: String| account.set_note(note);
    let logout = async |slot: SessionSlot<Account>| slot.end();
    Router::new()
        .route("/public", get("public"))
        .route("/login/{user_id}", get(login))
        .route("/me", get(me))
        .route("/note", post(note))
        .route("/logout", get(logout))
}

/// Those who ask get 503 and keep their cookies; the others do not notice.
async fn fails(client: &mut Client) {
    let cookie = client.jar.header("/");
    let answer = client.get("/me").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len(), &*answer.text), (503, 0, ""));
    assert_eq!(client.get("/public").await.status, 200);
    assert_eq!(client.jar.header("/"), cookie);
}
