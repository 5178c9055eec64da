//! What clients send that nobody honest sends, and what goes back over HTTP. The numbers are those of the security requirements
//! that a session layer is held to; tests of tokens alone stand in `hostile_tokens`.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/tokens.rs"]
mod tokens;

use axum::Router;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionLayer, SessionSlot, Sha1, Sha256};
use std::net::SocketAddr;
use support::{Client, KEY, log, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A claims type with this attribute, its layer, and the same few routes for each.
macro_rules! session {
    ($module:ident, $algorithm:ty, $($attribute:tt)+) => {
        #[allow(dead_code, reason = "each test uses its own part")]
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session($($attribute)+)]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
            }

            pub fn ada(user_id: u64) -> Account {
                Account { user_id, name: "Ada".into() }
            }

            pub fn layer() -> SessionLayer<Account> {
                Account::layer(SecretKey::<$algorithm>::from_bytes(KEY).unwrap())
            }

            /// A good token of this user.
            pub fn token(user_id: u64) -> String {
                layer().tokens().issue(&ada(user_id)).unwrap()
            }

            pub fn routes() -> Router {
                async fn me(account: AccountSession) -> String {
                    format!("{} {}", account.user_id(), account.name())
                }
                async fn maybe(account: Option<AccountSession>) -> String {
                    account.map_or("nobody".to_owned(), |account| account.user_id().to_string())
                }
                async fn why(slot: SessionSlot<Account>) -> Result<String, SessionError> {
                    slot.load().await?;
                    Ok(format!("{:?}", slot.rejection()))
                }
                async fn start(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.start(ada(7)).map(drop)
                }
                async fn change(mut account: AccountSession) {
                    account.set_name("Grace".into());
                }
                async fn end(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                    slot.end()
                }
                Router::new()
                    .route("/me", get(me))
                    .route("/maybe", get(maybe))
                    .route("/why", get(why))
                    .route("/start", post(start))
                    .route("/change", post(change))
                    .route("/end", post(end))
            }

            pub async fn served() -> SocketAddr {
                serve(routes().layer(layer())).await
            }
        }
    };
}

mod caching;
mod config;
mod cookies;
mod header;
mod robust;
mod written;

session!(prefixed, session_runtime::Hs256, codec = "jwt", storage = "cookie", auth = "cookie");
session!(
    plain,
    session_runtime::Hs256,
    codec = "jwt",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session")
);
session!(
    secure,
    session_runtime::Hs256,
    codec = "jwt",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "__Secure-session", domain = "example.com")
);
session!(bearer, session_runtime::Hs256, codec = "jwt", storage = "header", auth = "header");
session!(both, session_runtime::Hs256, codec = "jwt", storage = "cookie", auth("cookie", "header"));
session!(signed, Sha256, codec = "signed", storage = "cookie", auth = "cookie", cookie(name = "session"));
session!(
    starlette,
    Sha1,
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session")
);

/// What came back, as it was written.
struct Raw {
    status: u16,
    fields: Vec<(String, String)>,
    text: String,
}

impl Raw {
    fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// A request with these field lines, byte for byte: no client library would send some of them.
async fn raw(address: SocketAddr, path: &str, lines: &[&[u8]]) -> Raw {
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n").into_bytes();
    for line in lines {
        request.extend_from_slice(line);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let mut head = head.split("\r\n");
    let status = head.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let fields =
        head.map(|line| line.split_once(": ").unwrap()).map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()));
    Raw { status, fields: fields.collect(), text: text.to_owned() }
}

/// Who the server takes somebody for that sends these lines; and that it goes on serving, whatever they are.
async fn who(address: SocketAddr, lines: &[&[u8]]) -> String {
    let answer = raw(address, "/maybe", lines).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}
