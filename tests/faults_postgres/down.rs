//! It is not there: at the start, or all of a sudden.

use crate::support::log::Log;
use crate::{ACQUIRE, App, Postgres, TIMEOUT, recovered};
use session_runtime::StoreError;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_application_starts_without_it_and_recovers_by_itself() {
    let Some(mut server) = Postgres::start() else { return };
    server.kill();
    let mut app = App::unmigrated(server).await;
    let error = app.store.migrate().await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");

    let mut client = app.client();
    assert_eq!(client.get("/public").await.status, 200);
    assert_eq!(client.get("/me").await.status, 401, "nobody has to be asked about no session");
    let answer = client.get("/login/1").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (503, 0));

    app.restart().await;
    app.store.migrate().await.unwrap();
    assert_eq!(client.get("/login/1").await.status, 200);
    assert_eq!(client.get("/me").await.text, "1 ");
}

#[tokio::test]
async fn while_it_is_down_those_who_ask_get_503_and_nobody_else() {
    let (log, _guard) = Log::start();
    let Some(mut app) = App::start().await else { return };
    let (mut ada, mut stranger) = (app.logged_in(1).await, app.client());
    ada.get("/note/kept").await;
    app.server().kill();

    let cookie = ada.jar.header("/");
    let begun = Instant::now();
    for path in ["/me", "/note/lost", "/logout"] {
        let answer = ada.get(path).await;
        assert_eq!((path, answer.status.as_u16()), (path, 503));
        assert!(answer.set_cookies().is_empty(), "{path}: the client keeps what it has");
        assert_eq!(answer.text, "", "{path}: nothing is told to clients");
    }
    assert!(begun.elapsed() < 3 * (ACQUIRE + TIMEOUT), "{:?}", begun.elapsed());
    assert_eq!(ada.jar.header("/"), cookie);
    let begun = Instant::now();
    assert_eq!(ada.get("/public").await.status, 200);
    assert_eq!(stranger.get("/public").await.status, 200);
    assert_eq!(stranger.get("/me").await.status, 401);
    assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());

    app.restart().await;
    let took = recovered(&mut ada).await;
    assert!(took < Duration::from_secs(1), "recovered after {took:?}");
    assert_eq!(ada.get("/me").await.text, "1 kept");

    let lines = log.lines();
    let said = |what: &str| lines.iter().any(|line| line.starts_with("ERROR") && line.contains(what));
    assert!(said("could not be loaded") && said("cannot be reached"), "{lines:?}");
    let id = cookie.unwrap();
    let id = id.split_once('=').unwrap().1;
    assert!(lines.iter().all(|line| !line.contains(id)), "{lines:?}");
}
