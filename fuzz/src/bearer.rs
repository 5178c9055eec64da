//! The `Authorization` field of a request.

use crate::claims::{NOW, SECRET, now};
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use futures_util::FutureExt as _;
use http::{HeaderValue, Request};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionSlot};
use std::sync::LazyLock;
use tower::{Layer as _, Service as _, service_fn};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "header", auth = "header")]
pub struct Api {
    user_id: u64,
}

static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let layer = Api::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    layer.tokens().issue(&Api { user_id: NOW }).expect("a token")
});

/// There is a session exactly for `Bearer`, in any case, one or more spaces and the token (RFC 6750 section 2.1, RFC 9110 section
/// 11.1), over all fields that the request has: two are none.
pub fn run(data: &[u8]) {
    let fields: Vec<Vec<u8>> = data
        .split(|byte| *byte == b'\n')
        .map(|field| {
            field.iter().flat_map(|b| if *b == b'T' { TOKEN.as_bytes().to_vec() } else { vec![*b] }).collect()
        })
        .collect();
    let mut request = Request::builder();
    let mut values = Vec::new();
    for field in &fields {
        let Ok(value) = HeaderValue::from_bytes(field) else { return };
        values.push(value.clone());
        request = request.header("authorization", value);
    }
    let layer = Api::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let mut service = layer.layer(service_fn(async |request: Request<Body>| {
        let (mut parts, _) = request.into_parts();
        let slot = SessionSlot::<Api>::from_request_parts(&mut parts, &()).await.expect("the layer");
        let found = slot.load().await.expect("nothing that fails").is_some();
        Ok::<_, std::convert::Infallible>(http::Response::new(found))
    }));
    let request = request.body(Body::empty()).expect("a request");
    let response = service.call(request).now_or_never().expect("ready at once").expect("infallible");
    if *response.body() {
        let good = values.iter().filter(|value| {
            let Some((scheme, rest)) = value.as_bytes().split_at_checked(6) else { return false };
            let token = rest.trim_ascii();
            scheme.eq_ignore_ascii_case(b"bearer") && rest.starts_with(b" ") && token == TOKEN.as_bytes()
        });
        assert_eq!(good.count(), 1, "{values:?}");
    }
}
