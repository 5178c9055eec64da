//! All sessions of a subject.

use super::*;

#[tokio::test]
async fn all_others_end_and_this_one_goes_on() {
    let app = App::new();
    let (phone, laptop, somebody) = (app.log_in(7).await, app.log_in(7).await, app.log_in(8).await);
    app.clock.advance(Duration::from_secs(1));
    let answer = app.send("/others", &laptop).await;
    assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::OK, 0));
    assert_eq!(app.status(&phone).await, StatusCode::UNAUTHORIZED);
    assert_eq!(app.status(&laptop).await, StatusCode::OK);
    assert_eq!(app.status(&somebody).await, StatusCode::OK, "another subject");
    app.clock.advance(Duration::from_millis(1));
    let later = app.send("/promote", &laptop).await.cookie();
    assert_eq!(app.status(&later).await, StatusCode::OK, "and it goes on");
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(app.status(&app.log_in(7).await).await, StatusCode::OK, "a log-in after that");
}

#[tokio::test]
async fn an_administrator_ends_all_sessions_of_somebody() {
    let list = Watched::default();
    let clock = Clock::manual(Duration::from_secs(NOW));
    let layer = Account::layer(SecretKey::from_bytes(SECRET).unwrap(), list.clone()).clock(clock.clone());
    let revocations = layer.revocations();
    let (one, other) =
        (layer.tokens().issue(&account(7)).unwrap(), layer.tokens().issue(&account(8)).unwrap());
    revocations.revoke_all(&7).await.unwrap();
    assert_eq!(revocations.verify(&one).await.unwrap().err(), Some(session_runtime::Rejection::Revoked));
    assert_eq!(revocations.verify(&other).await.unwrap().unwrap().claims, account(8));
    // the mark moves forwards only, and again
    clock.advance(Duration::from_secs(10));
    let later = layer.tokens().issue(&account(7)).unwrap();
    assert!(revocations.verify(&later).await.unwrap().is_ok());
    revocations.revoke_all(&7).await.unwrap();
    assert!(revocations.verify(&later).await.unwrap().is_err());
}

#[tokio::test]
async fn marks_of_many_at_once_are_no_conflict() {
    let list = Watched::default();
    let clock = Clock::manual(Duration::from_secs(NOW));
    let layer = Account::layer(SecretKey::from_bytes(SECRET).unwrap(), list).clock(clock.clone());
    let mut running = Vec::new();
    for _ in 0..50 {
        clock.advance(Duration::from_millis(1));
        let revocations = layer.revocations();
        running.push(tokio::spawn(async move { revocations.revoke_all(&7).await }));
    }
    for done in running {
        done.await.unwrap().unwrap();
    }
    let token = layer.tokens().issue(&account(7)).unwrap();
    assert!(
        layer.revocations().verify(&token).await.unwrap().is_err(),
        "of the millisecond of the last mark"
    );
}

#[tokio::test]
async fn a_list_that_says_nothing_lets_nobody_in() {
    use session_runtime::{Record, Store};
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.send("/others", &app.log_in(7).await).await;
    let records = app.list.keys();
    for key in records {
        let version = app.list.load(&key).await.unwrap().unwrap().version;
        let record = Record { document: "{}".into(), expires: NOW + 1000, subject: None };
        assert!(app.list.update(&key, version, &record).await.unwrap());
    }
    assert_eq!(app.status(&cookie).await, StatusCode::SERVICE_UNAVAILABLE);
}
