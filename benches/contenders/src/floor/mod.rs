//! What the work costs at least here: the bare handler, and prototypes that do nothing but it. No products: they know one struct
//! and one key, check the signature and `exp`, and have no layer.

mod canonical;
mod cookie;
mod jwe;
mod jwt;

use crate::by_hand;
use crate::claims::Claims;
use crate::requests::request;
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use axum::routing::any;
use http::{HeaderValue, Request, Response, header};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::layer::util::Identity;
use tower::service_fn;

/// Opens and makes tokens.
trait Codec: Clone + 'static {
    fn open(&self, token: &[u8]) -> Option<Claims>;
    /// The whole `Set-Cookie` line, in one allocation.
    fn line(&self, claims: &Claims) -> HeaderValue;
}

/// What stands after the token in a `Set-Cookie` line.
const ATTRIBUTES: &[u8] = b"; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=1209600";
const REMOVAL: HeaderValue =
    HeaderValue::from_static("session=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0");
/// The longest payload that fits into the buffers.
const LONGEST: usize = 3072;

/// Answers, and nothing else.
pub(crate) fn bare(runtime: &Rc<Runtime>, scenario: Scenario, roles: usize) -> Box<dyn Runs> {
    let service = service_fn(|_: Request<Body>| async { Ok::<_, Infallible>(Response::new(Body::empty())) });
    let presented = by_hand::presented(scenario, roles);
    served(runtime, service, move || request(&presented))
}

/// The same behind axum's router, which most handlers are, and a layer that does nothing: axum puts a route with a layer into boxes.
fn router(runtime: &Rc<Runtime>, scenario: Scenario, roles: usize) -> Box<dyn Runs> {
    let handler = any(|_: Request<Body>| async { Response::new(Body::empty()) });
    let app: axum::Router = axum::Router::new().route("/", handler).layer(Identity::new());
    let presented = by_hand::presented(scenario, roles);
    served(runtime, app, move || request(&presented))
}

fn with<C: Codec>(codec: C, runtime: &Rc<Runtime>, scenario: Scenario, presented: String) -> Box<dyn Runs> {
    let service = service_fn(move |request: Request<Body>| {
        let response = handle(&codec, scenario, &request);
        async { Ok::<_, Infallible>(response) }
    });
    served(runtime, service, move || request(&presented))
}

fn handle<C: Codec>(codec: &C, scenario: Scenario, request: &Request<Body>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let line = match scenario {
        Scenario::None | Scenario::Untouched => return response,
        Scenario::LoggedOut => REMOVAL,
        Scenario::Changed => {
            let mut claims =
                cookie::find(request.headers()).and_then(|token| codec.open(token)).expect("claims");
            claims.visits += 1;
            codec.line(&claims)
        }
        Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => {
            let claims = cookie::find(request.headers()).and_then(|token| codec.open(token));
            black_box(claims.map(|claims| claims.visits));
            return response;
        }
    };
    response.headers_mut().append(header::SET_COOKIE, line);
    response
}

pub(crate) fn all(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> Vec<(&'static str, Option<Box<dyn Runs>>)> {
    let (jwt, jwe) = (jwt::Floor::new(), jwe::Floor::new());
    let sealed = jwe::presented(&jwe, scenario, roles);
    vec![
        ("bare handler", Some(bare(runtime, scenario, roles))),
        ("bare handler in axum's router", Some(router(runtime, scenario, roles))),
        ("floor, HS256", Some(with(jwt, runtime, scenario, by_hand::presented(scenario, roles)))),
        ("floor, A256GCM", Some(with(jwe, runtime, scenario, sealed))),
    ]
}
