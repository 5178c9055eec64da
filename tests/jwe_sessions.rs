//! Encrypted sessions over HTTP, with each storage and auth on the client: log in, read, change, read again, log out. Those of a store
//! are in `held_combinations.rs`.

#[path = "support/mod.rs"]
mod support;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{A256Gcm, SecretKey, Session, SessionError, SessionSlot};
use support::{Client, KEY, serve};

fn key() -> SecretKey<A256Gcm> {
    SecretKey::from_bytes(&KEY[..32]).unwrap()
}

macro_rules! kept {
    ($module:ident, $layer:expr, $bearer:literal, $($attribute:tt)+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "jwe", $($attribute)+)]
            struct Account {
                name: String,
                theme: Option<String>,
            }

            #[tokio::test]
            async fn works_over_http() {
                async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.start(Account { name: "Ada".into(), theme: None }).map(drop)
                }
                async fn me(account: AccountSession) -> String {
                    format!("{} {:?}", account.name(), account.theme())
                }
                let app = Router::new()
                    .route("/login", post(login))
                    .route("/me", get(me))
                    .route("/dark", post(async |mut account: AccountSession| account.set_theme(Some("dark".into()))))
                    .route("/logout", post(async |slot: SessionSlot<Account>| slot.end().unwrap()))
                    .layer($layer);
                let mut client = Client::new(serve(app).await);
                assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
                let token = |client: &Client, answer: &support::Answer| {
                    let header = answer.headers.get("session-token").map(|token| token.to_str().unwrap().to_owned());
                    header.or_else(|| client.jar.value("__Host-session").map(str::to_owned)).unwrap()
                };
                let answer = client.post("/login", "").await;
                let first = token(&client, &answer);
                // header, no encrypted key, IV, ciphertext, tag
                assert_eq!(first.split('.').map(str::is_empty).collect::<Vec<_>>(), [false, true, false, false, false]);
                assert!(!first.contains("QWRh"), "the name is not there to be read");
                if $bearer {
                    client.bearer = Some(first.clone());
                }
                assert_eq!(client.get("/me").await.text, "Ada None");
                let answer = client.post("/dark", "").await;
                if $bearer {
                    client.bearer = Some(token(&client, &answer));
                }
                assert_eq!(client.get("/me").await.text, "Ada Some(\"dark\")");
                assert_eq!(client.post("/logout", "").await.status, StatusCode::OK);
                client.bearer = None;
                assert_eq!(client.get("/me").await.status, StatusCode::UNAUTHORIZED);
            }
        }
    };
}

kept!(in_a_cookie, Account::layer(key()), false, storage = "cookie", auth = "cookie");
kept!(in_a_cookie_for_both, Account::layer(key()), false, storage = "cookie", auth("cookie", "header"));
kept!(in_a_header, Account::layer(key()), true, storage = "header", auth = "header");
kept!(in_a_cookie_for_a_header, Account::layer(key()), true, storage = "cookie", auth = "header");
kept!(
    in_a_cookie_for_both_as_bearer,
    Account::layer(key()),
    true,
    storage = "cookie",
    auth("cookie", "header")
);

/// A token from elsewhere is read where the attribute says, and nowhere else.
macro_rules! only_read {
    ($module:ident, $in_cookie:literal, $in_header:literal, $($auth:tt)+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "jwe", storage = "none", $($auth)+)]
            struct Account {
                name: String,
            }

            #[tokio::test]
            async fn works_over_http() {
                let layer = Account::layer(key());
                let token = layer.tokens().issue(&Account { name: "Ada".into() }).unwrap();
                let me = async |account: AccountSession| account.name().to_owned();
                let address = serve(Router::new().route("/me", get(me)).layer(layer)).await;
                let mut by_cookie = Client::new(address);
                by_cookie.jar.plant("__Host-session", &token);
                let mut by_header = Client::new(address);
                by_header.bearer = Some(token);
                for (mut client, is_read) in [(by_cookie, $in_cookie), (by_header, $in_header)] {
                    let answer = client.get("/me").await;
                    let expected = if is_read { (StatusCode::OK, "Ada") } else { (StatusCode::UNAUTHORIZED, "") };
                    assert_eq!((answer.status, answer.text.as_str()), expected);
                    assert!(answer.set_cookies().is_empty());
                }
            }
        }
    };
}

only_read!(nowhere_for_a_cookie, true, false, auth = "cookie");
only_read!(nowhere_for_a_header, false, true, auth = "header");
only_read!(nowhere_for_both, true, true, auth("cookie", "header"));
