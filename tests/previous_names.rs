//! A cookie gets another name, and nobody is logged out.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use session_runtime::{ConfigError, SecretKey, Session, SessionError, SessionSlot};
use tower::ServiceExt;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

mod before {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "sid"))]
    pub struct Account {
        pub visits: u64,
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(previous_names("sid", "oldest")))]
struct Account {
    visits: u64,
}

/// The same application, before and after.
macro_rules! router {
    ($claims:ty, $live:ty) => {{
        async fn log_in(slot: SessionSlot<$claims>) -> Result<(), SessionError> {
            slot.start(<$claims>::from_visits(1)).map(drop)
        }
        async fn read(session: $live) -> String {
            session.visits().to_string()
        }
        async fn count(mut session: $live) {
            *session.visits_mut() += 1;
        }
        async fn log_out(slot: SessionSlot<$claims>) -> Result<(), SessionError> {
            slot.end()
        }
        let layer = <$claims>::layer(SecretKey::from_bytes(SECRET).unwrap());
        Router::new()
            .route("/login", get(log_in))
            .route("/", get(read))
            .route("/count", get(count))
            .route("/logout", get(log_out))
            .layer(layer)
    }};
}

impl Account {
    fn from_visits(visits: u64) -> Self {
        Account { visits }
    }
}

impl before::Account {
    fn from_visits(visits: u64) -> Self {
        before::Account { visits }
    }
}

async fn send(router: &Router, path: &str, cookies: &str) -> Response<Body> {
    let request = Request::builder().uri(path).header("cookie", cookies).body(Body::empty()).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

fn lines(response: &Response<Body>) -> Vec<&str> {
    response.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect()
}

/// `name=token` of the first line.
fn pair(response: &Response<Body>) -> String {
    lines(response)[0].split(';').next().unwrap().to_owned()
}

fn is_removal(line: &str, name: &str) -> bool {
    line.starts_with(&format!("{name}=; Path=/; Secure;")) && line.contains("Max-Age=0")
}

#[tokio::test]
async fn a_session_under_the_old_name_goes_on_under_the_new_one() {
    let (old, new) = (router!(before::Account, before::AccountSession), router!(Account, AccountSession));
    let cookie = pair(&send(&old, "/login", "").await);
    assert!(cookie.starts_with("sid="));
    let read = send(&new, "/", &cookie).await;
    assert_eq!((read.status(), lines(&read)), (http::StatusCode::OK, vec![]), "reading writes nothing");
    let changed = send(&new, "/count", &cookie).await;
    let [set, sid, oldest] = lines(&changed)[..] else { panic!("{:?}", lines(&changed)) };
    assert!(set.starts_with("__Host-session=ey"), "{set}");
    assert!(is_removal(sid, "sid") && is_removal(oldest, "oldest"), "{sid} {oldest}");
    assert_eq!(send(&new, "/", &pair(&changed)).await.status(), http::StatusCode::OK);
}

#[tokio::test]
async fn the_new_name_wins_and_names_are_tried_in_order() {
    let new = router!(Account, AccountSession);
    let token = |visits| {
        let layer = Account::layer(SecretKey::from_bytes(SECRET).unwrap());
        layer.tokens().issue(&Account { visits }).unwrap()
    };
    let (one, two, three) = (token(1), token(2), token(3));
    for (cookies, seen) in [
        (format!("oldest={three}; sid={two}; __Host-session={one}"), Some("1")),
        (format!("oldest={three}; sid={two}"), Some("2")),
        (format!("oldest={three}"), Some("3")),
        // what stands under the new name is what the client presents, whatever it is
        (format!("sid={two}; __Host-session=forged"), None),
        (format!("other={two}"), None),
    ] {
        let response = send(&new, "/", &cookies).await;
        let text = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        assert_eq!((text.len() == 1).then_some(&*text), seen, "{cookies}");
    }
}

#[tokio::test]
async fn a_log_out_removes_it_under_every_name() {
    let new = router!(Account, AccountSession);
    let response = send(&new, "/logout", "sid=whatever").await;
    let lines = lines(&response);
    assert_eq!(lines.len(), 3);
    for (line, name) in lines.iter().zip(["__Host-session", "sid", "oldest"]) {
        assert!(is_removal(line, name), "{line}");
    }
}

#[test]
fn the_builder_has_the_same_rules() {
    let layer = || Account::layer(SecretKey::from_bytes(SECRET).unwrap());
    let with = |name: &str| {
        let name = name.to_owned();
        layer().cookie(move |cookie| cookie.previous_names = vec![name.into()]).map(drop)
    };
    assert_eq!(with("before"), Ok(()));
    assert_eq!(with("__Host-before"), Ok(()));
    assert_eq!(with("a b"), Err(ConfigError::CookieName("a b".into())));
    assert_eq!(with("__Host-session"), Err(ConfigError::PreviousName("__Host-session".into())));
    let moved = layer().cookie(|cookie| {
        cookie.name = "session".into();
        cookie.path = "/app".into();
        cookie.previous_names = vec!["__Host-session".into()];
    });
    assert_eq!(moved.err(), Some(ConfigError::HostPrefix), "browsers would not remove it");
}
