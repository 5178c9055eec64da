//! Ours on each store.

use crate::Result;
use crate::claims::{self, MEASURED, account};
use crate::load::Application;
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, PostgresStore, RedisStore, Session, SessionLayer};
use std::convert::Infallible;
use std::hint::black_box;
use std::ops::Range;
use tower::{Layer as _, service_fn};

/// What a handler does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Nothing,
    Reads,
    Changes,
}

/// What its requests are called.
pub const OURS: [&str; 3] = ["**ours**, not touched", "**ours**, read", "**ours**, changed"];

/// A request with one of the sessions.
pub fn request(cookie: &str) -> Request<Body> {
    Request::builder().header("cookie", cookie).body(Body::empty()).expect("a request")
}

macro_rules! application {
    ($module:ident, $storage:tt, $store:ty) => {
        pub mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "opaque", storage = $storage, auth = "cookie", cookie(name = "session"))]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
                roles: Vec<String>,
                dark: bool,
                since: u64,
                visits: u32,
            }

            /// Sessions of these users, and the layer that knows them.
            pub async fn begin(
                store: $store,
                users: Range<u64>,
            ) -> Result<(SessionLayer<Account>, Vec<String>)> {
                let layer = Account::layer(store);
                let sessions = layer.sessions();
                let mut cookies = Vec::new();
                for user in users {
                    let claims::Account { name, roles, dark, since, visits, .. } = account(MEASURED);
                    let account = Account { user_id: user, name, roles, dark, since, visits };
                    cookies.push(format!("session={}", sessions.start(account).await?));
                }
                Ok((layer, cookies))
            }

            pub fn service(layer: &SessionLayer<Account>, does: Does) -> impl Application + use<> {
                layer.layer(service_fn(move |request: Request<Body>| async move {
                    let (mut parts, _) = request.into_parts();
                    if does != Does::Nothing {
                        let session = AccountSession::from_request_parts(&mut parts, &()).await;
                        let mut session = session.expect("a session");
                        if does == Does::Changes {
                            session.set_visits(session.visits() + 1);
                        }
                        black_box(session.visits());
                    }
                    Ok::<_, Infallible>(Response::new(Body::empty()))
                }))
            }
        }
    };
}

application!(on_redis, "redis", RedisStore);
application!(on_postgres, "postgres", PostgresStore);
application!(in_memory, "memory", MemoryStore);
