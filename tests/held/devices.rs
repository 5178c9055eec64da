//! The sessions of one subject: listed, ended one by one, or all but this.

use super::*;
use session_runtime::{RecordKey, Sessions};

pub(super) async fn list(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    let listed = slot.list().await?;
    let lines = listed.iter().map(|session| {
        let here = if session.is_current { " here" } else { "" };
        format!("{} {}{here}", session.key, session.claims.name)
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

pub(super) async fn end_one(
    slot: SessionSlot<Account>,
    Path(key): Path<String>,
) -> Result<String, SessionError> {
    Ok(match RecordKey::from_hex(&key) {
        Some(key) => slot.end_one(&key).await?.to_string(),
        None => "no key".to_owned(),
    })
}

pub(super) async fn end_others(slot: SessionSlot<Account>) -> Result<String, SessionError> {
    Ok(slot.end_others().await?.to_string())
}

async fn post(app: &App, path: &str, cookie: &str) -> Answer {
    let request = Request::post(path).header("cookie", cookie).body(Body::empty()).unwrap();
    read(app.router.clone().oneshot(request).await.unwrap()).await
}

fn sessions(app: &App) -> Sessions<Account> {
    Account::layer(app.store.clone()).clock(app.clock.clone()).sessions()
}

#[tokio::test]
async fn a_user_sees_their_own_sessions_and_ends_them() {
    let app = App::new();
    let phone = app.log_in(7).await;
    app.clock.advance(Duration::from_secs(10));
    let laptop = app.log_in(7).await;
    app.clock.advance(Duration::from_secs(10));
    let stranger = app.log_in(8).await;
    let text = app.send("/devices", &laptop).await.text;
    assert_eq!(app.store.asked(), ["load", "list"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].ends_with("n7 here"), "the youngest first: {text}");

    // A stranger cannot end it, whatever key they know.
    let phones_key = lines[1].split(' ').next().unwrap();
    let path = format!("/devices/end/{phones_key}");
    assert_eq!(post(&app, &path, &stranger).await.text, "false");
    assert!(app.see(&phone).await.is_some());
    assert_eq!(post(&app, &path, &laptop).await.text, "true");
    assert_eq!(app.see(&phone).await, None);
    assert_eq!(post(&app, &path, &laptop).await.text, "false");

    // One's own ends like a log-out.
    let own = format!("/devices/end/{}", lines[0].split(' ').next().unwrap());
    let answer = post(&app, &own, &laptop).await;
    assert!(answer.set_cookie[0].starts_with("__Host-session=;"));
    assert_eq!(app.see(&laptop).await, None);
    assert!(app.see(&stranger).await.is_some());
}

#[tokio::test]
async fn all_others_are_ended_at_once() {
    let app = App::new();
    let (one, two, here) = (app.log_in(7).await, app.log_in(7).await, app.log_in(7).await);
    let stranger = app.log_in(8).await;
    assert_eq!(post(&app, "/devices/end-others", &here).await.text, "2");
    assert_eq!((app.see(&one).await, app.see(&two).await), (None, None));
    assert!(app.see(&here).await.is_some() && app.see(&stranger).await.is_some());
    assert_eq!(post(&app, "/devices/end-others", "").await.text, "0");
    assert_eq!(app.send("/devices", "").await.text, "");
}

#[tokio::test]
async fn outside_of_requests_too() {
    let app = App::new();
    let sessions = sessions(&app);
    let token = sessions.start(account(7)).await.unwrap();
    let cookie = format!("__Host-session={token}");
    assert_eq!(app.see(&cookie).await, Some(account(7)));
    assert_eq!(sessions.verify(&token).await.unwrap().unwrap().claims, account(7));
    assert_eq!(sessions.verify("x").await.unwrap(), Err(Rejection::Malformed));
    let listed = sessions.list(&7).await.unwrap();
    assert_eq!((listed.len(), listed[0].is_current), (1, false));
    assert!(sessions.end(&listed[0].key).await.unwrap());
    assert!(!sessions.end(&listed[0].key).await.unwrap());
    assert_eq!(sessions.verify(&token).await.unwrap(), Err(Rejection::UnknownSession));

    sessions.start(account(7)).await.unwrap();
    sessions.start(account(7)).await.unwrap();
    assert_eq!(sessions.end_all(&7).await.unwrap(), 2);
    app.store.down(true);
    assert!(matches!(sessions.verify(&token).await, Err(SessionError::Store { .. })));
    assert!(matches!(sessions.list(&7).await, Err(SessionError::Store { .. })));
}

#[tokio::test]
async fn ended_sessions_and_those_of_another_type_are_not_listed() {
    let app = App::new();
    let early = app.log_in(7).await;
    app.clock.advance(Duration::from_secs(1800));
    let late = app.log_in(7).await;
    assert_eq!(app.see(&early).await, None);
    assert_eq!(app.send("/devices", &late).await.text.lines().count(), 1);
    app.store.spoil(|document| document.replace("Account", "Admin"));
    assert!(sessions(&app).list(&7).await.unwrap().is_empty());
}
