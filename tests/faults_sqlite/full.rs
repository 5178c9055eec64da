//! The disk is full.

use crate::support::log::Log;
use crate::{App, Folder};

#[tokio::test]
async fn what_was_kept_stays_readable_and_signing_out_makes_room() {
    let (log, _guard) = Log::start();
    // 40 pages of 4 kB: SQLite answers as it does on a full disk.
    let app = App::unmigrated(Folder::new("sqlite-full"), |file| file.pragma("max_page_count", "40")).await;
    app.store.migrate().await.unwrap();
    let note = "x".repeat(2000);
    let mut clients = Vec::new();
    let refused = loop {
        assert!(clients.len() < 1000, "it is never full");
        let mut client = app.client();
        let answer = client.get(&format!("/login/{}", clients.len())).await;
        if answer.status != 200 {
            break answer;
        }
        let kept = client.post("/note", &note).await.status;
        clients.push((client, kept == 200));
        if kept != 200 {
            assert_eq!(kept, 503);
        }
    };
    assert_eq!((refused.status.as_u16(), refused.set_cookies().len()), (503, 0), "no id without a session");
    assert!(clients.len() > 10, "{}", clients.len());
    for (user_id, (client, has_note)) in clients.iter_mut().enumerate() {
        let expected = format!("{user_id} {}", if *has_note { &*note } else { "" });
        assert!(client.get("/me").await.text == expected, "session {user_id} is as it was acknowledged");
    }
    // A change that is refused leaves what was there.
    let (first, _) = &mut clients[0];
    assert_eq!(first.post("/note", &"y".repeat(20_000)).await.status, 503);
    assert!(first.get("/me").await.text == format!("0 {note}"));

    for (client, _) in &mut clients[1..6] {
        let copied = client.jar.value("__Host-session").unwrap().to_owned();
        assert_eq!(client.get("/logout").await.status, 200);
        client.jar.plant("__Host-session", &copied);
        assert_eq!(client.get("/me").await.status, 401);
    }
    let mut late = app.logged_in(7).await;
    assert_eq!(late.get("/me").await.text, "7 ");

    let lines = log.lines();
    let said =
        lines.iter().any(|line| line.starts_with("ERROR") && line.contains("database or disk is full"));
    assert!(said, "{lines:?}");
}
