//! The `Cookie` field of a request: which cookies are ours.

use crate::claims::{SECRET, jwt::Account, now};
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use futures_util::FutureExt as _;
use http::{HeaderValue, Request};
use session_runtime::{SecretKey, SessionSlot};
use std::sync::LazyLock;
use tower::{Layer as _, Service as _, service_fn};

/// A token that is good, in place of each `T` that a fuzzer writes.
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let account = Account {
        user_id: 7,
        name: "Ada".into(),
        kind: None,
        counts: Default::default(),
        any: Default::default(),
    };
    layer.tokens().issue(&account).expect("a token")
});

/// Whether there is a session never differs from what another reader of cookies says of the same field.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let field = text.replace('T', &TOKEN);
    let Ok(value) = HeaderValue::from_str(&field) else { return };
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key")).clock(now());
    let mut service = layer.layer(service_fn(async |request: Request<Body>| {
        let (mut parts, _) = request.into_parts();
        let slot = SessionSlot::<Account>::from_request_parts(&mut parts, &()).await.expect("the layer");
        let found = slot.load().await.expect("nothing that fails").map(|session| session.user_id());
        Ok::<_, std::convert::Infallible>(http::Response::new(found))
    }));
    let request = Request::builder().header("cookie", value).body(Body::empty()).expect("a request");
    let response = service.call(request).now_or_never().expect("ready at once").expect("infallible");

    // At most four cookies of the name are tried; the token is the only good one.
    let ours = cookie::Cookie::split_parse(field.as_str())
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == "session")
        .take(4)
        .any(|cookie| cookie.value_trimmed() == TOKEN.as_str());
    if response.body().is_some() {
        assert!(
            ours || field.contains(&format!("session={}", *TOKEN))
                || field.contains(&format!("session=\"{}", *TOKEN))
        );
        assert_eq!(*response.body(), Some(7));
    }
}
