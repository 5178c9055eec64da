//! It is there and does not answer.

use crate::support::log::Log;
use crate::{App, CONNECTIONS, TIMEOUT, recovered};
use futures_util::future::join_all;
use std::time::{Duration, Instant};

#[tokio::test]
async fn nobody_waits_longer_than_the_timeout_and_nothing_piles_up() {
    let (log, _guard) = Log::start();
    let Some(mut app) = App::start().await else { return };
    let mut clients = Vec::new();
    for user_id in 0..100 {
        clients.push(app.logged_in(user_id).await);
    }
    app.server().pause();
    // For three rounds, more at once than there are connections.
    for _ in 0..3 {
        let ask = async |client: &mut crate::Client| {
            let begun = Instant::now();
            let status = client.get("/me").await.status;
            (status.as_u16(), begun.elapsed())
        };
        let answers = join_all(clients.iter_mut().map(ask)).await;
        assert!(answers.iter().all(|(status, _)| *status == 503), "{answers:?}");
        let slowest = answers.iter().map(|(_, took)| *took).max().unwrap();
        assert!(slowest < TIMEOUT + Duration::from_millis(700), "{slowest:?}");
        assert!(app.pool.size() <= CONNECTIONS);
        let begun = Instant::now();
        assert_eq!(app.client().get("/public").await.status, 200);
        assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
    }
    app.server().resume();
    let took = recovered(&mut clients[0]).await;
    assert!(took < Duration::from_secs(1), "recovered after {took:?}");
    // What was left unanswered is nobody's answer.
    for (user_id, client) in clients.iter_mut().enumerate() {
        assert_eq!(client.get("/me").await.text, format!("{user_id} "));
    }
    let lines = log.lines();
    assert!(lines.iter().any(|line| line.contains("did not answer within 1.5s")), "{lines:?}");
}

#[tokio::test]
async fn a_change_without_an_answer_happens_or_not_and_a_new_one_wins() {
    let Some(mut app) = App::start().await else { return };
    let mut ada = app.logged_in(1).await;
    let mut same = app.client();
    same.jar.plant("__Host-session", ada.jar.value("__Host-session").unwrap());
    let slow = tokio::spawn(async move { (ada.get("/slow_note/unanswered").await, ada) });
    app.gate.arrived.acquire().await.unwrap().forget();
    app.server().pause();
    app.gate.open.add_permits(1);
    let (answer, mut ada) = slow.await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (503, 0));
    app.server().resume();
    recovered(&mut ada).await;
    let text = ada.get("/me").await.text;
    assert!(["1 ", "1 unanswered"].contains(&&*text), "{text}");
    assert_eq!(same.get("/note/new").await.status, 200);
    assert_eq!(ada.get("/me").await.text, "1 new");
    assert_eq!(ada.get("/logout").await.status, 200);
    assert_eq!(same.get("/me").await.status, 401);
}
