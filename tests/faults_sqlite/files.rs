//! The file: locked, read-only, garbage, or without its table.

use crate::support::log::Log;
use crate::{App, Folder, fails};
use session_runtime::StoreError;
use sqlx::Connection as _;

#[tokio::test]
async fn a_lock_lets_readers_pass_and_writers_fail_in_time() {
    let (log, _guard) = Log::start();
    let app = App::start().await;
    let mut ada = app.logged_in(1).await;
    let mut lock = app.pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(ada.get("/me").await.text, "1 ");
    for answer in
        [ada.post("/note", "lost").await, ada.get("/logout").await, app.client().get("/login/2").await]
    {
        assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (503, 0));
    }
    lock.ping().await.unwrap();
    lock.rollback().await.unwrap();
    assert_eq!(ada.get("/me").await.text, "1 ");
    assert_eq!(ada.post("/note", "kept").await.status, 200);
    assert_eq!(ada.get("/me").await.text, "1 kept");
    let lines = log.lines();
    assert!(lines.iter().any(|line| line.contains("database is locked")), "{lines:?}");
}

#[tokio::test]
async fn a_read_only_file_is_read() {
    let app = App::start().await;
    let ada = app.logged_in(1).await;
    let folder = app.stop().await;
    let app = App::unmigrated(folder, |file| file.read_only(true).create_if_missing(false)).await;
    let mut again = app.client();
    again.jar.plant("__Host-session", ada.jar.value("__Host-session").unwrap());
    assert_eq!(again.get("/me").await.text, "1 ");
    assert_eq!(again.post("/note", "lost").await.status, 503);
    assert_eq!(again.get("/logout").await.status, 503);
    assert_eq!(again.get("/me").await.text, "1 ");
    app.store.migrate().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = Folder::new("sqlite-garbage");
    std::fs::write(folder.join("sessions.db"), "no database, but many words ".repeat(1000)).unwrap();
    let app = App::unmigrated(folder, |file| file).await;
    let error = app.store.migrate().await.unwrap_err();
    assert!(
        matches!(error, StoreError::Refused(_)) && error.to_string().contains("not a database"),
        "{error:?}"
    );
    let mut client = app.client();
    assert_eq!(client.get("/login/1").await.status, 503);
    client.jar.plant("__Host-session", &"A".repeat(43));
    fails(&mut client).await;
    let kept = std::fs::read_to_string(app.folder.join("sessions.db")).unwrap();
    assert!(kept.starts_with("no database"), "nothing was written over it");
}

#[tokio::test]
async fn a_file_with_broken_pages_shows_nobody_anothers_session() {
    let app = App::start().await;
    let mut clients = Vec::new();
    for user_id in 0..50 {
        let mut client = app.logged_in(user_id).await;
        client.post("/note", &format!("{user_id}").repeat(500)).await;
        clients.push(client);
    }
    let mut folder = app.stop().await;
    let (mut shown, mut failed) = (0, 0);
    for page in 1..12 {
        let file = folder.join("sessions.db");
        let mut bytes = std::fs::read(&file).unwrap();
        let whole = bytes.clone();
        bytes[page * 4096..][..2048].fill(0xa5);
        std::fs::write(&file, bytes).unwrap();
        let app = App::unmigrated(folder, |file| file).await;
        for (user_id, client) in clients.iter().enumerate() {
            let mut again = app.client();
            again.jar.plant("__Host-session", client.jar.value("__Host-session").unwrap());
            let answer = again.get("/me").await;
            match answer.status.as_u16() {
                200 => {
                    shown += 1;
                    assert!(answer.text.starts_with(&format!("{user_id} ")), "{user_id}: {}", answer.text);
                }
                503 => failed += 1,
                // A broken index page no longer leads to it.
                401 => {}
                status => panic!("{status}"),
            }
            assert!(answer.set_cookies().is_empty());
        }
        folder = app.stop().await;
        std::fs::write(&file, whole).unwrap();
    }
    assert!(shown > 0 && failed > 0, "{shown} shown, {failed} failed");
}

#[tokio::test]
async fn without_its_table_it_fails_until_somebody_makes_it() {
    let app = App::start().await;
    let mut ada = app.logged_in(1).await;
    app.by_hand("ALTER TABLE sessions RENAME TO elsewhere").await;
    fails(&mut ada).await;
    let answer = app.client().get("/login/1").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (503, 0));
    app.by_hand("ALTER TABLE elsewhere RENAME TO sessions").await;
    assert_eq!(ada.get("/me").await.text, "1 ");
}
