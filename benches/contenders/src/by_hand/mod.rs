//! What an expert writes by hand with `jsonwebtoken`.

mod middleware;

use crate::claims::{Claims, LONG_AGO, account, now};
use crate::requests::{SECRET, cookies, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use http::{Request, Response};
use middleware::{HandJwt, HandSession};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::{Layer as _, service_fn};

/// A token of a session that began at `iat`, as every JWT contender takes it.
pub(crate) fn token(iat: u64, roles: usize) -> String {
    HandJwt::new(SECRET).encode(&Claims::since(iat, account(roles)))
}

/// The `Cookie` field with such a token.
pub(crate) fn presented(scenario: Scenario, roles: usize) -> String {
    let iat = now() - if scenario == Scenario::Expired { LONG_AGO } else { 0 };
    cookies(scenario, Some(&token(iat, roles)))
}

pub(crate) fn run(runtime: &Rc<Runtime>, scenario: Scenario, roles: usize) -> Box<dyn Runs> {
    let service = HandJwt::new(SECRET).layer(service_fn(move |request| handle(scenario, request)));
    let presented = presented(scenario, roles);
    served(runtime, service, move || request(&presented))
}

async fn handle(scenario: Scenario, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let session = request.extensions().get::<HandSession>().expect("the layer");
    match scenario {
        Scenario::None | Scenario::Untouched => {}
        Scenario::Changed => session.change(|claims| claims.visits += 1),
        Scenario::LoggedOut => session.end(),
        Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => {
            black_box(session.read(|claims| claims.visits));
        }
    }
    Ok(Response::new(Body::empty()))
}
