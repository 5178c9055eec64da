//! The `signed` codec with each storage and auth that it goes with, over HTTP: log in, read, change, read again, log out. The same for
//! both digests.

mod support;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{KeyRing, SecretKey, Session, SessionError, SessionSlot};
use support::{Answer, Client, KEY, serve};

macro_rules! combinations {
    ($($test:ident: $digest:literal, $storage:literal, [$($auth:tt)+], $by:expr;)+) => {$(
        mod $test {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "signed", digest = $digest, storage = $storage, $($auth)+)]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
            }

            pub fn app() -> Router {
                async fn start(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.start(Account { user_id: 7, name: "Ada".into() }).map(drop)
                }
                async fn me(account: AccountSession) -> String {
                    format!("{} {}", account.user_id(), account.name())
                }
                async fn change(mut account: AccountSession) {
                    account.set_name("Grace".into());
                }
                async fn end(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.end()
                }
                Router::new()
                    .route("/login", post(start))
                    .route("/me", get(me))
                    .route("/change", post(change))
                    .route("/logout", post(end))
                    .layer(Account::layer(KeyRing::new(SecretKey::from_bytes(KEY).unwrap())))
            }

            #[tokio::test]
            async fn whole_life() {
                super::whole_life(app(), $by).await;
            }
        }
    )+};
}

/// How the token of a login gets into later requests.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Cookie,
    /// The client reads `Set-Cookie` and presents the value as a bearer token.
    CookieAsBearer,
    Header,
}

async fn whole_life(app: Router, by: By) {
    let mut client = Client::new(serve(app).await);
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
    let answer = client.post("/login", "").await;
    present(&mut client, &answer, by);
    let answer = client.get("/me").await;
    assert_eq!(answer.text, "7 Ada");
    assert!(
        answer.set_cookies().is_empty() && answer.all("session-token").is_empty(),
        "unchanged sends nothing"
    );
    let answer = client.post("/change", "").await;
    present(&mut client, &answer, by);
    assert_eq!(client.get("/me").await.text, "7 Grace");
    let answer = client.post("/logout", "").await;
    match by {
        By::Cookie | By::CookieAsBearer => assert!(client.jar.is_empty()),
        By::Header => assert_eq!(answer.all("session-token"), [""]),
    }
    client.bearer = None;
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
}

fn present(client: &mut Client, answer: &Answer, by: By) {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.set_cookies().len(), usize::from(by != By::Header));
    match by {
        By::Cookie => {}
        By::CookieAsBearer => client.bearer = client.jar.value("__Host-session").map(str::to_owned),
        By::Header => client.bearer = Some(answer.headers["session-token"].to_str().unwrap().to_owned()),
    }
}

combinations! {
    sha256_cookie_cookie: "sha256", "cookie", [auth = "cookie"], By::Cookie;
    sha256_cookie_header: "sha256", "cookie", [auth = "header"], By::CookieAsBearer;
    sha256_cookie_both: "sha256", "cookie", [auth("cookie", "header")], By::Cookie;
    sha256_cookie_both_as_bearer: "sha256", "cookie", [auth("cookie", "header")], By::CookieAsBearer;
    sha256_header_header: "sha256", "header", [auth = "header"], By::Header;
    sha1_cookie_cookie: "sha1", "cookie", [auth = "cookie"], By::Cookie;
    sha1_cookie_header: "sha1", "cookie", [auth = "header"], By::CookieAsBearer;
    sha1_cookie_both: "sha1", "cookie", [auth("cookie", "header")], By::Cookie;
    sha1_cookie_both_as_bearer: "sha1", "cookie", [auth("cookie", "header")], By::CookieAsBearer;
    sha1_header_header: "sha1", "header", [auth = "header"], By::Header;
}

macro_rules! read_only {
    ($($test:ident: $digest:literal, [$($auth:tt)+], $header:literal, $before:literal;)+) => {$(
        #[tokio::test]
        async fn $test() {
            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "signed", digest = $digest, storage = "none", $($auth)+)]
            struct Caller {
                user_id: u64,
            }
            async fn me(caller: CallerSession) -> String {
                caller.user_id().to_string()
            }
            let layer = Caller::layer(SecretKey::from_bytes(KEY).unwrap());
            let token = layer.tokens().issue(&Caller { user_id: 7 }).unwrap();
            let mut client = Client::new(serve(Router::new().route("/me", get(me)).layer(layer)).await);
            let value = format!("{}{token}", $before);
            let answer = client.send(http::Method::GET, "/me", &[($header, value.as_bytes())], "").await;
            assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "7"));
        }
    )+};
}
read_only! {
    sha256_none_cookie: "sha256", [auth = "cookie"], "cookie", "__Host-session=";
    sha256_none_header: "sha256", [auth = "header"], "authorization", "Bearer ";
    sha256_none_both: "sha256", [auth("cookie", "header")], "authorization", "Bearer ";
    sha1_none_cookie: "sha1", [auth = "cookie"], "cookie", "__Host-session=";
    sha1_none_header: "sha1", [auth = "header"], "authorization", "Bearer ";
    sha1_none_both: "sha1", [auth("cookie", "header")], "cookie", "__Host-session=";
}
