//! What a client holds: an id, or a token that carries nothing but one.

use super::*;
use crate::support::KEY;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use session_runtime::{KeyRing, SecretKey};

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = Watched, auth = "cookie", cookie(name = "jwt"), lifetime = "1h", idle = "10m", issuer = "us")]
struct ByJwt {
    #[session(subject)]
    user_id: u64,
    exp: Option<u64>,
    theme: Option<String>,
}

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "signed", storage = Watched, auth = "header")]
struct BySigner {
    user_id: u64,
}

fn key(number: u8) -> SecretKey {
    SecretKey::from_bytes([&KEY[..32], &[number]].concat()).unwrap()
}

fn router(keys: KeyRing<SecretKey>, store: &Watched, clock: &Clock) -> Router {
    async fn start(slot: SessionSlot<ByJwt>) -> Result<(), SessionError> {
        slot.start(ByJwt { user_id: 7, exp: None, theme: None }).map(drop)
    }
    async fn why(slot: SessionSlot<ByJwt>) -> Result<String, SessionError> {
        slot.load().await?;
        Ok(slot.rejection().map_or_else(String::new, |reason| format!("{reason:?}")))
    }
    Router::new()
        .route("/start", get(start))
        .route("/why", get(why))
        .route("/dark", get(async |mut session: ByJwtSession| session.set_theme(Some("dark".into()))))
        .route("/end", get(async |slot: SessionSlot<ByJwt>| slot.end().unwrap()))
        .layer(ByJwt::layer(keys, store.clone()).clock(clock.clone()))
}

#[tokio::test]
async fn a_jwt_carries_the_id_and_its_end_and_nothing_else() {
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    let app = router(KeyRing::new(key(1)), &store, &clock);
    let cookie = send(&app, "/start", "").await.cookie();
    let payload = cookie.split('.').nth(1).unwrap();
    let payload: serde_json::Value =
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let id = payload["sid"].as_str().unwrap();
    assert_eq!(id.len(), 43);
    assert_eq!(payload, serde_json::json!({"sid": id, "iat": NOW, "exp": NOW + 3600, "iss": "us"}));
    assert!(!store.documents()[0].contains(id));

    // A forged one, one that has ended and one of another key never reach the store.
    store.asked();
    let (start, signature) = cookie.rsplit_once('.').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{start}.{flipped}{}", &signature[1..]);
    assert_eq!(send(&app, "/why", &forged).await.text, "BadSignature");
    let other = router(KeyRing::new(key(2)), &store, &clock);
    assert_ne!(send(&other, "/why", &cookie).await.text, "");
    clock.advance(Duration::from_secs(3600));
    assert_eq!(send(&app, "/why", &cookie).await.text, "Expired");
    assert!(store.asked().is_empty());
}

#[tokio::test]
async fn the_store_counts_the_idle_timeout_and_the_token_stays() {
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    let app = router(KeyRing::new(key(1)), &store, &clock);
    let cookie = send(&app, "/start", "").await.cookie();
    for _ in 0..5 {
        clock.advance(Duration::from_secs(500));
        let answer = send(&app, "/dark", &cookie).await;
        assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::OK, 0));
    }
    clock.advance(Duration::from_secs(600));
    assert_eq!(send(&app, "/why", &cookie).await.text, "Expired");
}

#[tokio::test]
async fn a_token_of_an_earlier_key_is_issued_again_with_the_next_write() {
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    let old = router(KeyRing::new(key(1)), &store, &clock);
    let cookie = send(&old, "/start", "").await.cookie();
    let new = router(KeyRing::new(key(2)).with_earlier(key(1)).unwrap(), &store, &clock);
    assert_eq!(send(&new, "/why", &cookie).await.set_cookie.len(), 0);
    let again = send(&new, "/dark", &cookie).await.cookie();
    assert_ne!(again, cookie);
    let only_new = router(KeyRing::new(key(2)), &store, &clock);
    assert_eq!(send(&only_new, "/why", &again).await.text, "");
    send(&only_new, "/end", &again).await;
    assert_eq!(store.len(), 0);
}

#[tokio::test]
async fn a_token_that_carries_claims_is_no_reference() {
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie", typ = "by-jwt+jwt", issuer = "us")]
    struct Carried {
        user_id: u64,
    }
    let layer = Carried::layer(key(1)).clock(clock.clone());
    let token = layer.tokens().issue(&Carried { user_id: 7 }).unwrap();
    let app = router(KeyRing::new(key(1)), &store, &clock);
    assert_eq!(send(&app, "/why", &format!("jwt={token}")).await.text, "WrongClaims");
    assert!(store.asked().is_empty());
}

#[tokio::test]
async fn a_header_hands_the_id_out_and_brings_it_back() {
    let store = Watched::default();
    async fn start(slot: SessionSlot<BySigner>) -> Result<(), SessionError> {
        slot.start(BySigner { user_id: 7 }).map(drop)
    }
    let app = Router::new()
        .route("/start", get(start))
        .route("/me", get(async |session: BySignerSession| session.user_id().to_string()))
        .route("/end", get(async |slot: SessionSlot<BySigner>| slot.end().unwrap()))
        .layer(BySigner::layer(SecretKey::from_bytes(KEY).unwrap(), store.clone()));
    let call = async |path: &str, token: &str| {
        let mut request = Request::builder().uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let started = call("/start", "").await;
    assert!(started.headers().get("set-cookie").is_none());
    let token = started.headers()["session-token"].to_str().unwrap().to_owned();
    assert_eq!(read(call("/me", &token).await).await.text, "7");
    let ended = call("/end", &token).await;
    assert_eq!(ended.headers()["session-token"], "");
    let refused = call("/me", &token).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn own_times_in_the_claims_are_enforced() {
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    let sessions = ByJwt::layer(key(1), store.clone()).clock(clock.clone()).sessions();
    let token = sessions.start(ByJwt { user_id: 7, exp: Some(NOW + 60), theme: None }).await.unwrap();
    assert!(sessions.verify(&token).await.unwrap().is_ok());
    clock.advance(Duration::from_secs(60));
    assert_eq!(sessions.verify(&token).await.unwrap(), Err(Rejection::Expired));
}
