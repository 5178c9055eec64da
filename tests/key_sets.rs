//! Keys in pairs that come as JWKs: alone, in sets, and from what another server publishes.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::{Request, Response, StatusCode};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use session_runtime::{
    EdDsa, Es256, Hs256, KeyError, KeyRing, Rejection, Rs256, SecretKey, Session, SessionError, SessionSlot,
    SigningKey, VerifyingKey,
};
use std::fs;
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
struct Account {
    visits: u64,
}

/// What another service reads.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", algorithm = "ES256", storage = "none", auth = "header", typ = "account+jwt")]
struct Known {
    visits: u64,
}

/// RFC 7515 appendix A.3.
fn a() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "a",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
    })
}

/// RFC 7517 appendix A.2.
fn b() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "kid": "b",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        "d": "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
    })
}

/// RFC 8037 appendix A.1.
fn ed() -> Value {
    json!({
        "kty": "OKP", "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    })
}

fn public(mut jwk: Value) -> Value {
    jwk.as_object_mut().unwrap().remove("d").expect("it is private");
    jwk
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

fn ring(keys: &[Value]) -> Result<KeyRing<SigningKey<Es256>>, KeyError> {
    KeyRing::from_jwk_set(&set(keys))
}

fn router(ring: &KeyRing<SigningKey<Es256>>) -> Router {
    async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { visits: 0 }).map(drop)
    }
    let layer = Account::layer(ring.clone());
    Router::new()
        .route("/login", get(log_in))
        .route("/count", get(async |mut account: AccountSession| *account.visits_mut() += 1))
        .route("/", get(async |account: AccountSession| account.visits().to_string()))
        .route("/jwks", get(layer.jwks()))
        .layer(layer)
}

async fn send(router: &Router, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

fn pair(response: &Response<Body>) -> String {
    response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn token(cookie: &str) -> &str {
    cookie.split_once('=').unwrap().1
}

fn kid(cookie: &str) -> String {
    let header = BASE64_URL_SAFE_NO_PAD.decode(token(cookie).split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

async fn published(router: &Router) -> String {
    let body = to_bytes(send(router, "/jwks", "").await.into_body(), 1 << 16).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[test]
fn a_private_jwk_signs_for_its_public_half() {
    for jwk in [a(), b()] {
        let key = SigningKey::<Es256>::from_jwk(&jwk.to_string()).unwrap();
        assert_eq!(key.id(), jwk["kid"], "its `kid` is the id");
        let signed = Account::layer(key).tokens().issue(&Account { visits: 3 }).unwrap();
        let theirs = DecodingKey::from_jwk(&serde_json::from_value(public(jwk)).unwrap()).unwrap();
        let read = jsonwebtoken::decode::<Value>(&signed, &theirs, &Validation::new(Algorithm::ES256));
        assert_eq!(read.unwrap().claims["visits"], 3);
    }
    let key = SigningKey::<EdDsa>::from_jwk(&ed().to_string()).unwrap();
    assert_eq!(key.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8037 appendix A.3");
}

#[test]
fn a_private_jwk_that_contradicts_itself_is_refused() {
    let refused = |name: &str, jwk: &Value| {
        let error = SigningKey::<Es256>::from_jwk(&jwk.to_string()).map(drop).unwrap_err();
        for secret in ["jpsQnnGQ", "870MB6gf"] {
            assert!(!format!("{error} {error:?}").contains(secret), "{name}: {error}");
        }
    };
    for (name, value) in [
        ("d", b()["d"].clone()),
        ("d", json!("AA")),
        ("d", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        ("x", b()["x"].clone()),
        ("crv", json!("P-384")),
        ("alg", json!("ES384")),
        ("use", json!("enc")),
        ("key_ops", json!(["verify"])),
    ] {
        let mut jwk = a();
        jwk[name] = value;
        refused(name, &jwk);
    }
    refused("no private member", &public(a()));
    refused("another kind", &ed());
}

#[tokio::test]
async fn a_set_in_a_file_rotates_the_keys_of_a_running_server() {
    let path = std::env::temp_dir().join(format!("session-key-sets-{}.jwks", std::process::id()));
    fs::write(&path, set(&[a()])).unwrap();
    let ring = KeyRing::<SigningKey<Es256>>::from_jwk_set_file(&path).unwrap();
    let router = router(&ring);
    let old = pair(&send(&router, "/login", "").await);
    assert_eq!(kid(&old), "a");

    // Of the earlier key, the public half is enough.
    fs::write(&path, set(&[b(), public(a())])).unwrap();
    ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap();
    let read = send(&router, "/", &old).await;
    assert_eq!((read.status(), read.headers().get("set-cookie")), (StatusCode::OK, None));
    let new = pair(&send(&router, "/count", &old).await);
    assert_eq!(kid(&new), "b", "the next write is signed by the current key");

    fs::write(&path, set(&[public(b())])).unwrap();
    let error = ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap_err();
    assert!(error.to_string().contains("public"), "{error}");
    assert_eq!(send(&router, "/", &old).await.status(), StatusCode::OK, "the ring stays as it was");

    fs::write(&path, set(&[b()])).unwrap();
    ring.reload(|| KeyRing::from_jwk_set_file(&path)).unwrap();
    assert_eq!(send(&router, "/", &old).await.status(), StatusCode::UNAUTHORIZED, "its key is gone");
    assert_eq!(send(&router, "/", &new).await.status(), StatusCode::OK);
    fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_reader_follows_what_the_issuer_publishes() {
    let keys = ring(&[a()]).unwrap();
    let router = router(&keys);
    let old = pair(&send(&router, "/login", "").await);
    let known = KeyRing::<VerifyingKey<Es256>>::from_jwk_set(&published(&router).await).unwrap();
    let reader = Known::layer(known.clone());
    let visits = |cookie: &str| reader.tokens().verify(token(cookie)).map(|verified| verified.claims.visits);
    assert_eq!(visits(&old), Ok(0));

    keys.rotate(SigningKey::from_jwk(&b().to_string()).unwrap()).unwrap();
    let new = pair(&send(&router, "/count", &old).await);
    assert_eq!(visits(&new), Err(Rejection::UnknownKey), "nobody fetches keys because of a token");
    let jwks = published(&router).await;
    assert!(!jwks.contains("\"d\""), "{jwks}");
    known.reload(|| KeyRing::from_jwk_set(&jwks)).unwrap();
    assert_eq!((visits(&old), visits(&new)), (Ok(0), Ok(1)));
}

#[test]
fn a_ring_takes_of_a_set_what_is_its_own_and_refuses_the_wrong_half() {
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "s", "k": *SecretKey::<Hs256>::generate_base64url().unwrap()});
    let mixed = [ed(), secret, a(), b()];
    assert_eq!(ring(&mixed).unwrap().ids(), [Some("a".to_owned()), Some("b".to_owned())]);
    assert_eq!(KeyRing::<SigningKey<EdDsa>>::from_jwk_set(&set(&mixed)).unwrap().ids().len(), 1);
    assert_eq!(KeyRing::<SecretKey>::from_jwk_set(&set(&mixed)).unwrap().ids(), [Some("s".to_owned())]);
    let none = KeyRing::<SigningKey<Rs256>>::from_jwk_set(&set(&mixed)).map(drop);
    assert!(matches!(none, Err(KeyError::NoKeys)), "{none:?}");

    let private = KeyRing::<VerifyingKey<Es256>>::from_jwk_set(&set(&[a()])).map(drop);
    assert!(matches!(private, Err(KeyError::PrivateWherePublic)), "{private:?}");
    let halves = [public(a()), public(b())];
    assert!(matches!(ring(&halves).map(drop), Err(KeyError::PublicWherePrivate)));
    assert_eq!(KeyRing::<VerifyingKey<Es256>>::from_jwk_set(&set(&halves)).unwrap().ids().len(), 2);
}
