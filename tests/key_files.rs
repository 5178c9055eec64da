//! Keys that change while a server runs: a JWK set in a file, and a callback.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::{Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use session_runtime::{KeyError, KeyRing, SecretKey, Session, SessionError, SessionSlot};
use std::fs;
use std::path::PathBuf;
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Account {
    visits: u64,
}

fn router(ring: &KeyRing<SecretKey>) -> Router {
    async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { visits: 0 }).map(drop)
    }
    async fn count(mut account: AccountSession) {
        *account.visits_mut() += 1;
    }
    async fn read(account: AccountSession) -> String {
        account.visits().to_string()
    }
    let layer = Account::layer(ring.clone());
    Router::new().route("/login", get(log_in)).route("/count", get(count)).route("/", get(read)).layer(layer)
}

async fn send(router: &Router, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

fn pair(response: &Response<Body>) -> String {
    response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// The `kid` of a cookie's token.
fn kid(cookie: &str) -> String {
    let header = cookie.split_once('=').unwrap().1.split('.').next().unwrap();
    let header = BASE64_URL_SAFE_NO_PAD.decode(header).unwrap();
    serde_json::from_slice::<serde_json::Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

/// A set of secret keys with these ids, the current one first.
fn set(ids: &[&str]) -> String {
    let keys = ids.iter().map(|id| {
        let key = BASE64_URL_SAFE_NO_PAD.encode([id.as_bytes()[0]; 32].map(|byte| byte.wrapping_mul(37)));
        // a key of all the same bytes is none
        let key =
            format!("{}{}", &key[..20], &BASE64_URL_SAFE_NO_PAD.encode((0..32).collect::<Vec<u8>>())[..23]);
        format!(r#"{{"kty":"oct","alg":"HS256","kid":"{id}","k":"{key}"}}"#)
    });
    format!(r#"{{"keys":[{}]}}"#, keys.collect::<Vec<_>>().join(","))
}

fn file(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&directory).unwrap();
    directory.join(format!("{name}-{}.jwks", std::process::id()))
}

#[tokio::test]
async fn a_file_that_changes_rotates_the_keys_of_a_running_server() {
    let path = file("rotated");
    fs::write(&path, set(&["a"])).unwrap();
    let ring = KeyRing::<SecretKey>::from_jwk_set_file(&path).unwrap();
    let router = router(&ring);
    let old = pair(&send(&router, "/login", "").await);
    assert_eq!(kid(&old), "a");

    fs::write(&path, set(&["b", "a"])).unwrap();
    ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap();
    let read = send(&router, "/", &old).await;
    assert_eq!(read.status(), StatusCode::OK, "the earlier key still verifies");
    assert!(read.headers().get("set-cookie").is_none(), "reading issues nothing");
    let new = pair(&send(&router, "/count", &old).await);
    assert_eq!(kid(&new), "b", "the next write is signed by the current key");

    fs::write(&path, set(&["b"])).unwrap();
    ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap();
    assert_eq!(send(&router, "/", &old).await.status(), StatusCode::UNAUTHORIZED, "its key is gone");
    assert_eq!(send(&router, "/", &new).await.status(), StatusCode::OK);
    fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_set_changes_nothing() {
    let path = file("broken");
    fs::write(&path, set(&["a"])).unwrap();
    let ring = KeyRing::<SecretKey>::from_jwk_set_file(&path).unwrap();
    let router = router(&ring);
    let cookie = pair(&send(&router, "/login", "").await);
    let half = &set(&["b", "a"])[..60];
    for text in ["", "{}", r#"{"keys":[]}"#, half, r#"{"keys":[{"kty":"RSA","n":"AQ","e":"AQAB"}]}"#] {
        fs::write(&path, text).unwrap();
        let error = ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap_err();
        assert!(matches!(error, KeyError::BadFile { .. }), "{error}");
        assert!(!error.to_string().contains("\"k\""), "{error}");
    }
    fs::remove_file(&path).unwrap();
    let error = ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap_err();
    assert!(matches!(error, KeyError::UnreadableFile { .. }), "{error}");
    assert_eq!(ring.ids(), [Some("a".to_owned())]);
    assert_eq!(send(&router, "/", &cookie).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_callback_brings_keys_from_elsewhere() {
    let ring = KeyRing::<SecretKey>::from_jwk_set(&set(&["a"])).unwrap();
    let router = router(&ring);
    let cookie = pair(&send(&router, "/login", "").await);
    let unreachable = ring.reload(|| Err::<KeyRing<SecretKey>, _>("the key server is down"));
    assert_eq!(unreachable, Err("the key server is down"));
    ring.reload(|| KeyRing::from_jwk_set(&set(&["c", "a"]))).unwrap();
    assert_eq!(kid(&pair(&send(&router, "/count", &cookie).await)), "c");
}

#[test]
fn a_set_of_many_kinds_is_read_for_one() {
    let mixed = set(&["a"]).replace(
        "[{",
        r#"[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"ed"},{"kty":"oct","alg":"HS512","kid":"long","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-Pw"},{"#,
    );
    let ring = KeyRing::<SecretKey>::from_jwk_set(&mixed).unwrap();
    assert_eq!(ring.ids(), [Some("a".to_owned())]);
}
