//! The load, and the model that it is held against.

use crate::random::Random;
use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// Tasks that send requests at the same time.
const TASKS: u64 = 64;
/// Requests to each session of a task's own.
const STEPS: u64 = 6;

/// What every store's application serves.
macro_rules! routes {
    ($claims:ident, $live:ident) => {{
        use axum::extract::Path;
        use axum::routing::get;
        use session_runtime::{SessionError, SessionSlot};

        async fn begin(slot: SessionSlot<$claims>, Path(number): Path<u64>) -> Result<(), SessionError> {
            slot.start($claims { number, first: 0, second: 0, visits: 0, level: 0 }).map(drop)
        }
        async fn see(session: $live) -> String {
            format!(
                "{} {} {} {} {}",
                session.number(),
                session.first(),
                session.second(),
                session.visits(),
                session.level()
            )
        }
        async fn slow(mut session: $live, Path(value): Path<u64>) {
            session.set_first(value);
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        axum::Router::new()
            .route("/begin/{number}", get(begin))
            .route("/see", get(see))
            .route(
                "/first/{value}",
                get(async |mut session: $live, Path(value): Path<u64>| session.set_first(value)),
            )
            .route(
                "/second/{value}",
                get(async |mut session: $live, Path(value): Path<u64>| session.set_second(value)),
            )
            .route("/slow/{value}", get(slow))
            .route("/visit", get(async |mut session: $live| *session.visits_mut() += 1))
            .route(
                "/level/{value}",
                get(async |mut session: $live, Path(value): Path<u64>| session.set_level(value)),
            )
            .route("/renew", get(async |mut session: $live| session.renew()))
            .route("/end", get(async |slot: SessionSlot<$claims>| slot.end()))
    }};
}
pub(crate) use routes;

/// What the load came to.
pub struct Totals {
    sessions: u64,
    requests: u64,
    ended: u64,
    shared: u64,
    raced: u64,
    took: Duration,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Totals { sessions, requests, ended, shared, raced, took } = self;
        write!(
            f,
            "{sessions} sessions, {requests} requests in {took:.1?}, {ended} log-outs, {shared} changes of shared sessions, {raced} \
             log-outs against a slow write: no divergence"
        )
    }
}

/// One application and how often it was asked.
#[derive(Clone)]
struct App {
    router: Router,
    requests: Arc<AtomicU64>,
}

impl App {
    /// Status, text, and the value of the cookie if one is set.
    async fn ask(&self, path: &str, id: &str) -> (StatusCode, String, Option<String>) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let request = Request::get(path).header("cookie", format!("__Host-session={id}"));
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let set = parts.headers.get("set-cookie").map(|line| {
            let (_, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            value.to_owned()
        });
        let text = String::from_utf8(to_bytes(body, 1 << 16).await.unwrap().to_vec()).unwrap();
        (parts.status, text, set)
    }

    /// One that succeeds.
    async fn must(&self, path: &str, id: &str) -> Option<String> {
        let (status, text, set) = self.ask(path, id).await;
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        set
    }

    async fn begin(&self, number: u64) -> String {
        self.must(&format!("/begin/{number}"), "").await.unwrap()
    }
}

/// Runs all of it, one after the other.
pub async fn run(router: Router) -> Totals {
    let full = std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full");
    let sessions = if full { 10_000 } else { 320 };
    let app = App { router, requests: Arc::default() };
    let begun = Instant::now();
    let ended = in_tasks(|task| own_sessions(app.clone(), task, sessions / TASKS)).await;
    let shared = in_tasks(|task| shared_session(app.clone(), task)).await;
    let raced =
        in_tasks(|task| log_out_against_a_slow_write(app.clone(), task, if full { 8 } else { 1 })).await;
    let requests = app.requests.load(Ordering::Relaxed);
    Totals { sessions, requests, ended, shared, raced, took: begun.elapsed() }
}

/// The sum of what all tasks count.
async fn in_tasks<F: Future<Output = u64> + Send + 'static>(work: impl Fn(u64) -> F) -> u64 {
    let tasks: Vec<_> = (0..TASKS).map(|task| tokio::spawn(work(task))).collect();
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    sum
}

