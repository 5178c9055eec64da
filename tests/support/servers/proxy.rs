//! A proxy that counts round trips: how often a client says something after it has been answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// In front of one server.
pub struct Proxy {
    port: u16,
    round_trips: Arc<AtomicU64>,
    cut: Arc<AtomicBool>,
    /// How many connections were made, and how many of the first of them have fallen silent.
    made: Arc<AtomicU64>,
    silent: Arc<AtomicU64>,
}

impl Proxy {
    /// In front of the server at a port.
    pub async fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy {
            port: listener.local_addr().unwrap().port(),
            round_trips: Arc::default(),
            cut: Arc::default(),
            made: Arc::default(),
            silent: Arc::default(),
        };
        let (round_trips, cut) = (Arc::clone(&proxy.round_trips), Arc::clone(&proxy.cut));
        let (made, silent) = (Arc::clone(&proxy.made), Arc::clone(&proxy.silent));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await.unwrap();
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let answered = Arc::new(AtomicBool::new(true));
                tokio::spawn(asks(from_client, to_server, Arc::clone(&answered), Arc::clone(&round_trips)));
                let number = made.fetch_add(1, Ordering::SeqCst);
                let silent = Arc::clone(&silent);
                let is_silent = move || number < silent.load(Ordering::SeqCst);
                tokio::spawn(answers(from_server, to_client, answered, Arc::clone(&cut), is_silent));
            }
        });
        proxy
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends the connection instead of passing the next answer on: what was asked is done, and nobody hears of it.
    pub fn cut_next_answer(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// The connections that there are pass no more answers on, and do not end: as when a network loses its state.
    pub fn silence(&self) {
        self.silent.store(self.made.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Neither these nor any others pass answers on.
    pub fn silence_for_good(&self) {
        self.silent.store(u64::MAX, Ordering::SeqCst);
    }

    /// How many connections were made.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::SeqCst)
    }

    /// Since the last call.
    pub fn round_trips(&self) -> u64 {
        self.round_trips.swap(0, Ordering::SeqCst)
    }
}

async fn asks(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    answered: Arc<AtomicBool>,
    trips: Arc<AtomicU64>,
) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        // sqlx asks so whether the server is still there, after the request that used the connection.
        if buffer[..length] != *b"S\0\0\0\x04" && answered.swap(false, Ordering::SeqCst) {
            trips.fetch_add(1, Ordering::SeqCst);
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

async fn answers(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    answered: Arc<AtomicBool>,
    cut: Arc<AtomicBool>,
    is_silent: impl Fn() -> bool,
) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if is_silent() {
            continue;
        }
        answered.store(true, Ordering::SeqCst);
        if cut.swap(false, Ordering::SeqCst) || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
