//! Sessions of a store with each codec and each auth, over HTTP: log in, read, change, read again, log out.

mod support;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{KeyAlgorithm, MemoryStore, SecretKey, Session, SessionError, SessionSlot};
use support::{Answer, Client, KEY, serve};

fn key<A: KeyAlgorithm>() -> SecretKey<A> {
    SecretKey::from_bytes(&KEY[..32]).unwrap()
}

fn store() -> MemoryStore {
    MemoryStore::new(100)
}

macro_rules! combination {
    ($module:ident, $codec:literal $layer:tt, [$($auth:tt)+], $($by:expr),+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = $codec, storage = "memory", $($auth)+)]
            struct Account {
                name: String,
                theme: Option<String>,
            }

            fn app() -> Router {
                async fn start(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.start(Account { name: "Ada".into(), theme: None }).map(drop)
                }
                async fn me(account: AccountSession) -> String {
                    format!("{} {:?}", account.name(), account.theme())
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
                    .layer(Account::layer $layer)
            }

            #[tokio::test]
            async fn whole_life() {
                $(super::whole_life(app(), $by).await;)+
            }
        }
    };
}

macro_rules! with_each_auth {
    ($($module:ident: $codec:literal $layer:tt;)+) => {$(
        mod $module {
            use super::*;

            combination!(cookie, $codec $layer, [auth = "cookie"], By::Cookie);
            combination!(header, $codec $layer, [auth = "header"], By::Header);
            combination!(both_by_cookie, $codec $layer, [deliver = "cookie", auth("cookie", "header")], By::Cookie, By::CookieAsBearer);
            combination!(both_by_header, $codec $layer, [deliver = "header", auth("cookie", "header")], By::Header, By::HeaderAsCookie);
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
    /// The client sets a cookie from the header.
    HeaderAsCookie,
}

async fn whole_life(app: Router, by: By) {
    let mut client = Client::new(serve(app).await);
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
    let token = handed_out(&client.post("/login", "").await, by);
    present(&mut client, &token, by);
    assert_eq!(client.get("/me").await.text, "Ada None");

    let answer = client.post("/dark", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.set_cookies().is_empty() && answer.all("session-token").is_empty(), "the id stays");
    assert_eq!(client.get("/me").await.text, "Ada Some(\"dark\")");

    assert_eq!(client.post("/logout", "").await.status, StatusCode::OK);
    present(&mut client, &token, by);
    assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED, "a copy of the token opens nothing");
}

/// The token, and that it is handed out in one way.
fn handed_out(answer: &Answer, by: By) -> String {
    assert_eq!(answer.status, StatusCode::OK);
    let (cookies, headers) = (answer.set_cookies(), answer.all("session-token"));
    match by {
        By::Cookie | By::CookieAsBearer => {
            assert_eq!((cookies.len(), headers.len()), (1, 0));
            let (_, value) = cookies[0].split_once('=').unwrap();
            value.split(';').next().unwrap().to_owned()
        }
        By::Header | By::HeaderAsCookie => {
            assert_eq!((cookies.len(), headers.len()), (0, 1));
            answer.headers["session-token"].to_str().unwrap().to_owned()
        }
    }
}

fn present(client: &mut Client, token: &str, by: By) {
    match by {
        By::Cookie | By::HeaderAsCookie => client.jar.plant("__Host-session", token),
        By::CookieAsBearer | By::Header => {
            client.jar = Default::default();
            client.bearer = Some(token.to_owned());
        }
    }
}

with_each_auth! {
    opaque: "opaque" (store());
    jwt: "jwt" (key(), store());
    signed: "signed" (key(), store());
    jwe: "jwe" (key(), store());
}
