//! What a client can make the server do, keep or work through.

use super::*;
use axum::routing::get;
use session_runtime::{
    Claims, Codec, Decoded, EncodeError, Hs256, Jwt, KeyError, KeyRing, MemoryStore, SelfContained, Settings,
    Stamp,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokens::{HEADER, base64url, payload, read, scale, sign};

/// There is nothing that decompresses: a token that says it is compressed is refused, authentic or not. `jwe_hostile` has the same
/// for encrypted ones.
#[test]
fn req_63_nothing_is_decompressed() {
    let bomb = [0xff; 3000];
    for zip in ["DEF", "GZIP", ""] {
        let header = HEADER.replace('}', &format!(r#","zip":"{zip}"}}"#));
        assert_eq!(read(&sign(&header, bomb)), Err(Rejection::UnsupportedHeader), "{zip}");
        assert_eq!(read(&sign(&header, payload(""))), Err(Rejection::UnsupportedHeader), "{zip}");
    }
    assert_eq!(read(&sign(HEADER, bomb)), Err(Rejection::WrongClaims), "nor without saying so");
    assert!(read(&format!("{HEADER}.{}", base64url(bomb))).is_err());
}

#[tokio::test]
async fn req_65_visitors_without_a_session_create_nothing() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", default)]
    struct Basket {
        items: u32,
    }
    let store = Watched::default();
    let app = Router::new()
        .route("/", get(async || "public"))
        .route("/default", get(async |basket: BasketSession| basket.items().to_string()))
        .route("/option", get(async |basket: Option<BasketSession>| basket.is_some().to_string()))
        .layer(Basket::layer(store.clone()));
    for _ in 0..1000 * scale() {
        for path in ["/", "/default", "/option"] {
            let answer = send(&app, path, "").await;
            assert_eq!((answer.status, answer.set_cookies().len()), (StatusCode::OK, 0));
        }
    }
    assert_eq!((store.len(), store.asked().len()), (0, 0), "not even a question");
}

/// A flood of log-ins fills the store and goes no further. `stores_memory` says who has to go, and what the log says of it.
#[tokio::test]
async fn req_66_the_store_in_memory_is_bounded_and_forgets() {
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "opaque", storage = "memory", auth = "cookie", lifetime = "1h")]
    struct Account {
        user_id: u32,
    }
    async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { user_id: 7 }).map(drop)
    }
    let clock = Clock::manual(Duration::from_secs(NOW));
    let store = MemoryStore::new(100).clock(clock.clone());
    let app = Router::new()
        .route("/login", get(login))
        .route("/who", get(async |account: AccountSession| account.user_id().to_string()))
        .layer(Account::layer(store.clone()).clock(clock.clone()));
    for _ in 0..1000 * scale() {
        let cookie = send(&app, "/login", "").await.cookie();
        assert!(store.len() <= 100);
        assert_eq!(send(&app, "/who", &cookie).await.text, "7", "the newest is there");
    }
    assert_eq!(store.len(), 100);
    clock.advance(Duration::from_secs(3600));
    session_runtime::Sweep::sweep(&store, clock.now().as_secs()).await.unwrap();
    assert_eq!(store.len(), 0, "what has ended is gone");
}

/// A ring changes when the program says so, and never because of a token: there is nothing that a flood of unknown ids could make it
/// fetch. Each is refused by a look at the ring, without cryptography.
#[test]
fn req_67_unknown_keys_are_not_looked_for() {
    let ring = KeyRing::new(secret::<Hs256>().with_id("current").unwrap());
    let codec = Jwt::<Hs256>::new(ring.clone(), &tokens::SETTINGS);
    let before = ring.ids();
    for number in 0..1000 * scale() {
        let header = HEADER.replace('}', &format!(r#","kid":"{number}"}}"#));
        // A tag that costs nothing to make: it is not looked at.
        let token = format!("{}.{}.{}", base64url(&header), base64url(payload("")), base64url([0; 32]));
        assert_eq!(tokens::read_by(&codec, NOW, &token), Err(Rejection::UnknownKey));
    }
    assert_eq!(ring.ids(), before);
}

/// How many tokens a codec was asked to read.
static READ: AtomicUsize = AtomicUsize::new(0);

/// A codec that refuses and counts.
struct Counting;

impl Codec for Counting {
    type Output = SelfContained;
    type Key = ();

    fn new((): (), _: &'static Settings) -> Self {
        Counting
    }

    fn encode<C: Claims>(&self, _: &C, _: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(b'x');
        Ok(())
    }

    fn decode<C: Claims>(&self, _: &[u8], _: Duration) -> Result<Decoded<C>, Rejection> {
        READ.fetch_add(1, Ordering::Relaxed);
        Err(Rejection::BadSignature)
    }
}

/// At most four cookies are tried, with at most nine keys each, and none is longer than a cookie can be: 36 MACs of 4096 bytes.
#[tokio::test]
async fn req_69_candidates_times_keys_are_bounded() {
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = Counting, storage = "cookie", auth = "cookie", cookie(name = "session"))]
    struct Account {
        user_id: u64,
    }
    let app = Router::new()
        .route("/", get(async |_: Option<AccountSession>| "asked"))
        .route("/twice", get(async |_: Option<AccountSession>, _: Option<AccountSession>| "asked"))
        .layer(Account::layer((), ()));
    for (path, cookies, tried) in [("/", 1, 1), ("/", 4, 4), ("/", 5, 4), ("/", 1000, 4), ("/twice", 1000, 4)]
    {
        let cookies = vec!["session=x"; cookies].join("; ");
        READ.store(0, Ordering::Relaxed);
        assert_eq!(send(&app, path, &cookies).await.text, "asked");
        assert_eq!(READ.load(Ordering::Relaxed), tried, "{path}");
    }
    let long = format!("session={}", "x".repeat(4097));
    READ.store(0, Ordering::Relaxed);
    assert_eq!(send(&app, "/", &long).await.text, "asked");
    assert_eq!(READ.load(Ordering::Relaxed), 0, "too long to be looked at");

    let named = |number: usize| secret::<Hs256>().with_id(&number.to_string()).unwrap();
    let ring = KeyRing::new(named(0));
    assert!(ring.replace(named(0), (1..=8).map(named)).is_ok());
    let refused = ring.replace(named(0), (1..=9).map(named)).unwrap_err();
    assert!(matches!(refused, KeyError::TooManyKeys { limit: 8, .. }), "{refused}");
}
