//! It dies: between a request's load and its save, and again and again under load.

use crate::support::Client;
use crate::support::log::Log;
use crate::{ACQUIRE, App, recovered};
use futures_util::future::join_all;
use std::cell::Cell;
use std::time::{Duration, Instant};

#[tokio::test]
async fn it_dies_between_load_and_save() {
    let (log, _guard) = Log::start();
    let Some(mut app) = App::start().await else { return };
    let mut ada = app.logged_in(1).await;
    ada.get("/note/kept").await;
    for path in ["/slow_note/lost", "/slow_logout"] {
        let cookie = ada.jar.header("/");
        let slow = tokio::spawn(async move { (ada.get(path).await, ada) });
        app.gate.arrived.acquire().await.unwrap().forget();
        app.server().kill();
        app.gate.open.add_permits(1);
        let answer;
        (answer, ada) = slow.await.unwrap();
        assert_eq!((path, answer.status.as_u16()), (path, 503));
        assert!(answer.set_cookies().is_empty(), "{path}: the client may try again");
        assert_eq!(ada.jar.header("/"), cookie);
        app.restart().await;
        let took = recovered(&mut ada).await;
        assert!(took < Duration::from_secs(1), "recovered after {took:?}");
        assert_eq!(ada.get("/me").await.text, "1 kept", "{path}");
    }
    let lines = log.lines();
    let failed = lines
        .iter()
        .filter(|line| line.starts_with("ERROR") && line.contains("was not saved: answering 503"));
    assert_eq!(failed.count(), 2, "{lines:?}");
    let mut copied = app.client();
    copied.jar.plant("__Host-session", ada.jar.value("__Host-session").unwrap());
    assert_eq!(ada.get("/logout").await.status, 200);
    app.restart().await;
    assert_eq!(copied.get("/me").await.status, 401, "an acknowledged logout survives a crash");
}

/// What a client may see, by what it was told.
struct Model {
    user_id: u64,
    /// Notes that may be there: the last acknowledged one, and those whose fate is unknown since.
    notes: Vec<String>,
    /// Whether a logout was asked for whose fate is unknown.
    may_be_gone: bool,
    client: Client,
}

#[derive(Default, Debug)]
struct Totals {
    requests: Cell<u64>,
    refused: Cell<u64>,
    logouts: Cell<u64>,
}

fn add(cell: &Cell<u64>) {
    cell.set(cell.get() + 1);
}

#[tokio::test]
async fn it_dies_again_and_again_under_load() {
    let Some(mut app) = App::start().await else { return };
    let full = std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full");
    let (crashes, users) = if full { (15, 24) } else { (3, 8) };
    let (totals, over) = (Totals::default(), Cell::new(false));
    let models = (0..users).map(|user_id| Model {
        user_id,
        notes: Vec::new(),
        may_be_gone: true,
        client: app.client(),
    });
    let users = join_all(models.map(|model| live(model, &totals, &over)));
    let address = app.address;
    let crash = async {
        let mut public = Client::new(address);
        for crash in 0..crashes {
            tokio::time::sleep(Duration::from_millis(500)).await;
            app.server().kill();
            assert_eq!(public.get("/public").await.status, 200);
            // Now longer than the pool tries to connect, now shorter.
            let down = if crash % 2 == 0 { ACQUIRE + Duration::from_millis(300) } else { ACQUIRE / 4 };
            tokio::time::sleep(down).await;
            app.restart().await;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        over.set(true);
    };
    let (mut models, ()) = futures_util::join!(users, crash);
    for model in &mut models {
        check(model).await;
    }
    println!("{totals:?}");
    assert!(totals.refused.get() > 0 && totals.logouts.get() > 0, "{totals:?}");
    assert!(totals.requests.get() > 4 * totals.refused.get(), "mostly it works: {totals:?}");
}

/// One user's requests, one after another, each compared with what may be.
async fn live(mut model: Model, totals: &Totals, over: &Cell<bool>) -> Model {
    let mut round = 0;
    while !over.get() {
        round += 1;
        add(&totals.requests);
        if model.notes.is_empty() {
            let answer = model.client.get(&format!("/login/{}", model.user_id)).await;
            match answer.status.as_u16() {
                200 => (model.notes, model.may_be_gone) = (vec![String::new()], false),
                503 => add(&totals.refused),
                status => panic!("login: {status}"),
            }
        } else if round % 10 == 0 {
            log_out(&mut model, totals).await;
        } else if round % 3 == 0 {
            let note = format!("n{round}");
            match model.client.get(&format!("/note/{note}")).await.status.as_u16() {
                200 => model.notes = vec![note],
                503 => {
                    add(&totals.refused);
                    model.notes.push(note);
                }
                401 if model.may_be_gone => model.notes.clear(),
                status => panic!("note: {status}"),
            }
        } else if !check(&mut model).await {
            add(&totals.refused);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    model
}

/// Logs out, and sees that a copy of the cookie is dead where that was acknowledged.
async fn log_out(model: &mut Model, totals: &Totals) {
    let copied = model.client.jar.value("__Host-session").unwrap().to_owned();
    let answer = model.client.get("/logout").await;
    match answer.status.as_u16() {
        200 => {
            add(&totals.logouts);
            model.notes.clear();
            let planted = Instant::now();
            model.client.jar.plant("__Host-session", &copied);
            loop {
                match model.client.get("/me").await.status.as_u16() {
                    401 => break,
                    503 => assert!(planted.elapsed() < Duration::from_secs(20), "it does not recover"),
                    status => panic!("after logout: {status}"),
                }
            }
        }
        503 => {
            add(&totals.refused);
            model.may_be_gone = true;
        }
        status => panic!("logout: {status}"),
    }
}

/// Whether the store answered; what it answered must be possible.
async fn check(model: &mut Model) -> bool {
    if model.notes.is_empty() {
        return true;
    }
    let answer = model.client.get("/me").await;
    match answer.status.as_u16() {
        200 => {
            let seen =
                answer.text.strip_prefix(&format!("{} ", model.user_id)).expect("the user's own session");
            assert!(model.notes.iter().any(|note| note == seen), "{seen:?} is none of {:?}", model.notes);
            model.notes = vec![seen.to_owned()];
            model.may_be_gone = false;
            true
        }
        401 if model.may_be_gone => {
            model.notes.clear();
            true
        }
        503 => false,
        status => panic!("me: {status}, {:?}", model.notes),
    }
}
