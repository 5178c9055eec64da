//! Every combination that exists works over HTTP, with each algorithm: log in, read, change, read again, log out.

mod support;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{KeyRing, SecretKey, Session, SessionError, SessionSlot};
use support::{Client, KEY, serve};

/// One claims type, with handlers that start, read, change and end its session.
macro_rules! writable {
    ($module:ident, $algorithm:literal, $storage:literal, $($auth:tt)+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "jwt", algorithm = $algorithm, storage = $storage, $($auth)+)]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
                theme: Option<String>,
            }

            pub fn app() -> Router {
                async fn start(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.start(Account { user_id: 7, name: "Ada".into(), theme: None })?;
                    Ok(())
                }
                async fn me(account: AccountSession) -> String {
                    format!("{} {} {:?}", account.user_id(), account.name(), account.theme())
                }
                async fn dark(mut account: AccountSession) {
                    account.set_theme(Some("dark".into()));
                }
                async fn end(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.end()
                }
                Router::new()
                    .route("/login", post(start))
                    .route("/me", get(me))
                    .route("/dark", post(dark))
                    .route("/logout", post(end))
                    .layer(Account::layer(SecretKey::from_bytes(KEY).unwrap()))
            }
        }
    };
}

/// How the token of a login gets into later requests.
#[derive(Clone, Copy, PartialEq)]
enum By {
    CookieAlone,
    /// The client reads `Set-Cookie` and presents the value as a bearer token.
    CookieAsBearer,
    HeaderAsBearer,
}

async fn whole_life(app: Router, by: By) {
    let mut client = Client::new(serve(app).await);
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);

    let answer = client.post("/login", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    present(&mut client, &answer, by);
    let answer = client.get("/me").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "7 Ada None"));
    assert!(
        answer.set_cookies().is_empty() && answer.all("session-token").is_empty(),
        "unchanged sends nothing"
    );

    let answer = client.post("/dark", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    present(&mut client, &answer, by);
    assert_eq!(client.get("/me").await.text, "7 Ada Some(\"dark\")");

    let answer = client.post("/logout", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    match by {
        By::CookieAlone | By::CookieAsBearer => {
            assert!(client.jar.is_empty(), "the removal has to match the cookie")
        }
        By::HeaderAsBearer => assert_eq!(answer.all("session-token"), [""]),
    }
    client.bearer = None;
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
}

fn present(client: &mut Client, answer: &support::Answer, by: By) {
    match by {
        By::CookieAlone => assert_eq!(answer.set_cookies().len(), 1),
        By::CookieAsBearer => {
            assert_eq!(answer.set_cookies().len(), 1);
            client.bearer = client.jar.value("__Host-session").map(str::to_owned);
        }
        By::HeaderAsBearer => {
            assert!(answer.set_cookies().is_empty());
            client.bearer =
                answer.headers.get("session-token").map(|token| token.to_str().unwrap().to_owned());
        }
    }
}

macro_rules! all_algorithms {
    ($($test:ident $h256:ident $h384:ident $h512:ident: $storage:literal, [$($auth:tt)+], $($by:expr),+;)*) => {$(
        writable!($h256, "HS256", $storage, $($auth)+);
        writable!($h384, "HS384", $storage, $($auth)+);
        writable!($h512, "HS512", $storage, $($auth)+);

        #[tokio::test]
        async fn $test() {
            $(
                whole_life($h256::app(), $by).await;
                whole_life($h384::app(), $by).await;
                whole_life($h512::app(), $by).await;
            )+
        }
    )*};
}
all_algorithms! {
    cookie_cookie cookie_cookie_256 cookie_cookie_384 cookie_cookie_512: "cookie", [auth = "cookie"], By::CookieAlone;
    cookie_header cookie_header_256 cookie_header_384 cookie_header_512: "cookie", [auth = "header"], By::CookieAsBearer;
    cookie_both cookie_both_256 cookie_both_384 cookie_both_512: "cookie", [auth("cookie", "header")],
        By::CookieAlone, By::CookieAsBearer;
    header_header header_header_256 header_header_384 header_header_512: "header", [auth = "header"], By::HeaderAsBearer;
}

/// One claims type whose tokens come from `tokens().issue`: it has no setters and no `start`.
macro_rules! read_only {
    ($module:ident, $algorithm:literal, $($auth:tt)+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "jwt", algorithm = $algorithm, storage = "none", $($auth)+)]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
            }

            /// The routes, and a token from the same layer.
            pub fn app() -> (Router, String) {
                async fn me(account: AccountSession) -> String {
                    format!("{} {}", account.user_id(), account.name())
                }
                let layer = Account::layer(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()));
                let token = layer.tokens().issue(&Account { user_id: 7, name: "Ada".into() }).unwrap();
                (Router::new().route("/me", get(me)).layer(layer), token)
            }
        }
    };
}

async fn reads((app, token): (Router, String), in_cookie: bool, in_header: bool) {
    let address = serve(app).await;
    for (cookie, header) in [(true, false), (false, true)] {
        let mut client = Client::new(address);
        if cookie {
            client.jar.plant("__Host-session", &token);
        }
        client.bearer = header.then(|| token.clone());
        let answer = client.get("/me").await;
        if (cookie && in_cookie) || (header && in_header) {
            assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "7 Ada"));
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
        assert!(answer.set_cookies().is_empty());
    }
}

read_only!(none_cookie_256, "HS256", auth = "cookie");
read_only!(none_cookie_384, "HS384", auth = "cookie");
read_only!(none_cookie_512, "HS512", auth = "cookie");
read_only!(none_header_256, "HS256", auth = "header");
read_only!(none_header_384, "HS384", auth = "header");
read_only!(none_header_512, "HS512", auth = "header");
read_only!(none_both_256, "HS256", auth("cookie", "header"));
read_only!(none_both_384, "HS384", auth("cookie", "header"));
read_only!(none_both_512, "HS512", auth("cookie", "header"));

#[tokio::test]
async fn none_cookie() {
    reads(none_cookie_256::app(), true, false).await;
    reads(none_cookie_384::app(), true, false).await;
    reads(none_cookie_512::app(), true, false).await;
}

#[tokio::test]
async fn none_header() {
    reads(none_header_256::app(), false, true).await;
    reads(none_header_384::app(), false, true).await;
    reads(none_header_512::app(), false, true).await;
}

#[tokio::test]
async fn none_both() {
    reads(none_both_256::app(), true, true).await;
    reads(none_both_384::app(), true, true).await;
    reads(none_both_512::app(), true, true).await;
}
