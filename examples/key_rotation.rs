//! Keys change while the server runs, and nobody is logged out: `cargo run --example key_rotation` sends requests from many
//! clients for three seconds, rotates the key ten times, and prints what happened.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{KeyError, KeyRing, SecretKey, Session};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "1h")]
pub struct Account {
    name: String,
    visits: u64,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Totals {
    pub requests: AtomicU64,
    pub logouts: AtomicU64,
    pub reissued: AtomicU64,
    pub rotations: AtomicU64,
}

/// Requests of 20 clients while the key is rotated ten times within `time`.
pub async fn run(time: Duration) -> Result<Totals, KeyError> {
    let ring = KeyRing::new(SecretKey::generate()?.with_id("key-0")?);
    let layer = Account::layer(ring.clone());
    let tokens = layer.tokens();
    let app = Router::new()
        .route("/", get(async |account: AccountSession| account.visits().to_string()))
        .route("/visit", get(async |mut account: AccountSession| *account.visits_mut() += 1))
        .layer(layer);
    let totals = Totals::default();
    let end = Instant::now() + time;

    let client = async |number: u64| {
        let account = Account { name: format!("client {number}"), visits: 0 };
        let Ok(mut token) = tokens.issue(&account) else { return };
        for request in 0.. {
            if Instant::now() > end {
                return;
            }
            // One in eight writes; the others only read.
            let path = if request % 8 == number % 8 { "/visit" } else { "/" };
            let cookie = format!("__Host-session={token}");
            let Ok(request) = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()) else {
                return;
            };
            let Ok(answer) = app.clone().oneshot(request).await;
            totals.requests.fetch_add(1, Ordering::Relaxed);
            if answer.status() == StatusCode::UNAUTHORIZED {
                totals.logouts.fetch_add(1, Ordering::Relaxed);
            }
            // A write carries a token of the current key, whatever key the last one had.
            if let Some(line) = answer.headers().get(header::SET_COOKIE).and_then(|line| line.to_str().ok())
                && let Some((_, value)) = line.split(';').next().and_then(|pair| pair.split_once('='))
            {
                value.clone_into(&mut token);
                totals.reissued.fetch_add(1, Ordering::Relaxed);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let rotate = async {
        for number in 1..=10 {
            tokio::time::sleep(time / 12).await;
            // Eight earlier keys still verify; who was here within that time has a newer token by now.
            ring.rotate(SecretKey::generate()?.with_id(&format!("key-{number}"))?)?;
            totals.rotations.fetch_add(1, Ordering::Relaxed);
        }
        Ok::<_, KeyError>(())
    };
    let clients = futures_util::future::join_all((0..20).map(client));
    let (_, rotated) = futures_util::future::join(clients, rotate).await;
    rotated?;
    Ok(totals)
}

#[tokio::main]
async fn main() -> Result<(), KeyError> {
    let Totals { requests, logouts, reissued, rotations } = run(Duration::from_secs(3)).await?;
    println!(
        "{requests:?} requests, {rotations:?} rotations, {reissued:?} tokens issued again, {logouts:?} logged out"
    );
    Ok(())
}
