//! What happens to sessions when PostgreSQL is down, dies, comes back, or does not answer: over HTTP, through the layer, on
//! private servers.

#[path = "../support/program.rs"]
#[allow(dead_code, reason = "only servers are started here")]
mod program;
#[path = "../support/servers/mod.rs"]
mod servers;
#[path = "../support/mod.rs"]
mod support;

mod crashes;
mod down;
mod paused;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use servers::postgres::Postgres;
use session_runtime::{PostgresStore, Session, SessionError, SessionSlot};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{Client, serve};
use tokio::sync::Semaphore;

/// How long the pool tries to connect, and how long an operation may take.
const ACQUIRE: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_millis(1500);
const CONNECTIONS: u32 = 5;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "postgres", auth = "cookie")]
struct Account {
    #[session(subject)]
    user_id: u64,
    note: String,
}

/// An application on a private server. The server is an option so that another thread can have it for a while.
struct App {
    server: Option<Postgres>,
    pool: PgPool,
    store: PostgresStore,
    address: SocketAddr,
    gate: Gate,
}

/// Where requests wait that have loaded their session.
#[derive(Clone)]
struct Gate {
    arrived: Arc<Semaphore>,
    open: Arc<Semaphore>,
}

impl Gate {
    async fn pass(&self) {
        self.arrived.add_permits(1);
        self.open.acquire().await.unwrap().forget();
    }
}

impl App {
    /// None where PostgreSQL is not installed.
    async fn start() -> Option<Self> {
        let app = App::unmigrated(Postgres::start()?).await;
        app.store.migrate().await.unwrap();
        Some(app)
    }

    async fn unmigrated(server: Postgres) -> Self {
        let options = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let pool = options.test_before_acquire(false).connect_lazy(server.url()).unwrap();
        let store = PostgresStore::new(pool.clone()).timeout(TIMEOUT);
        let gate = Gate { arrived: Arc::new(Semaphore::new(0)), open: Arc::new(Semaphore::new(0)) };
        let address = serve(routes(gate.clone()).layer(Account::layer(store.clone()))).await;
        App { server: Some(server), pool, store, address, gate }
    }

    fn server(&mut self) -> &mut Postgres {
        self.server.as_mut().unwrap()
    }

    fn client(&self) -> Client {
        Client::new(self.address)
    }

    async fn logged_in(&self, user_id: u64) -> Client {
        let mut client = self.client();
        assert_eq!(client.get(&format!("/login/{user_id}")).await.status, 200);
        client
    }

    /// Starts the server again, while requests go on.
    async fn restart(&mut self) {
        let mut server = self.server.take().unwrap();
        let restart = move || {
            server.restart();
            server
        };
        self.server = Some(tokio::task::spawn_blocking(restart).await.unwrap());
    }
}

fn routes(gate: Gate) -> Router {
    let login = async |slot: SessionSlot<Account>, Path(user_id): Path<u64>| {
        slot.start(Account { user_id, note: String::new() })?;
        Ok::<_, SessionError>(())
    };
    let me = async |account: AccountSession| format!("{} {}", account.user_id(), account.note());
    let note = async |mut account: AccountSession, Path(note): Path<String>| account.set_note(note);
    let slow_note =
        async |State(gate): State<Gate>, mut account: AccountSession, Path(note): Path<String>| {
            gate.pass().await;
            account.set_note(note);
        };
    let slow_logout = async |State(gate): State<Gate>, slot: SessionSlot<Account>| {
        slot.load().await?;
        gate.pass().await;
        slot.end()
    };
    let logout = async |slot: SessionSlot<Account>| slot.end();
    Router::new()
        .route("/public", get("public"))
        .route("/login/{user_id}", get(login))
        .route("/me", get(me))
        .route("/note/{note}", get(note))
        .route("/slow_note/{note}", get(slow_note))
        .route("/slow_logout", get(slow_logout))
        .route("/logout", get(logout))
        .with_state(gate)
}

/// Asks until the answer is 200, and says how long that took.
async fn recovered(client: &mut Client) -> Duration {
    let begun = Instant::now();
    while client.get("/me").await.status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not recover");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    begun.elapsed()
}