/// A session of which nobody else knows: it is at every moment what the model says.
struct Model {
    number: u64,
    first: u64,
    second: u64,
    visits: u64,
    level: u64,
    id: String,
    alive: bool,
}

/// The sessions of one task; says how many it ended.
async fn own_sessions(app: App, task: u64, count: u64) -> u64 {
    let mut random = Random::new(task + 1);
    let mut models = Vec::new();
    for place in 0..count {
        let number = task * count + place;
        let id = app.begin(number).await;
        models.push(Model { number, first: 0, second: 0, visits: 0, level: 0, id, alive: true });
    }
    let mut ended = 0;
    for _ in 0..count * STEPS {
        let place = random.below(count) as usize;
        let model = &mut models[place];
        let value = random.below(1000);
        let (path, change): (String, fn(&mut Model, u64)) = match random.below(20) {
            0..6 => ("/see".into(), |_, _| {}),
            6..9 => (format!("/first/{value}"), |model, value| model.first = value),
            9..12 => (format!("/second/{value}"), |model, value| model.second = value),
            12..15 => ("/visit".into(), |model, _| model.visits += 1),
            15..17 => (format!("/level/{value}"), |model, value| model.level = value),
            17..19 => ("/renew".into(), |_, _| {}),
            _ => ("/end".into(), |model, _| model.alive = false),
        };
        let was = model.alive;
        let old = model.id.clone();
        let (status, text, set) = app.ask(&path, &old).await;
        if path == "/end" {
            assert_eq!(status, StatusCode::OK, "{text}");
            ended += u64::from(was);
            model.alive = false;
        } else if was {
            assert_eq!(status, StatusCode::OK, "{path}: {text}");
            change(model, value);
            if let Some(new) = set {
                model.id = new;
            }
        } else {
            assert_eq!((status, set), (StatusCode::UNAUTHORIZED, None), "an ended session is back");
        }
        if path.starts_with("/level/") && was {
            assert_ne!(model.id, old, "a privilege changed, and the id did not");
            assert_eq!(app.ask("/see", &old).await.0, StatusCode::UNAUTHORIZED, "the old id is alive");
        }
    }
    for model in &models {
        let (status, text, _) = app.ask("/see", &model.id).await;
        if model.alive {
            let Model { number, first, second, visits, level, .. } = model;
            assert_eq!(text, format!("{number} {first} {second} {visits} {level}"));
        } else {
            assert_eq!(status, StatusCode::UNAUTHORIZED, "an ended session is back");
        }
    }
    ended
}

/// A session that four others change at the same time, each another field; says how many changes there were.
async fn shared_session(app: App, task: u64) -> u64 {
    const CHANGES: u64 = 5;
    let id = Arc::new(app.begin(1_000_000 + task).await);
    let writers = (0..4).map(|writer| {
        let (app, id) = (app.clone(), Arc::clone(&id));
        tokio::spawn(async move {
            for change in 1..=CHANGES {
                let path = match writer {
                    0 => format!("/first/{change}"),
                    1 => format!("/second/{change}"),
                    _ => "/visit".to_owned(),
                };
                app.must(&path, &id).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let seen = app.ask("/see", &id).await.1;
    let number = 1_000_000 + task;
    assert_eq!(seen, format!("{number} {CHANGES} {CHANGES} {} 0", 2 * CHANGES), "a change was lost");
    4 * CHANGES
}

/// A log-out while another request has the session in hand and changes it; says how many there were.
async fn log_out_against_a_slow_write(app: App, task: u64, times: u64) -> u64 {
    let mut random = Random::new(1000 + task);
    for _ in 0..times {
        let id = app.begin(2_000_000 + task).await;
        let slow = tokio::spawn({
            let (app, id) = (app.clone(), id.clone());
            async move { app.ask("/slow/7", &id).await }
        });
        tokio::time::sleep(Duration::from_micros(random.below(4000))).await;
        app.must("/end", &id).await;
        let (status, _, set) = slow.await.unwrap();
        assert!(matches!(status, StatusCode::OK | StatusCode::UNAUTHORIZED), "{status}");
        assert_eq!(set, None, "a slow request hands an ended session out");
        assert_eq!(app.ask("/see", &id).await.0, StatusCode::UNAUTHORIZED, "an ended session is back");
    }
    times
}
