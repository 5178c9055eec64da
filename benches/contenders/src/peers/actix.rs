//! actix-session with its cookies, in its own framework.

use crate::claims::{Account, account};
use crate::requests::cookies;
use crate::run::{Outcome, Runs};
use crate::scenario::Scenario;
use actix_http::Request;
use actix_session::config::CookieContentSecurity;
use actix_session::storage::CookieSessionStore;
use actix_session::{Session, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::Key;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::rt::{System, SystemRunner};
use actix_web::{App, Error, HttpResponse, test, web};
use http::StatusCode;
use std::hint::black_box;
use std::rc::Rc;

const FIELD: &str = "account";

async fn bare() -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn insert(session: Session, roles: web::Data<usize>) -> HttpResponse {
    session.insert(FIELD, account(**roles)).expect("kept");
    HttpResponse::Ok().finish()
}

async fn read(session: Session) -> HttpResponse {
    let account = session.get::<Account>(FIELD).ok().flatten();
    black_box(account.map(|account| account.visits));
    HttpResponse::Ok().finish()
}

async fn change(session: Session) -> HttpResponse {
    let mut account: Account = session.get(FIELD).expect("readable").expect("an account");
    account.visits += 1;
    session.insert(FIELD, account).expect("kept");
    HttpResponse::Ok().finish()
}

async fn end(session: Session) -> HttpResponse {
    session.purge();
    HttpResponse::Ok().finish()
}

fn path(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::None | Scenario::Untouched => "/",
        Scenario::Changed => "/change",
        Scenario::LoggedOut => "/end",
        Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => "/read",
    }
}

fn request(path: &str, cookies: &str) -> Request {
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    test::TestRequest::get()
        .uri(path)
        .insert_header(("host", "127.0.0.1:3000"))
        .insert_header(("user-agent", agent))
        .insert_header(("accept", "text/html,application/xhtml+xml"))
        .insert_header(("cookie", cookies))
        .to_request()
}

struct Served<S> {
    system: Rc<SystemRunner>,
    service: S,
    presented: String,
    path: &'static str,
    ready: Vec<Request>,
}

impl<S, B> Runs for Served<S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    fn prepare(&mut self, count: usize) {
        self.ready.extend((0..count).map(|_| request(self.path, &self.presented)));
    }

    fn run(&mut self) -> Outcome {
        let (service, ready) = (&self.service, &mut self.ready);
        self.system.block_on(async {
            let mut outcome = None;
            for request in ready.drain(..) {
                let response = black_box(service.call(request).await.expect("an answer"));
                let set_cookies = response.headers().get_all("set-cookie").count();
                let status = StatusCode::from_u16(response.status().as_u16()).expect("a status");
                outcome = Some(Outcome { status, set_cookies });
            }
            outcome.expect("a request")
        })
    }

    fn cookies(&mut self) -> usize {
        self.presented.len()
    }
}

/// The two kinds have services of one type that has no name.
macro_rules! run {
    ($system:expr, $scenario:expr, $roles:expr, $security:expr) => {{
        let system = Rc::clone($system);
        let builder = SessionMiddleware::builder(CookieSessionStore::default(), Key::from(&[7; 64]));
        let middleware = builder.cookie_content_security($security).cookie_name("session".into()).build();
        let app = App::new()
            .app_data(web::Data::new($roles))
            .wrap(middleware)
            .route("/", web::get().to(bare))
            .route("/insert", web::get().to(insert))
            .route("/read", web::get().to(read))
            .route("/change", web::get().to(change))
            .route("/end", web::get().to(end));
        let service = system.block_on(test::init_service(app));
        let response = system.block_on(service.call(request("/insert", ""))).expect("an answer");
        let line = response.headers().get("set-cookie").expect("a session").to_str().expect("text");
        let token = line.trim_start_matches("session=").split(';').next().expect("a value").to_owned();
        let presented = cookies($scenario, Some(&token));
        Box::new(Served { system, service, presented, path: path($scenario), ready: Vec::new() })
    }};
}

/// None for a session that has ended: what is in the cookie does not say when it ends.
pub(crate) fn all(scenario: Scenario, roles: usize) -> Vec<(&'static str, Option<Box<dyn Runs>>)> {
    let system = Rc::new(System::new());
    let app = App::new();
    let app =
        ["/", "/read", "/change", "/end"].iter().fold(app, |app, path| app.route(path, web::get().to(bare)));
    let service = system.block_on(test::init_service(app));
    let presented = crate::by_hand::presented(scenario, roles);
    let bare =
        Served { system: Rc::clone(&system), service, presented, path: path(scenario), ready: Vec::new() };
    let offers = scenario != Scenario::Expired;
    let signed =
        offers.then(|| -> Box<dyn Runs> { run!(&system, scenario, roles, CookieContentSecurity::Signed) });
    let private =
        offers.then(|| -> Box<dyn Runs> { run!(&system, scenario, roles, CookieContentSecurity::Private) });
    vec![
        ("bare handler of actix-web", Some(Box::new(bare))),
        ("actix-session, signed", signed),
        ("actix-session, private", private),
    ]
}
