//! An application with its sessions in Redis, and clients of it.

use crate::support::{Answer, Client, serve};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{RedisStore, Session, SessionError, SessionSlot};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "redis", auth = "cookie", cookie(name = "s"), lifetime = "1h")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    #[session(merge = added)]
    visits: u64,
    theme: Option<String>,
}

fn added(base: &u64, mine: u64, theirs: &u64) -> u64 {
    theirs + (mine - base)
}

/// Where a handler waits, its session loaded and changed, until the test lets it go on.
#[derive(Clone, Default)]
pub struct Gate {
    arrived: Arc<Notify>,
    open: Arc<Notify>,
}

impl Gate {
    pub async fn arrived(&self) {
        self.arrived.notified().await;
    }

    pub fn open(&self) {
        self.open.notify_one();
    }

    async fn pass(&self) {
        self.arrived.notify_one();
        self.open.notified().await;
    }
}

#[derive(Clone)]
pub struct App {
    pub address: SocketAddr,
    pub gate: Gate,
}

impl App {
    pub async fn start(store: RedisStore) -> Self {
        let gate = Gate::default();
        let (slow, slow_logout) = (gate.clone(), gate.clone());
        let router = Router::new()
            .route("/", get(async || "public"))
            .route(
                "/me",
                get(async |a: AccountSession| format!("{} {} {:?}", a.user_id(), a.visits(), a.theme())),
            )
            .route("/login/{user}", get(login))
            .route("/logout", get(async |slot: SessionSlot<Account>| slot.end()))
            .route("/visit", get(async |mut account: AccountSession| *account.visits_mut() += 1))
            .route(
                "/slow",
                get(async move |mut account: AccountSession| {
                    account.set_theme(Some("dark".to_owned()));
                    slow.pass().await;
                }),
            )
            .route(
                "/slow-logout",
                get(async move |account: AccountSession, slot: SessionSlot<Account>| {
                    drop(account);
                    slow_logout.pass().await;
                    slot.end()
                }),
            )
            .layer(Account::layer(store));
        App { address: serve(router).await, gate }
    }

    /// A client with a session of its own.
    pub async fn log_in(&self, user: u64) -> Client {
        let mut client = Client::new(self.address);
        assert_eq!(client.get(&format!("/login/{user}")).await.status, StatusCode::OK);
        client
    }

    /// A client that presents an id which was never given out.
    pub fn stranger(&self) -> Client {
        let mut client = Client::new(self.address);
        client.jar.plant("s", &"A".repeat(43));
        client
    }
}

async fn login(slot: SessionSlot<Account>, Path(user_id): Path<u64>) -> Result<(), SessionError> {
    slot.start(Account { user_id, visits: 0, theme: None }).map(drop)
}

/// Asks again and again until the answer is not 503, and gives it with the time that this took.
pub async fn until_served(client: &mut Client, path: &str) -> (Answer, Duration) {
    let begun = Instant::now();
    loop {
        let answer = client.get(path).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return (answer, begun.elapsed());
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not come back");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
