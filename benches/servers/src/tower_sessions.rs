//! tower-sessions, with its store in memory.

use crate::claims::{Account, MEASURED, account};
use axum::Router;
use axum::routing::get;
use tower_sessions::session::Error;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

const FIELD: &str = "account";

async fn log_in(session: Session) -> String {
    said(session.insert(FIELD, account(MEASURED)).await.map(|()| "4711".to_owned()))
}

async fn read(session: Session) -> String {
    let account = session.get::<Account>(FIELD).await;
    said(account.map(|account| account.map(|account| account.user_id.to_string()).unwrap_or_default()))
}

async fn change(session: Session) -> String {
    let changed = async {
        if let Some(mut account) = session.get::<Account>(FIELD).await? {
            account.visits += 1;
            session.insert(FIELD, account).await?;
        }
        Ok("4711".to_owned())
    };
    said(changed.await)
}

fn said(answer: Result<String, Error>) -> String {
    answer.unwrap_or_else(|error| error.to_string())
}

pub fn app() -> Router {
    let layer = SessionManagerLayer::new(MemoryStore::default())
        .with_name("session")
        .with_secure(false)
        .with_expiry(Expiry::OnInactivity(time::Duration::weeks(2)));
    Router::new()
        .route("/login", get(log_in))
        .route("/", get(read))
        .route("/change", get(change))
        .route("/untouched", get(async || "4711"))
        .layer(layer)
}
