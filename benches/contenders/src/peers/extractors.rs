//! Two crates that verify JWTs for axum. They change nothing, and end nothing.

use crate::by_hand;
use crate::claims::Claims;
use crate::requests::{SECRET, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use axum_jwt_auth::{CookieTokenExtractor, Decoder, LocalDecoder};
use http::{Request, Response};
use jwt_authorizer::layer::JwtSource;
use jwt_authorizer::{IntoLayer as _, JwtAuthorizer};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tower::{Layer as _, service_fn};

fn only_reads(scenario: Scenario) -> bool {
    !matches!(scenario, Scenario::Changed | Scenario::LoggedOut)
}

/// A layer: whoever has no valid token gets a 401, without the handler.
pub(super) fn jwt_authorizer(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> Option<Box<dyn Runs>> {
    if !only_reads(scenario) {
        return None;
    }
    let secret = std::str::from_utf8(SECRET).expect("text");
    let authorizer =
        JwtAuthorizer::<Claims>::from_secret(secret).jwt_source(JwtSource::Cookie("session".into()));
    let layer = runtime.block_on(authorizer.build()).expect("a layer").into_layer();
    let service = layer.layer(service_fn(move |request: Request<Body>| async move {
        if matches!(scenario, Scenario::Read | Scenario::Crowded) {
            let token = request.extensions().get::<jsonwebtoken9::TokenData<Claims>>().expect("the layer");
            black_box(token.claims.visits);
        }
        // Its own version of axum's body, which its layer answers with too.
        Ok::<_, Infallible>(Response::new(Default::default()))
    }));
    let presented = by_hand::presented(scenario, roles);
    Some(served(runtime, service, move || request(&presented)))
}

axum_jwt_auth::define_cookie_extractor!(SessionCookie, "session");

/// An extractor, which a handler that does not ask for it does not pay for.
pub(super) fn axum_jwt_auth(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> Option<Box<dyn Runs>> {
    if !only_reads(scenario) {
        return None;
    }
    let mut validation = jsonwebtoken10::Validation::new(jsonwebtoken10::Algorithm::HS256);
    // It wants an audience, checked or not.
    validation.set_audience(&["anybody"]);
    validation.validate_aud = false;
    let key = jsonwebtoken10::DecodingKey::from_secret(SECRET);
    let decoder = LocalDecoder::builder().keys(vec![key]).validation(validation).build().expect("a decoder");
    let decoder: Decoder<Claims> = Arc::new(decoder);
    let service = service_fn(move |request: Request<Body>| {
        let decoder = Arc::clone(&decoder);
        async move {
            if !matches!(scenario, Scenario::None | Scenario::Untouched) {
                type Extracted = axum_jwt_auth::Claims<Claims, CookieTokenExtractor<SessionCookie>>;
                let (mut parts, _) = request.into_parts();
                let claims = Extracted::from_request_parts(&mut parts, &decoder).await;
                black_box(claims.ok().map(|claims| claims.claims.visits));
            }
            Ok::<_, Infallible>(Response::new(Body::empty()))
        }
    });
    let presented = by_hand::presented(scenario, roles);
    Some(served(runtime, service, move || request(&presented)))
}
