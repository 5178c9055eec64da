//! Who is measured, on the same work.

use crate::hand_jwt::{HandJwt, HandSession};
use axum::body::Body;
use axum::extract::FromRequestParts;
use http::{Request, Response, header};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};
use std::convert::Infallible;
use std::hint::black_box;
use tower::{Layer, Service, service_fn};
use tower_sessions::{Expiry, MemoryStore, SessionManagerLayer};

pub type Answer = Result<Response<Body>, Infallible>;
pub const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

/// Six fields; five allocations of their own.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "session"))]
pub struct Account {
    #[session(subject)]
    pub user_id: u64,
    pub name: String,
    pub roles: Vec<String>,
    pub dark: bool,
    pub since: u64,
    pub visits: u32,
}

pub fn account() -> Account {
    let roles = ["admin", "editor", "viewer"].map(str::to_owned).to_vec();
    Account {
        user_id: 4711,
        name: "Ada Lovelace 184".into(),
        roles,
        dark: true,
        since: 1_700_000_000,
        visits: 7,
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Scenario {
    None,
    Untouched,
    Read,
    Changed,
    Forged,
}

impl Scenario {
    pub const ALL: [Scenario; 5] =
        [Scenario::None, Scenario::Untouched, Scenario::Read, Scenario::Changed, Scenario::Forged];

    pub fn title(self) -> &'static str {
        match self {
            Scenario::None => "No session presented, none asked for",
            Scenario::Untouched => "Presented, and never touched",
            Scenario::Read => "Read: one field",
            Scenario::Changed => "Changed: one field, the cookie set again",
            Scenario::Forged => "Forged",
        }
    }
}

/// One contender under one scenario: a service, and the requests that it gets.
pub struct Run {
    call: Box<dyn FnMut(Request<Body>)>,
    request: Box<dyn Fn() -> Request<Body>>,
}

impl Run {
    fn new<S>(mut service: S, cookie: Option<String>) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let call = move |request| {
            black_box(runtime.block_on(service.call(request))).ok();
        };
        Run { call: Box::new(call), request: Box::new(move || request(cookie.as_deref())) }
    }

    /// A batch that is ready to be run.
    pub fn prepare(&mut self, count: u32) -> impl FnMut() {
        let mut requests: Vec<_> = (0..count).map(|_| (self.request)()).collect();
        move || requests.drain(..).for_each(&mut self.call)
    }

    /// Of one request, after others.
    pub fn allocations(&mut self) -> u64 {
        self.prepare(4)();
        let mut batch = self.prepare(1);
        allocation_counter::measure(&mut batch).count_total
    }
}

pub struct Contender {
    pub name: &'static str,
    pub run: Run,
}

fn request(cookie: Option<&str>) -> Request<Body> {
    let cookies = match cookie {
        Some(cookie) => format!("_ga=GA1.2.1234567890.1700000000; lang=en-GB; session={cookie}"),
        None => "_ga=GA1.2.1234567890.1700000000; lang=en-GB".to_owned(),
    };
    Request::builder()
        .uri("/")
        .header("host", "127.0.0.1:3000")
        .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
        .header("accept", "text/html,application/xhtml+xml")
        .header(header::COOKIE, cookies)
        .body(Body::empty())
        .expect("a request")
}

fn presented(scenario: Scenario, token: String) -> Option<String> {
    match scenario {
        Scenario::None => None,
        Scenario::Forged => {
            let at = token.len() - 10;
            let other = if &token[at..=at] == "A" { "B" } else { "A" };
            Some(format!("{}{other}{}", &token[..at], &token[at + 1..]))
        }
        _ => Some(token),
    }
}

pub fn all(scenario: Scenario) -> Vec<Contender> {
    let bare = service_fn(|_: Request<Body>| async { Answer::Ok(Response::new(Body::empty())) });
    vec![
        Contender { name: "bare handler", run: Run::new(bare, None) },
        Contender { name: "session-runtime", run: ours(scenario) },
        Contender { name: "hand-written", run: hand_written(scenario) },
        Contender { name: "tower-sessions, in memory", run: tower_sessions(scenario) },
    ]
}

fn ours(scenario: Scenario) -> Run {
    let layer = Account::layer(SecretKey::from_bytes(SECRET).expect("a key"));
    let token = layer.tokens().issue(&account()).expect("a token");
    let handler = service_fn(move |request: Request<Body>| async move {
        match scenario {
            Scenario::None | Scenario::Untouched => {}
            Scenario::Read | Scenario::Forged => {
                let (mut parts, _) = request.into_parts();
                let session = Option::<AccountSession>::from_request_parts(&mut parts, &()).await;
                black_box(session.ok().flatten().map(|session| session.visits()));
            }
            Scenario::Changed => {
                let (mut parts, _) = request.into_parts();
                let mut session =
                    AccountSession::from_request_parts(&mut parts, &()).await.expect("a session");
                session.set_visits(session.visits() + 1);
            }
        }
        Answer::Ok(Response::new(Body::empty()))
    });
    Run::new(layer.layer(handler), presented(scenario, token))
}

fn hand_written(scenario: Scenario) -> Run {
    let layer = HandJwt::new(SECRET);
    let token = layer.encode(account());
    let handler = service_fn(move |request: Request<Body>| async move {
        let session = request.extensions().get::<HandSession>().expect("the layer");
        match scenario {
            Scenario::None | Scenario::Untouched => {}
            Scenario::Read | Scenario::Forged => {
                black_box(session.read(|account| account.visits));
            }
            Scenario::Changed => session.change(|account| account.visits += 1),
        }
        Answer::Ok(Response::new(Body::empty()))
    });
    Run::new(layer.layer(handler), presented(scenario, token))
}

fn tower_sessions(scenario: Scenario) -> Run {
    async fn insert(request: Request<Body>) -> Answer {
        let session = request.extensions().get::<tower_sessions::Session>().expect("the layer");
        session.insert("account", account()).await.expect("stored");
        Ok(Response::new(Body::empty()))
    }
    let layer = SessionManagerLayer::new(MemoryStore::default())
        .with_name("session")
        .with_expiry(Expiry::OnInactivity(time::Duration::weeks(2)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let response = runtime.block_on(layer.layer(service_fn(insert)).call(request(None))).expect("an answer");
    let line = response.headers()[header::SET_COOKIE].to_str().expect("text");
    let id = line.trim_start_matches("session=").split(';').next().unwrap_or_default().to_owned();

    let handler = service_fn(move |request: Request<Body>| async move {
        let session = request.extensions().get::<tower_sessions::Session>().expect("the layer");
        match scenario {
            Scenario::None | Scenario::Untouched => {}
            Scenario::Read | Scenario::Forged => {
                let account: Option<Account> = session.get("account").await.expect("loaded");
                black_box(account.map(|account| account.visits));
            }
            Scenario::Changed => {
                let mut account: Account =
                    session.get("account").await.expect("loaded").unwrap_or_else(account);
                account.visits += 1;
                session.insert("account", account).await.expect("stored");
            }
        }
        Answer::Ok(Response::new(Body::empty()))
    });
    Run::new(layer.layer(handler), presented(scenario, id))
}
