//! A claims struct that changes: versions of a program side by side, and nobody is logged out.

#[path = "support/mod.rs"]
mod support;
#[path = "support/watched.rs"]
mod watched;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use serde::{Deserialize, Serialize};
use session_runtime::{KeyAlgorithm, Rejection, SecretKey, Session, SessionError, SessionSlot};
use support::KEY;
use tower::ServiceExt;
use watched::Watched;

fn key<A: KeyAlgorithm>() -> SecretKey<A> {
    SecretKey::from_bytes(&KEY[..32]).unwrap()
}

/// The struct of three versions of one program.
macro_rules! versions {
    ($($attribute:tt)+) => {
        use super::*;

        pub mod one {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session($($attribute)+)]
            pub struct Account {
                pub name: String,
            }
        }
        pub mod two {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session($($attribute)+, version = 2, previous = super::one::Account)]
            pub struct Account {
                pub names: Vec<String>,
            }
            impl From<one::Account> for Account {
                fn from(earlier: one::Account) -> Self {
                    Account { names: vec![earlier.name] }
                }
            }
        }
        pub mod three {
            use super::*;
            use super::{one::Account as AccountV1, two::Account as AccountV2};

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session($($attribute)+, version = 3, previous(AccountV2, AccountV1))]
            pub struct Account {
                pub full_name: String,
            }
            impl From<AccountV1> for Account {
                fn from(earlier: AccountV1) -> Self {
                    Account { full_name: format!("{}, once", earlier.name) }
                }
            }
            impl From<AccountV2> for Account {
                fn from(earlier: AccountV2) -> Self {
                    Account { full_name: earlier.names.join(" ") }
                }
            }
        }
        /// Version four reads nothing that was before it.
        pub mod four {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session($($attribute)+, version = 4)]
            pub struct Account {
                pub full_name: String,
            }
        }

        fn ada() -> (one::Account, two::Account, three::Account) {
            (
                one::Account { name: "Ada".into() },
                two::Account { names: vec!["Ada".into(), "Lovelace".into()] },
                three::Account { full_name: "Ada King".into() },
            )
        }
    };
}

/// Tokens of each version, read by all of them.
macro_rules! carried {
    ($module:ident, $($attribute:tt)+) => {
        mod $module {
            versions!($($attribute)+);

            #[test]
            fn what_was_before_is_read_and_what_comes_after_is_no_session() {
                let (one, two) = (one::Account::layer(key()).tokens(), two::Account::layer(key()).tokens());
                let (three, four) = (three::Account::layer(key()).tokens(), four::Account::layer(key()).tokens());
                let (first, second, third) = ada();
                let token = one.issue(&first).unwrap();
                assert_eq!(one.verify(&token).unwrap().claims, first);
                assert_eq!(two.verify(&token).unwrap().claims.names, ["Ada"]);
                assert_eq!(three.verify(&token).unwrap().claims.full_name, "Ada, once");
                assert_eq!(four.verify(&token), Err(Rejection::EarlierVersion(1)));
                let token = two.issue(&second).unwrap();
                assert_eq!(one.verify(&token), Err(Rejection::NewerVersion));
                assert_eq!(two.verify(&token).unwrap().claims, second);
                assert_eq!(three.verify(&token).unwrap().claims.full_name, "Ada Lovelace");
                let token = three.issue(&third).unwrap();
                assert_eq!(two.verify(&token), Err(Rejection::NewerVersion));
                // Struct and claims are alike; the version is not.
                assert_eq!(four.verify(&token), Err(Rejection::EarlierVersion(3)));
            }
        }
    };
}
carried!(jwt, codec = "jwt", storage = "cookie", auth = "cookie", idle = "1h");
carried!(signed, codec = "signed", storage = "cookie", auth = "cookie");
carried!(jwe, codec = "jwe", storage = "header", auth = "header");

mod held {
    versions!(codec = "opaque", storage = Watched, auth = "cookie");

    #[tokio::test]
    async fn a_record_is_upgraded_by_the_next_write() {
        let store = Watched::default();
        let (one, two) = (one::Account::layer(store.clone()), two::Account::layer(store.clone()));
        let (first, ..) = ada();
        let token = one.sessions().start(first.clone()).await.unwrap();
        assert_eq!(two.sessions().verify(&token).await.unwrap().unwrap().claims.names, ["Ada"]);
        assert_eq!(
            one.sessions().verify(&token).await.unwrap().unwrap().claims,
            first,
            "reading writes nothing"
        );

        async fn write(mut account: two::AccountSession) {
            account.names_mut().push("Lovelace".into());
        }
        let app = Router::new().route("/", get(write)).layer(two.clone());
        let request = Request::get("/").header("cookie", format!("__Host-session={token}"));
        app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert!(store.documents()[0].contains(r#""version":2"#), "{:?}", store.documents());
        assert_eq!(two.sessions().verify(&token).await.unwrap().unwrap().claims, ada().1);
        assert_eq!(one.sessions().verify(&token).await.unwrap(), Err(Rejection::NewerVersion));
        let three = three::Account::layer(store.clone()).sessions();
        assert_eq!(three.verify(&token).await.unwrap().unwrap().claims.full_name, "Ada Lovelace");
        let four = four::Account::layer(store.clone()).sessions();
        assert_eq!(four.verify(&token).await.unwrap(), Err(Rejection::EarlierVersion(2)));
        let third = four.start(four::Account { full_name: ada().2.full_name }).await.unwrap();
        assert_eq!(three.verify(&third).await.unwrap(), Err(Rejection::NewerVersion));
    }
}

/// Two versions of a server behind one address: a browser's requests reach either.
#[tokio::test]
async fn a_rolling_deployment_logs_nobody_out() {
    use jwt::{one, two};
    async fn old(slot: SessionSlot<one::Account>) -> Result<String, SessionError> {
        Ok(slot.load().await?.map_or_else(|| "nobody".to_owned(), |session| session.name().to_owned()))
    }
    async fn new(mut account: two::AccountSession) -> String {
        account.names_mut().push("Lovelace".into());
        account.names().join(" ")
    }
    let old = Router::new().route("/", get(old)).layer(one::Account::layer(key()).remove_rejected());
    let new = Router::new().route("/", get(new)).layer(two::Account::layer(key()));
    let ask = async |app: &Router, token: &str| {
        let request = Request::get("/").header("cookie", format!("__Host-session={token}"));
        answer(app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()).await
    };

    let token = one::Account::layer(key()).tokens().issue(&one::Account { name: "Ada".into() }).unwrap();
    assert_eq!(ask(&old, &token).await, ("Ada".to_owned(), None));
    let (text, upgraded) = ask(&new, &token).await;
    assert_eq!(text, "Ada Lovelace");
    let upgraded = upgraded.expect("the next write is of the new version");
    assert_eq!(ask(&old, &upgraded).await, ("nobody".to_owned(), None), "left alone, not removed");
    assert_eq!(ask(&new, &upgraded).await.0, "Ada Lovelace Lovelace");
}

/// The text, and the token that the cookie is set to.
async fn answer(response: axum::response::Response) -> (String, Option<String>) {
    let token = response.headers().get("set-cookie").map(|line| {
        let line = line.to_str().unwrap();
        line.split(';').next().unwrap().split_once('=').unwrap().1.to_owned()
    });
    let body = axum::body::to_bytes(response.into_body(), 1 << 16).await.unwrap();
    (String::from_utf8(body.to_vec()).unwrap(), token)
}
