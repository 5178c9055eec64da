//! The same application on loopback, on one thread: `servers bare|busy|ours|by-hand|tower-sessions`. Prints its port.
//!
//! `/login` begins a session, `/` reads one field of it, `/change` changes one, `/untouched` asks for nothing.

mod by_hand;
#[path = "../../contenders/src/claims.rs"]
#[allow(dead_code, reason = "a part is needed here")]
mod claims;
#[path = "../../contenders/src/by_hand/middleware.rs"]
#[allow(dead_code, reason = "a part is needed here")]
mod middleware;
mod ours;
mod tower_sessions;

use axum::Router;
use axum::handler::Handler;
use axum::routing::get;
use std::error::Error;
use std::hint::spin_loop;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// How long each request keeps a busy handler on its core.
const BUSY: Duration = Duration::from_micros(1);
const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let kind = std::env::args().nth(1);
    let app = match kind.as_deref() {
        Some("bare") => everywhere(async || "4711"),
        Some("busy") => everywhere(async || {
            let begun = Instant::now();
            while begun.elapsed() < BUSY {
                spin_loop();
            }
            "4711"
        }),
        Some("ours") => ours::app()?,
        Some("by-hand") => by_hand::app(),
        Some("tower-sessions") => tower_sessions::app(),
        _ => return Err("servers bare|busy|ours|by-hand|tower-sessions".into()),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    Ok(axum::serve(listener, app).await?)
}

/// An application without sessions.
fn everywhere<T: 'static>(handler: impl Handler<T, ()>) -> Router {
    ["/", "/login", "/change", "/untouched"]
        .iter()
        .fold(Router::new(), |app, path| app.route(path, get(handler.clone())))
}
