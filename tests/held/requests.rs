//! What a request costs at the store, and what its response says.

use super::*;
use session_runtime::StartOptions;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn a_session_is_written_once_and_read_once() {
    let app = App::new();
    let answer = app.send("/login/7", "").await;
    assert_eq!(app.store.asked(), ["insert"]);
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    let cookie = answer.cookie();
    assert!(answer.set_cookie[0].ends_with("; Max-Age=86400"), "{:?}", answer.set_cookie);
    let id = cookie.strip_prefix("__Host-session=").unwrap();
    assert_eq!(id.len(), 43);

    let answer = app.send("/me", &cookie).await;
    assert_eq!(app.store.asked(), ["load"]);
    assert_eq!(serde_json::from_str::<Account>(&answer.text).unwrap(), account(7));
    assert!(answer.set_cookie.is_empty());
    assert_eq!((answer.vary.as_deref(), answer.cache_control), (Some("cookie"), None));

    // The store knows the hash of the id, and a document that people can read.
    let hash = Sha256::digest(id).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(app.store.keys()[0].to_string(), hash);
    assert_eq!(
        app.store.documents(),
        [format!(
            r#"{{"v":1,"type":"Account","created":{NOW},"ends":{},"subject":"7","claims":{{"user_id":7,"name":"n7","theme":null,"admin":false,"visits":0}}}}"#,
            NOW + 86400
        )]
    );
}

#[tokio::test]
async fn a_request_that_does_not_ask_costs_nothing() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    for cookie in ["", &cookie, "__Host-session=forged"] {
        let answer = app.send("/", cookie).await;
        assert_eq!((answer.text.as_str(), answer.set_cookie.len(), answer.vary), ("public", 0, None));
    }
    assert!(app.store.asked().is_empty());
}

#[tokio::test]
async fn anonymous_requests_create_nothing_and_bad_ids_never_reach_the_store() {
    let app = App::new();
    let well_formed = format!("__Host-session={}", "A".repeat(43));
    assert_eq!(app.send("/maybe", "").await.text, "false");
    assert_eq!(app.send("/me", "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.send("/why", "__Host-session=short").await.text, "Malformed");
    assert_eq!(app.send("/why", &format!("{well_formed}; {well_formed}")).await.text, "Ambiguous");
    assert!(app.store.asked().is_empty());
    assert_eq!(app.send("/why", &well_formed).await.text, "UnknownSession");
    assert_eq!(app.store.asked(), ["load"]);
    assert_eq!(app.store.len(), 0);
}

#[tokio::test]
async fn a_change_costs_one_step_more_and_sets_no_cookie() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let answer = app.send("/theme/dark", &cookie).await;
    assert_eq!(app.store.asked(), ["load", "update"]);
    assert!(answer.set_cookie.is_empty(), "the id stays: {:?}", answer.set_cookie);
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    assert_eq!(app.see(&cookie).await.unwrap().theme.as_deref(), Some("dark"));
}

#[tokio::test]
async fn logging_out_is_one_step_and_needs_no_load() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let answer = app.send("/logout", &cookie).await;
    assert_eq!(app.store.asked(), ["delete"]);
    assert!(answer.set_cookie[0].starts_with("__Host-session=;"), "{:?}", answer.set_cookie);
    assert_eq!(app.store.len(), 0);
    assert_eq!(app.send("/why", &cookie).await.text, "UnknownSession");
}

#[tokio::test]
async fn logging_in_forgets_the_session_that_was_there() {
    let app = App::new();
    let planted = app.log_in(1).await;
    let cookie = app.send("/login/2", &planted).await.cookie();
    assert_eq!(app.store.asked(), ["insert", "delete"]);
    assert_ne!(cookie, planted);
    assert_eq!(app.see(&planted).await, None);
    assert_eq!(app.see(&cookie).await.unwrap().user_id, 2);
}

#[tokio::test]
async fn a_change_of_privilege_or_subject_moves_the_session_to_a_new_id() {
    let app = App::new();
    for path in ["/admin", "/become/8"] {
        let old = app.log_in(7).await;
        let answer = app.send(path, &old).await;
        assert_eq!(app.store.asked(), ["load", "insert", "delete"]);
        let new = answer.cookie();
        assert_ne!(new, old);
        assert_eq!(app.see(&old).await, None, "the old id is dead when the response is sent");
        let seen = app.see(&new).await.unwrap();
        assert!(seen.admin || seen.user_id == 8);
    }
}

