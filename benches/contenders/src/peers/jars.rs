//! axum-extra's cookie jars, with the claims as JSON in a cookie. They do not know when a cookie ends: the browser has to.

use crate::claims::{Account, account};
use crate::requests::{COOKIE, cookies, handed_out, request};
use crate::run::{Runs, served};
use crate::scenario::Scenario;
use axum::body::Body;
use axum::response::IntoResponse as _;
use axum_extra::extract::cookie::{Cookie, Key, PrivateCookieJar, SameSite, SignedCookieJar};
use http::{Request, Response};
use std::convert::Infallible;
use std::hint::black_box;
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::service_fn;

fn cookie(account: &Account) -> Cookie<'static> {
    Cookie::build((COOKIE, serde_json::to_string(account).expect("JSON")))
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::weeks(2))
        .build()
}

/// The two kinds have the same methods, and no trait for them.
macro_rules! jar {
    ($name:ident, $jar:ident) => {
        pub(super) fn $name(
            runtime: &Rc<Runtime>,
            scenario: Scenario,
            roles: usize,
        ) -> Option<Box<dyn Runs>> {
            async fn handle(
                scenario: Scenario,
                key: Key,
                request: Request<Body>,
            ) -> Result<Response<Body>, Infallible> {
                let jar = || $jar::from_headers(request.headers(), key.clone());
                let read =
                    |jar: &$jar| -> Option<Account> { serde_json::from_str(jar.get(COOKIE)?.value()).ok() };
                let response = Response::new(Body::empty());
                let jar = match scenario {
                    Scenario::None | Scenario::Untouched => return Ok(response),
                    Scenario::Changed => {
                        let jar = jar();
                        let mut account = read(&jar).expect("an account");
                        account.visits += 1;
                        jar.add(cookie(&account))
                    }
                    Scenario::LoggedOut => jar().remove(Cookie::build(COOKIE).path("/")),
                    Scenario::Read | Scenario::Crowded | Scenario::Forged | Scenario::Expired => {
                        black_box(read(&jar()).map(|account| account.visits));
                        return Ok(response);
                    }
                };
                Ok((jar, response).into_response())
            }

            if scenario == Scenario::Expired {
                return None;
            }
            let key = Key::from(&[7; 64]);
            let response = ($jar::new(key.clone()).add(cookie(&account(roles))), ()).into_response();
            let presented = cookies(scenario, Some(&handed_out(&response)));
            let service = service_fn(move |request| handle(scenario, key.clone(), request));
            Some(served(runtime, service, move || request(&presented)))
        }
    };
}

jar!(signed, SignedCookieJar);
jar!(private, PrivateCookieJar);
