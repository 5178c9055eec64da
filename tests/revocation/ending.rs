//! What is over, and when.

use super::*;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn a_copied_token_opens_nothing_after_the_log_out() {
    for way in ["/logout", "/end"] {
        let app = App::new();
        let cookie = app.log_in(7).await;
        assert_eq!(app.status(&cookie).await, StatusCode::OK);
        let answer = app.send(way, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.set_cookie[0].contains("Max-Age=0"), "{:?}", answer.set_cookie);
        assert_eq!(app.status(&cookie).await, StatusCode::UNAUTHORIZED, "{way}");
        assert_eq!(app.send("/why", &cookie).await.text, "Some(Revoked)");
        assert_eq!(
            app.status(&app.log_in(7).await).await,
            StatusCode::OK,
            "another session of the same user"
        );
    }
}

#[tokio::test]
async fn it_is_over_for_every_process() {
    let one = App::new();
    let other = App::beside(one.list.clone());
    let cookie = one.log_in(7).await;
    assert_eq!(other.status(&cookie).await, StatusCode::OK);
    one.send("/logout", &cookie).await;
    assert_eq!(other.status(&cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_token_of_the_session_is_over_with_it() {
    let app = App::new();
    let first = app.log_in(7).await;
    let second = app.send("/theme/dark", &first).await.cookie();
    app.clock.advance(Duration::from_secs(20 * 60));
    let third = app.send("/me", &second).await.cookie();
    assert!(first != second && second != third, "changed, and renewed");
    app.send("/logout", &third).await;
    for cookie in [&first, &second, &third] {
        assert_eq!(app.status(cookie).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_slow_request_that_rotates_cannot_bring_it_back() {
    for other in ["/logout", "/others"] {
        let app = App::new();
        let (cookie, second) = (app.log_in(7).await, app.log_in(7).await);
        app.clock.advance(Duration::from_secs(1));
        let by = if other == "/logout" { &cookie } else { &second };
        let slow = slow(
            &app,
            &cookie,
            |account| account.set_admin(true),
            async || {
                app.send(other, by).await;
            },
        )
        .await;
        assert_eq!(slow.status(), StatusCode::OK);
        assert!(slow.headers().get("set-cookie").is_none(), "{other}: nothing is handed out");
        assert_eq!(app.status(&cookie).await, StatusCode::UNAUTHORIZED, "{other}");
    }
}

#[tokio::test]
async fn a_session_that_does_not_fit_keeps_its_token() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let big = slow(
        &app,
        &cookie,
        |account| (account.set_theme("x".repeat(5000)), account.set_admin(true)).0,
        async || {},
    );
    assert_eq!(big.await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(app.status(&cookie).await, StatusCode::OK);
}

/// A request that has read and changed its session before something happens, and is answered after it.
async fn slow<F: Fn(&mut AccountSession) + Clone + Send + Sync + 'static>(
    app: &App,
    cookie: &str,
    change: F,
    meanwhile: impl AsyncFnOnce(),
) -> http::Response<Body> {
    let (go, gone) = tokio::sync::oneshot::channel::<()>();
    let wait = Arc::new(Mutex::new(Some(gone)));
    let layer =
        Account::layer(SecretKey::from_bytes(SECRET).unwrap(), app.list.clone()).clock(app.clock.clone());
    let handler = get(async move |mut account: AccountSession| {
        change(&mut account);
        let gone = wait.lock().unwrap().take().unwrap();
        gone.await.unwrap();
    });
    let router = Router::new().route("/", handler).layer(layer);
    let request = Request::builder().uri("/").header("cookie", cookie).body(Body::empty()).unwrap();
    let running = tokio::spawn(router.oneshot(request));
    tokio::task::yield_now().await;
    meanwhile().await;
    go.send(()).unwrap();
    running.await.unwrap().unwrap()
}

#[tokio::test]
async fn a_slow_request_cannot_bring_it_back() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let slow = slow(
        &app,
        &cookie,
        |account| account.set_theme("late".into()),
        async || {
            app.send("/logout", &cookie).await;
        },
    )
    .await;
    let line = slow.headers()["set-cookie"].to_str().unwrap();
    assert!(
        line.contains("session=ey"),
        "it writes its token, which is one of the session that is over: {line}"
    );
    assert_eq!(app.status(line.split(';').next().unwrap()).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_change_of_privilege_and_a_new_log_in_end_the_token_before() {
    for way in ["/promote", "/login/8"] {
        let app = App::new();
        let before = app.log_in(7).await;
        let after = app.send(way, &before).await.cookie();
        assert_eq!(app.status(&before).await, StatusCode::UNAUTHORIZED, "{way}");
        assert_eq!(app.status(&after).await, StatusCode::OK, "{way}");
    }
}

#[tokio::test]
async fn a_change_of_another_field_ends_nothing() {
    let app = App::new();
    let before = app.log_in(7).await;
    let after = app.send("/theme/dark", &before).await.cookie();
    assert_eq!((app.status(&before).await, app.status(&after).await), (StatusCode::OK, StatusCode::OK));
}

#[tokio::test]
async fn a_request_that_failed_ends_nothing() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    let answer = app.send("/broken", &cookie).await;
    assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
    assert_eq!(app.status(&cookie).await, StatusCode::OK);
}

#[tokio::test]
async fn what_it_costs_at_the_list() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    for (path, cookie, steps) in [
        ("/public", &*cookie, &[][..]),
        ("/me", "", &[]),
        ("/me", "session=forged", &[]),
        // the session, and its subject: side by side
        ("/me", &cookie, &["load", "load"]),
        ("/theme/dark", &cookie, &["load", "load"]),
        ("/login/9", "", &[]),
        ("/promote", &cookie, &["load", "load", "insert", "load"]),
    ] {
        app.send(path, cookie).await;
        assert_eq!(app.list.asked(), steps, "{path}");
    }
    let cookie = app.log_in(7).await;
    app.send("/logout", &cookie).await;
    assert_eq!(app.list.asked(), ["insert"]);
}
