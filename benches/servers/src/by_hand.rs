//! What an expert writes by hand with `jsonwebtoken`.

use crate::SECRET;
use crate::claims::{Claims, MEASURED, account, now};
use crate::middleware::{HandJwt, HandSession};
use axum::routing::get;
use axum::{Extension, Router};
use http::header;

async fn read(Extension(session): Extension<HandSession>) -> String {
    session.read(|claims| claims.user_id.to_string()).unwrap_or_default()
}

async fn change(Extension(session): Extension<HandSession>) -> &'static str {
    session.change(|claims| claims.visits += 1);
    "4711"
}

pub fn app() -> Router {
    let jwt = HandJwt::new(SECRET);
    let issuing = jwt.clone();
    let log_in = async move || {
        let token = issuing.encode(&Claims::since(now(), account(MEASURED)));
        [(header::SET_COOKIE, format!("session={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600"))]
    };
    Router::new()
        .route("/login", get(log_in))
        .route("/", get(read))
        .route("/change", get(change))
        .route("/untouched", get(async || "4711"))
        .layer(jwt)
}