#[tokio::test]
async fn an_idle_session_is_renewed_no_more_often_than_the_attribute_says() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    // A quarter of half an hour.
    app.clock.advance(Duration::from_secs(449));
    app.send("/me", &cookie).await;
    assert_eq!(app.store.asked(), ["load"]);
    app.clock.advance(Duration::from_secs(1));
    let answer = app.send("/me", &cookie).await;
    assert_eq!(app.store.asked(), ["load", "touch"]);
    assert!(answer.set_cookie.is_empty());
    assert_eq!(app.store.expires(), [NOW + 450 + 1800]);
    app.send("/me", &cookie).await;
    assert_eq!(app.store.asked(), ["load"]);

    app.clock.advance(Duration::from_secs(1799));
    assert!(app.see(&cookie).await.is_some());
    app.clock.advance(Duration::from_secs(1800));
    assert_eq!(app.send("/why", &cookie).await.text, "Expired", "whatever the store still has");
    assert_eq!(app.store.len(), 1);
}

#[tokio::test]
async fn the_lifetime_is_the_end_however_often_a_session_is_used() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    for _ in 0..95 {
        app.clock.advance(Duration::from_secs(900));
        assert!(app.see(&cookie).await.is_some());
    }
    assert_eq!(app.store.expires(), [NOW + 86400]);
    app.clock.advance(Duration::from_secs(900));
    assert_eq!(app.send("/why", &cookie).await.text, "Expired");
}

#[tokio::test]
async fn renewing_moves_the_end_and_hands_the_id_out_again() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.clock.advance(Duration::from_secs(60));
    let answer = app.send("/renew", &cookie).await;
    assert_eq!(app.store.asked(), ["load", "touch"]);
    assert_eq!(answer.cookie(), cookie);
    assert!(answer.set_cookie[0].ends_with("; Max-Age=86340"), "{:?}", answer.set_cookie);
    assert_eq!(app.store.expires(), [NOW + 60 + 1800]);
}

#[tokio::test]
async fn a_failed_request_changes_nothing_but_ends() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    assert_eq!(app.send("/fail/dark", &cookie).await.status, StatusCode::BAD_GATEWAY);
    assert_eq!(app.store.asked(), ["load"]);
    assert_eq!(app.see(&cookie).await.unwrap().theme, None);
    app.send("/end-and-fail", &cookie).await;
    assert_eq!(app.store.asked(), ["delete"]);
    assert_eq!(app.see(&cookie).await, None);
}

#[tokio::test]
async fn a_cancelled_request_saves_nothing() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.store.hold_back("load");
    let request = app.send("/theme/dark", &cookie);
    tokio::select! {
        _ = request => panic!("it waits for the store"),
        () = app.store.waiting() => {}
    }
    app.store.let_go();
    assert_eq!(app.store.asked(), ["load"]);
    assert_eq!(app.see(&cookie).await.unwrap().theme, None);
}

#[tokio::test]
async fn a_browser_session_and_a_shorter_lifetime_are_kept_by_the_store() {
    async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        let options = StartOptions::new().lifetime(Duration::from_secs(600)).until_browser_closes();
        slot.start_with(account(7), options).map(drop)
    }
    let mut app = App::new();
    app.router = routes()
        .route("/short", get(login))
        .layer(Account::layer(app.store.clone()).clock(app.clock.clone()));
    let answer = app.send("/short", "").await;
    assert!(!answer.set_cookie[0].contains("Max-Age"), "{:?}", answer.set_cookie);
    let again = app.send("/renew", &answer.cookie()).await;
    assert!(!again.set_cookie[0].contains("Max-Age"), "{:?}", again.set_cookie);
    app.clock.advance(Duration::from_secs(600));
    assert_eq!(app.see(&answer.cookie()).await, None);
}

#[tokio::test]
async fn a_session_out_of_default_is_a_row_only_once_it_changes() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", default)]
    struct Cart {
        items: Vec<u32>,
    }
    let store = Watched::default();
    let router = Router::new()
        .route("/", get(async |cart: CartSession| cart.items().len().to_string()))
        .route("/add", get(async |mut cart: CartSession| cart.items_mut().push(1)))
        .layer(Cart::layer(store.clone()));
    assert_eq!(send(&router, "/", "").await.text, "0");
    assert!(store.asked().is_empty());
    let cookie = send(&router, "/add", "").await.cookie();
    assert_eq!(store.asked(), ["insert"]);
    send(&router, "/add", &cookie).await;
    assert_eq!(send(&router, "/", &cookie).await.text, "2");
}
