//! Encrypted sessions over HTTP, with every storage and auth: log in, read, change, read again, log out.

#[path = "support/mod.rs"]
mod support;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{A256Gcm, MemoryStore, SecretKey, Session, SessionError, SessionSlot};
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
                if $bearer && answer.headers.contains_key("session-token") {
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
kept!(
    on_the_server,
    Account::layer(key(), MemoryStore::new(100)),
    false,
    storage = "memory",
    auth = "cookie"
);
kept!(
    on_the_server_by_header,
    Account::layer(key(), MemoryStore::new(100)),
    true,
    storage = "memory",
    auth = "header"
);
