//! tower-sessions, with its store in memory: a plain id, a signed one, an encrypted one.

use crate::claims::{Account, account};
use crate::requests::{cookies, handed_out, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use http::{Request, Response};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use time::{Duration, OffsetDateTime};
use tokio::runtime::Runtime;
use tower::{Layer as _, Service as _, service_fn};
use tower_sessions::cookie::Key;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

const FIELD: &str = "account";

async fn insert(roles: usize, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let session = request.extensions().get::<Session>().expect("the layer");
    session.insert(FIELD, account(roles)).await.expect("stored");
    Ok(Response::new(Body::empty()))
}

async fn handle(scenario: Scenario, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let session = request.extensions().get::<Session>().expect("the layer");
    match scenario {
        Scenario::None | Scenario::Untouched => {}
        Scenario::Changed => {
            let mut account: Account = session.get(FIELD).await.expect("loaded").expect("an account");
            account.visits += 1;
            session.insert(FIELD, account).await.expect("stored");
        }
        Scenario::LoggedOut => session.flush().await.expect("removed"),
        Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => {
            let account: Option<Account> = session.get(FIELD).await.expect("loaded");
            black_box(account.map(|account| account.visits));
        }
    }
    Ok(Response::new(Body::empty()))
}

/// The three kinds have layers of three types.
macro_rules! run {
    ($runtime:expr, $scenario:expr, $roles:expr, $kind:expr) => {{
        let (scenario, roles) = ($scenario, $roles);
        let layer = SessionManagerLayer::new(MemoryStore::default()).with_name("session");
        let ended = Expiry::AtDateTime(OffsetDateTime::now_utc() - Duration::days(1));
        let lasting = Expiry::OnInactivity(Duration::weeks(2));
        let begin = layer.clone().with_expiry(if scenario == Scenario::Expired { ended } else { lasting });
        let mut begin = $kind(begin).layer(service_fn(move |request| insert(roles, request)));
        let runtime = Rc::clone($runtime);
        let mut session = move || {
            let response = runtime.block_on(begin.call(request(""))).expect("an answer");
            cookies(scenario, Some(&handed_out(&response)))
        };
        let mut presented = session();
        let make = move || {
            // A session that is kept here can be ended once.
            if scenario == Scenario::LoggedOut {
                presented = session();
            }
            request(&presented)
        };
        let layer = $kind(layer.with_expiry(lasting));
        Some(served($runtime, layer.layer(service_fn(move |request| handle(scenario, request))), make))
    }};
}

pub(super) fn all(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> Vec<(&'static str, Option<Box<dyn Runs>>)> {
    type Layer = SessionManagerLayer<MemoryStore>;
    let key = || Key::from(&[7; 64]);
    vec![
        ("tower-sessions, in memory", run!(runtime, scenario, roles, |layer: Layer| layer)),
        ("tower-sessions, signed", run!(runtime, scenario, roles, |layer: Layer| layer.with_signed(key()))),
        ("tower-sessions, private", run!(runtime, scenario, roles, |layer: Layer| layer.with_private(key()))),
    ]
}
