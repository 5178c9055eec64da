//! Requests that change one session at the same time.

use super::*;

/// Runs a request up to a step at the store, then others, then lets it go on.
async fn overtaken(
    app: &App,
    path: &str,
    cookie: &str,
    step: &'static str,
    others: &[(&str, &str)],
) -> Answer {
    app.store.hold_back(step);
    let (router, path, cookie) = (app.router.clone(), path.to_owned(), cookie.to_owned());
    let slow = tokio::spawn(async move { send(&router, &path, &cookie).await });
    app.store.waiting().await;
    for (path, cookie) in others {
        assert!(app.send(path, cookie).await.status.is_success());
    }
    app.store.let_go();
    slow.await.unwrap()
}

#[tokio::test]
async fn changes_of_different_fields_both_win() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let answer = overtaken(&app, "/theme/dark", &cookie, "update", &[("/name/Ada", &cookie)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(app.store.asked(), ["load", "update", "load", "update", "load", "update"]);
    let seen = app.see(&cookie).await.unwrap();
    assert_eq!((seen.theme.as_deref(), seen.name.as_str()), (Some("dark"), "Ada"));
}

#[tokio::test]
async fn of_two_changes_of_one_field_the_last_wins() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    overtaken(&app, "/theme/dark", &cookie, "update", &[("/theme/light", &cookie)]).await;
    assert_eq!(app.see(&cookie).await.unwrap().theme.as_deref(), Some("dark"));
}

#[tokio::test]
async fn a_field_with_merge_combines_both() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let others = [("/visit", &*cookie), ("/visit", &cookie)];
    overtaken(&app, "/visit", &cookie, "update", &others).await;
    assert_eq!(app.see(&cookie).await.unwrap().visits, 3);
}

#[tokio::test]
async fn two_handles_of_one_request_combine_too() {
    async fn twice(mut one: AccountSession, mut two: AccountSession) {
        *one.visits_mut() += 1;
        *two.visits_mut() += 10;
    }
    let mut app = App::new();
    app.router = routes()
        .route("/twice", get(twice))
        .layer(Account::layer(app.store.clone()).clock(app.clock.clone()));
    let cookie = app.log_in(7).await;
    app.send("/twice", &cookie).await;
    assert_eq!(app.see(&cookie).await.unwrap().visits, 11);
}

#[tokio::test]
async fn many_at_once_lose_nothing() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let requests = (0..64).map(|n| {
        let (router, cookie) = (app.router.clone(), cookie.clone());
        tokio::spawn(async move {
            let path = if n % 2 == 0 { "/visit".to_owned() } else { format!("/theme/{n}") };
            send(&router, &path, &cookie).await.status
        })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap(), StatusCode::OK);
    }
    assert_eq!(app.see(&cookie).await.unwrap().visits, 32);
}

#[tokio::test]
async fn a_log_out_stands_whatever_a_slow_request_writes() {
    for (path, step) in [
        ("/theme/dark", "update"),
        ("/theme/dark", "load"),
        ("/admin", "insert"),
        ("/admin", "delete"),
        ("/renew", "touch"),
    ] {
        let app = App::new();
        let cookie = app.log_in(7).await;
        // The slow request has the session in hand where the step comes after its load.
        let answer = overtaken(&app, path, &cookie, step, &[("/logout", &cookie)]).await;
        assert!(answer.set_cookie.is_empty(), "{path} {step}: {:?}", answer.set_cookie);
        assert_eq!(app.see(&cookie).await, None, "{path} {step}");
        assert_eq!(app.store.len(), 0, "{path} {step}");
    }
}

#[tokio::test]
async fn a_change_made_while_the_session_moves_is_not_lost() {
    for step in ["insert", "delete"] {
        let app = App::new();
        let cookie = app.log_in(7).await;
        let answer = overtaken(&app, "/admin", &cookie, step, &[("/theme/dark", &cookie)]).await;
        let seen = app.see(&answer.cookie()).await.unwrap();
        assert_eq!((seen.admin, seen.theme.as_deref()), (true, Some("dark")), "{step}");
        assert_eq!(app.see(&cookie).await, None);
        assert_eq!(app.store.len(), 1);
    }
}

#[tokio::test]
async fn under_reject_a_conflict_is_409_and_other_fields_still_merge() {
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", on_conflict = "reject")]
    struct Draft {
        title: String,
        body: String,
        #[session(merge = added)]
        saves: u64,
    }
    async fn open(slot: SessionSlot<Draft>) -> Result<(), SessionError> {
        slot.start(Draft { title: String::new(), body: String::new(), saves: 0 }).map(drop)
    }
    async fn title(mut draft: DraftSession, Path(title): Path<String>) {
        draft.set_title(title);
        *draft.saves_mut() += 1;
    }
    async fn body(mut draft: DraftSession, Path(body): Path<String>) {
        draft.set_body(body);
        *draft.saves_mut() += 1;
    }
    let see = async |draft: DraftSession| format!("{} {} {}", draft.title(), draft.body(), draft.saves());
    let store = Watched::default();
    let router = Router::new()
        .route("/open", get(open))
        .route("/title/{title}", get(title))
        .route("/body/{body}", get(body))
        .route("/", get(see))
        .layer(Draft::layer(store.clone()));
    let app = App { store: store.clone(), clock: Clock::system(), router };
    let cookie = app.send("/open", "").await.cookie();

    let answer = overtaken(&app, "/title/a", &cookie, "update", &[("/body/b", &cookie)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(app.send("/", &cookie).await.text, "a b 2");
    let answer = overtaken(&app, "/title/mine", &cookie, "update", &[("/title/theirs", &cookie)]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(app.send("/", &cookie).await.text, "theirs b 3");
    // The same value is no conflict.
    let answer = overtaken(&app, "/title/x", &cookie, "update", &[("/title/theirs", &cookie)]).await;
    assert_eq!(answer.status, StatusCode::OK);
}
