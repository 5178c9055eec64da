//! A store that fails: absent, invalid and failed to load are three things, and no way leads from the third to a save.

use super::*;
use crate::support::log::Log;

#[tokio::test]
async fn who_asks_gets_503_and_everybody_else_is_served() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.store.down(true);
    let (log, guard) = Log::start();
    for path in ["/me", "/maybe", "/why", "/theme/dark"] {
        let answer = app.send(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.set_cookie.is_empty());
        assert_eq!(answer.text, "", "the client does not learn why");
    }
    drop(guard);
    assert_eq!(app.send("/", &cookie).await.text, "public");
    assert_eq!(app.send("/maybe", "").await.text, "false", "who presents nothing needs no store");
    assert_eq!(app.store.asked(), ["load"; 4], "no failed load is followed by a save");
    assert!(log.lines()[0].starts_with("ERROR"), "{:?}", log.lines());
    app.store.down(false);
    assert_eq!(app.see(&cookie).await, Some(account(7)));
}

#[tokio::test]
async fn what_cannot_be_saved_is_503_and_hands_nothing_out() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    for (path, step) in [
        ("/login/8", "insert"),
        ("/login/8", "delete"),
        ("/theme/dark", "update"),
        ("/admin", "insert"),
        ("/admin", "delete"),
        ("/renew", "touch"),
        ("/logout", "delete"),
    ] {
        app.store.fail(step);
        let answer = app.send(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path} {step}");
        assert!(answer.set_cookie.is_empty(), "{path} {step}: the client keeps what it has, to try again");
        assert_eq!(app.see(&cookie).await, Some(account(7)), "{path} {step}: nothing changed");
        assert_eq!(app.store.len(), 1, "{path} {step}: nothing is left behind");
    }
}

#[tokio::test]
async fn a_failure_while_a_conflict_is_settled_is_a_failure() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.store.hold_back("update");
    let (router, sent) = (app.router.clone(), cookie.clone());
    let slow = tokio::spawn(async move { send(&router, "/theme/dark", &sent).await });
    app.store.waiting().await;
    app.send("/name/Ada", &cookie).await;
    app.store.fail("load");
    app.store.let_go();
    assert_eq!(slow.await.unwrap().status, StatusCode::SERVICE_UNAVAILABLE);
    let seen = app.see(&cookie).await.unwrap();
    assert_eq!((seen.theme, seen.name.as_str()), (None, "Ada"));
}

#[tokio::test]
async fn garbage_in_the_store_is_a_failure_and_another_struct_is_no_session() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let good = app.store.documents().remove(0);
    for garbage in ["", "x", "{}", "[]", "\u{0}", &good[1..], &good.replace("created", "c")] {
        app.store.spoil(|_| garbage.to_owned());
        assert_eq!(app.send("/me", &cookie).await.status, StatusCode::SERVICE_UNAVAILABLE, "{garbage}");
        assert_eq!(
            app.send("/theme/dark", &cookie).await.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{garbage}"
        );
        assert_eq!(app.store.documents(), [garbage], "it is left alone");
    }
    for (change, reason) in [
        (good.replace("\"Account\"", "\"Admin\""), "WrongType"),
        (good.replace("\"user_id\"", "\"id\""), "WrongClaims"),
        (good.replace("\"v\":1", "\"v\":2"), "NewerVersion"),
    ] {
        app.store.spoil(|_| change.clone());
        assert_eq!(app.send("/why", &cookie).await.text, reason);
        assert_eq!(app.send("/me", &cookie).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(app.store.documents(), [change], "it is left alone");
    }
    app.store.spoil(|_| good.clone());
    assert!(app.see(&cookie).await.is_some());
}

#[tokio::test]
async fn anonymous_on_request_and_then_nothing_is_saved() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", on_store_error = "anonymous", default)]
    struct Cart {
        items: Vec<u32>,
    }
    let store = Watched::default();
    let router = Router::new()
        .route("/", get(async |cart: CartSession| cart.items().len().to_string()))
        .route("/add", get(async |mut cart: CartSession| cart.items_mut().push(1)))
        .layer(Cart::layer(store.clone()));
    let cookie = send(&router, "/add", "").await.cookie();
    store.asked();
    store.fail("load");
    assert_eq!(send(&router, "/", &cookie).await.text, "0");
    store.fail("load");
    let answer = send(&router, "/add", &cookie).await;
    assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::OK, 0));
    assert_eq!(store.asked(), ["load", "load"], "nothing that follows from a failed load is saved");
    assert_eq!(send(&router, "/", &cookie).await.text, "1");
}

#[tokio::test]
async fn a_store_that_says_it_never_waits_and_waits_is_a_failure() {
    #[derive(Clone)]
    struct Liar(Watched);
    impl session_runtime::Store for Liar {
        const IMMEDIATE: bool = true;
        async fn insert(&self, key: &RecordKey, record: &Record) -> Result<(), StoreError> {
            tokio::task::yield_now().await;
            self.0.insert(key, record).await
        }
        async fn load(&self, key: &RecordKey) -> Result<Option<Stored>, StoreError> {
            self.0.load(key).await
        }
        async fn update(&self, key: &RecordKey, version: u64, record: &Record) -> Result<bool, StoreError> {
            self.0.update(key, version, record).await
        }
        async fn touch(&self, key: &RecordKey, expires: u64) -> Result<bool, StoreError> {
            self.0.touch(key, expires).await
        }
        async fn delete(&self, key: &RecordKey, version: Option<u64>) -> Result<bool, StoreError> {
            self.0.delete(key, version).await
        }
    }
    use session_runtime::{Record, RecordKey, StoreError, Stored};

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "opaque", storage = Liar, auth = "cookie")]
    struct Cart {
        items: Vec<u32>,
    }
    async fn open(slot: SessionSlot<Cart>) -> Result<(), SessionError> {
        slot.start(Cart { items: vec![] }).map(drop)
    }
    let store = Watched::default();
    let router = Router::new().route("/", get(open)).layer(Cart::layer(Liar(store.clone())));
    let answer = send(&router, "/", "").await;
    assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
    assert_eq!(store.len(), 0);
}
