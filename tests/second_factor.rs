//! The example with two factors: a half-open session opens nothing, and becomes a full one once.

mod support;

#[allow(dead_code, reason = "its `main` serves for ever")]
#[path = "../examples/second_factor.rs"]
mod example;

use http::StatusCode;
use session_runtime::SecretKey;
use support::{Client, serve};

#[tokio::test]
async fn half_a_login_opens_nothing() {
    let mut client = Client::new(serve(example::app(SecretKey::generate().unwrap())).await);
    assert_eq!(client.post("/code/123456", "").await.status, StatusCode::UNAUTHORIZED);
    client.post("/password/ada", "").await;
    assert_eq!(client.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.post("/code/000000", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.get("/account").await.status, StatusCode::UNAUTHORIZED);

    // One token in the other cookie is none: its `typ` says what it is.
    let half = client.jar.value("__Host-half").unwrap().to_owned();
    client.jar.plant("__Host-session", &half);
    assert_eq!(client.get("/account").await.status, StatusCode::UNAUTHORIZED);

    assert_eq!(client.post("/code/123456", "").await.status, StatusCode::OK);
    assert_eq!(client.get("/account").await.text, "the secret of ada\n");
    assert!(client.jar.value("__Host-half").is_none());
}
