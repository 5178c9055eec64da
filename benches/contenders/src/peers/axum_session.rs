//! axum_session, in memory.

use crate::claims::{Account, account};
use crate::requests::{cookies, handed_out, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use axum_session::{Session, SessionConfig, SessionLayer, SessionNullPool, SessionStore};
use http::{Request, Response};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::{Layer as _, Service as _, service_fn};

const FIELD: &str = "account";

async fn insert(roles: usize, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let session = request.extensions().get::<Session<SessionNullPool>>().expect("the layer");
    session.set(FIELD, account(roles));
    Ok(Response::new(Body::empty()))
}

async fn handle(scenario: Scenario, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let session = request.extensions().get::<Session<SessionNullPool>>().expect("the layer");
    match scenario {
        Scenario::None | Scenario::Untouched => {}
        Scenario::Changed => {
            let mut account: Account = session.get(FIELD).expect("an account");
            account.visits += 1;
            session.set(FIELD, account);
        }
        Scenario::LoggedOut => session.destroy(),
        Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => {
            black_box(session.get::<Account>(FIELD).map(|account| account.visits));
        }
    }
    Ok(Response::new(Body::empty()))
}

/// None for a session that has ended: its store offers no way to begin one in the past.
pub(super) fn run(runtime: &Rc<Runtime>, scenario: Scenario, roles: usize) -> Option<Box<dyn Runs>> {
    if scenario == Scenario::Expired {
        return None;
    }
    let store = SessionStore::<SessionNullPool>::new(None, SessionConfig::default());
    let store = runtime.block_on(store).expect("a store");
    // Its layer starts a task.
    let _entered = runtime.enter();
    let layer = SessionLayer::new(store);
    let mut begin = layer.layer(service_fn(move |request| insert(roles, request)));
    let own = Rc::clone(runtime);
    let mut session = move || {
        let response = own.block_on(begin.call(request(""))).expect("an answer");
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
    Some(served(runtime, layer.layer(service_fn(move |request| handle(scenario, request))), make))
}
