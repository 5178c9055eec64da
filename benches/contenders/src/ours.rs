//! Ours: four codecs in a cookie, one of them with a store in memory.

use crate::claims::{Account, LONG_AGO, account, now};
use crate::requests::{SECRET, cookies, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::Router;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::routing::any;
use futures_util::FutureExt as _;
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use session_runtime::{Clock, MemoryStore, SecretKey, Session, SessionSlot};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tower::{Layer as _, service_fn};

/// What the layer is put around.
#[derive(Clone, Copy)]
enum Place {
    Bare,
    Router,
}

/// The same application with each codec. `layer` makes a layer, `token` a session that one gives out.
macro_rules! application {
    ($module:ident, $codec:tt, $storage:tt, $layer:expr, $token:expr) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = $codec, storage = $storage, auth = "cookie", cookie(name = "session"))]
            pub(super) struct Claims {
                #[session(subject)]
                user_id: u64,
                name: String,
                roles: Vec<String>,
                dark: bool,
                since: u64,
                visits: u32,
            }

            impl From<Account> for Claims {
                fn from(account: Account) -> Self {
                    let Account { user_id, name, roles, dark, since, visits } = account;
                    Claims { user_id, name, roles, dark, since, visits }
                }
            }

            async fn handle(
                scenario: Scenario,
                request: Request<Body>,
            ) -> Result<Response<Body>, Infallible> {
                let (mut parts, _) = match scenario {
                    Scenario::None | Scenario::Untouched => return Ok(Response::new(Body::empty())),
                    _ => request.into_parts(),
                };
                match scenario {
                    Scenario::LoggedOut => {
                        SessionSlot::<Claims>::of(&parts).and_then(|slot| slot.end()).expect("ended");
                    }
                    Scenario::Changed => {
                        let session = ClaimsSession::from_request_parts(&mut parts, &()).await;
                        let mut session = session.expect("a session");
                        session.set_visits(session.visits() + 1);
                    }
                    _ => {
                        let session = Option::<ClaimsSession>::from_request_parts(&mut parts, &()).await;
                        black_box(session.ok().flatten().map(|session| session.visits()));
                    }
                }
                Ok(Response::new(Body::empty()))
            }

            pub(super) fn run(
                place: Place,
                runtime: &Rc<Runtime>,
                scenario: Scenario,
                roles: usize,
            ) -> Box<dyn Runs> {
                let store = MemoryStore::new(100_000);
                let layer = $layer(&store);
                let past = Clock::manual(Duration::from_secs(now() - LONG_AGO));
                let issuing = match scenario {
                    Scenario::Expired => $layer(&store.clone().clock(past.clone())).clock(past),
                    _ => layer.clone(),
                };
                let token = move || -> String { $token(&issuing, Claims::from(account(roles))) };
                let mut presented = cookies(scenario, Some(&token()));
                let make = move || {
                    // A session that is kept here can be ended once.
                    if scenario == Scenario::LoggedOut && $codec == "opaque" {
                        presented = cookies(scenario, Some(&token()));
                    }
                    request(&presented)
                };
                let handler = move |request| handle(scenario, request);
                match place {
                    Place::Bare => served(runtime, layer.layer(service_fn(handler)), make),
                    Place::Router => {
                        let app = Router::new().route("/", any(handler)).layer(layer);
                        served(runtime, app, make)
                    }
                }
            }
        }
    };
}

fn key<A: session_runtime::KeyAlgorithm>() -> SecretKey<A> {
    SecretKey::from_bytes(SECRET).expect("a key")
}

macro_rules! by_key {
    ($module:ident, $codec:tt) => {
        application!(
            $module,
            $codec,
            "cookie",
            |_: &MemoryStore| Claims::layer(key()),
            |layer: &session_runtime::SessionLayer<Claims>, claims| layer
                .tokens()
                .issue(&claims)
                .expect("a token")
        );
    };
}

by_key!(jwt, "jwt");
by_key!(jwe, "jwe");
by_key!(signed, "signed");
application!(
    opaque,
    "opaque",
    "memory",
    |store: &MemoryStore| Claims::layer(store.clone()),
    |layer: &session_runtime::SessionLayer<Claims>, claims| {
        let started = layer.sessions().start(claims).now_or_never();
        started.expect("a store in memory never waits").expect("a session")
    }
);

pub(crate) fn all(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> [(&'static str, Option<Box<dyn Runs>>); 5] {
    [
        ("ours, jwt", Some(jwt::run(Place::Bare, runtime, scenario, roles))),
        ("ours, jwt, in axum's router", Some(jwt::run(Place::Router, runtime, scenario, roles))),
        ("ours, jwe", Some(jwe::run(Place::Bare, runtime, scenario, roles))),
        ("ours, signed", Some(signed::run(Place::Bare, runtime, scenario, roles))),
        ("ours, opaque in memory", Some(opaque::run(Place::Bare, runtime, scenario, roles))),
    ]
}
