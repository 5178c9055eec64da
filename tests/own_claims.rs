//! Claims that a struct declares itself, with the names of registered ones (RFC 7519 section 4.1): they are the application's, they are
//! enforced, and the layer adds no other. The same with every codec.

mod support;

use axum::Router;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use session_runtime::{Clock, Rejection, SecretKey, Session, SessionError, SessionSlot};
use std::time::Duration;
use support::{Client, KEY, serve};

const NOW: u64 = 1_700_000_000;

macro_rules! own {
    ($($module:ident: $codec:literal $(, digest = $digest:literal)?;)+) => {$(
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq, Default)]
            #[session(codec = $codec $(, digest = $digest)?, storage = "cookie", auth = "cookie", lifetime = "1h")]
            pub struct Own {
                exp: Option<f64>,
                nbf: Option<u64>,
                iat: Option<i64>,
                iss: Option<String>,
                #[serde(default)]
                aud: Vec<String>,
                sub: Option<String>,
                jti: Option<String>,
            }

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session(codec = $codec $(, digest = $digest)?, storage = "cookie", auth = "cookie", lifetime = "1h")]
            pub struct Open {
                name: String,
                #[serde(flatten)]
                more: Map<String, Value>,
            }

            /// Written as another type, which has a claim that the struct does not show.
            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session(codec = $codec $(, digest = $digest)?, storage = "cookie", auth = "cookie", lifetime = "1h")]
            #[serde(into = "Raw", from = "Raw")]
            pub struct Converted {
                name: String,
            }

            #[derive(Serialize, Deserialize)]
            struct Raw {
                name: String,
                exp: u64,
            }

            impl From<Converted> for Raw {
                fn from(Converted { name }: Converted) -> Self {
                    Raw { name, exp: NOW + 100 }
                }
            }

            impl From<Raw> for Converted {
                fn from(Raw { name, exp }: Raw) -> Self {
                    assert_eq!(exp, NOW + 100);
                    Converted { name }
                }
            }

            #[test]
            fn a_struct_that_is_converted_keeps_the_claims_of_the_other_type() {
                let at = |now: u64| {
                    let clock = Clock::manual(Duration::from_secs(now));
                    Converted::layer(SecretKey::from_bytes(KEY).unwrap()).clock(clock).tokens()
                };
                let claims = Converted { name: "Ada".into() };
                let token = at(NOW).issue(&claims).unwrap();
                assert_eq!(at(NOW + 99).verify(&token).map(|verified| verified.claims), Ok(claims));
                assert_eq!(at(NOW + 100).verify(&token).map(drop), Err(Rejection::Expired));
            }

            #[test]
            fn what_is_declared_comes_back_and_is_enforced() {
                let clock = Clock::manual(Duration::from_secs(NOW));
                let tokens = Own::layer(SecretKey::from_bytes(KEY).unwrap()).clock(clock.clone()).tokens();
                let at = |claims: &Own, later: u64| {
                    let token = tokens.issue(claims).unwrap();
                    let then = Clock::manual(clock.now() + Duration::from_secs(later));
                    let tokens = Own::layer(SecretKey::from_bytes(KEY).unwrap()).clock(then).tokens();
                    tokens.verify(&token).map(|verified| verified.claims)
                };
                let all = Own {
                    exp: Some(NOW as f64 + 100.5),
                    nbf: Some(NOW - 5),
                    iat: Some(NOW as i64 - 10),
                    iss: Some("we".into()),
                    aud: vec!["you".into(), "them".into()],
                    sub: Some("user-1".into()),
                    jti: Some("id".into()),
                };
                assert_eq!(at(&all, 100), Ok(all.clone()));
                assert_eq!(at(&all, 101), Err(Rejection::Expired));
                let later = Own { nbf: Some(NOW + 10), ..Own::default() };
                assert_eq!(at(&later, 9), Err(Rejection::NotYetValid));
                assert_eq!(at(&later, 10), Ok(later.clone()));
                let none = Own::default();
                assert_eq!(at(&none, 3599), Ok(none.clone()));
                assert_eq!(at(&none, 3600), Err(Rejection::Expired));
                let forever = Own { exp: Some(253_402_300_799.0), ..Own::default() };
                assert_eq!(at(&forever, 3600), Err(Rejection::Expired), "the lifetime bounds it");
            }

            #[test]
            fn a_map_never_sees_what_the_layer_adds() {
                let layer = Open::layer(SecretKey::from_bytes(KEY).unwrap());
                for more in [json!({}), json!({"exp": 4_102_444_800_u64, "n": 1}), json!({"a": {"exp": "x"}, "iss": "me"})] {
                    let claims = Open { name: "Ada".into(), more: more.as_object().unwrap().clone() };
                    let token = layer.tokens().issue(&claims).unwrap();
                    assert_eq!(layer.tokens().verify(&token).unwrap().claims, claims);
                }
            }

            #[tokio::test]
            async fn a_writing_request_sees_what_it_wrote() {
                async fn write(slot: SessionSlot<Own>) -> Result<String, SessionError> {
                    slot.start(Own { nbf: Some(NOW + 10), ..Own::default() })?;
                    let again = slot.load().await?;
                    Ok(format!("{:?}", again.map(|session| session.nbf())))
                }
                async fn read(session: Option<OwnSession>) -> String {
                    format!("{:?}", session.map(|session| session.nbf()))
                }
                let clock = Clock::manual(Duration::from_secs(NOW));
                let layer = Own::layer(SecretKey::from_bytes(KEY).unwrap()).clock(clock.clone());
                let app = Router::new().route("/write", post(write)).route("/read", get(read)).layer(layer);
                let mut client = Client::new(serve(app).await);
                assert_eq!(client.post("/write", "").await.text, "Some(Some(1700000010))");
                assert_eq!(client.get("/read").await.text, "None");
                clock.advance(Duration::from_secs(10));
                assert_eq!(client.get("/read").await.text, "Some(Some(1700000010))");
            }
        }
    )+};
}
own! {
    jwt: "jwt";
    sha256: "signed";
    sha1: "signed", digest = "sha1";
}
