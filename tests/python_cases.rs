//! What the Python middleware's own tests do, case by case, here: S1 to S12 over HTTP, U1 to U5. Where we differ on purpose, the
//! case says so; `docs/design.md` has the table.
//!
//! A is a token as bearer out of a cookie storage, B a token in a cookie, C a signed cookie in Starlette's format.

mod support;

use axum::Router;
use axum::extract::Json;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use session_runtime::{
    Clock, Codec, CookieSettings, Hs256, Hs384, Hs512, Jwt, KeyRing, Rejection, SecretKey, Session,
    SessionError, SessionSlot, Settings, Sha1, Signed, Stamp,
};
use std::time::Duration;
use support::{Answer, Client, KEY, serve};

const NOW: u64 = 1_700_000_000;
const FORTNIGHT: u64 = 14 * 24 * 60 * 60;

/// An open session with the three routes of the Python tests' application.
macro_rules! session {
    ($module:ident, $algorithm:ty, $($attribute:tt)+) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session($($attribute)+)]
            pub struct Open {
                #[serde(flatten)]
                all: Map<String, Value>,
            }

            pub fn routes() -> Router {
                async fn view(session: Option<OpenSession>) -> Json<Value> {
                    Json(json!({ "session": session.map(|session| session.all().clone()).unwrap_or_default() }))
                }
                async fn update(slot: SessionSlot<Open>, Json(more): Json<Map<String, Value>>) -> Result<Json<Value>, SessionError> {
                    let claims = match slot.load().await? {
                        Some(mut session) => {
                            session.all_mut().extend(more);
                            session.all().clone()
                        }
                        None => slot.start(Open { all: more })?.all().clone(),
                    };
                    Ok(Json(json!({ "session": claims })))
                }
                async fn clear(slot: SessionSlot<Open>) -> Result<Json<Value>, SessionError> {
                    slot.end()?;
                    Ok(Json(json!({ "session": {} })))
                }
                Router::new()
                    .route("/view_session", get(view))
                    .route("/update_session", post(update))
                    .route("/clear_session", post(clear))
            }

            pub fn app(clock: &Clock) -> Router {
                let key = SecretKey::<$algorithm>::from_bytes(KEY).unwrap();
                routes().layer(Open::layer(key).clock(clock.clone()))
            }
        }
    };
}
session!(a, Hs256, codec = "jwt", storage = "cookie", auth = "header", cookie(name = "session"));
session!(b, Hs256, codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "session"));
session!(
    c,
    Sha1,
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session")
);
session!(
    insecure,
    Sha1,
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session", secure = false)
);
session!(
    second_app,
    Sha1,
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session", path = "/second_app")
);
session!(
    browser,
    Sha1,
    codec = "signed",
    digest = "sha1",
    storage = "cookie",
    auth = "cookie",
    cookie(name = "session", persistent = false)
);

fn clock() -> Clock {
    Clock::manual(Duration::from_secs(NOW))
}

async fn visit(app: Router) -> Client {
    Client::new(serve(app).await)
}

async fn all(clock: &Clock) -> [(&'static str, Client); 3] {
    [("A", visit(a::app(clock)).await), ("B", visit(b::app(clock)).await), ("C", visit(c::app(clock)).await)]
}

async fn update(client: &mut Client, claims: &Value) -> Answer {
    let headers: [(&str, &[u8]); 1] = [("content-type", b"application/json")];
    let answer = client.send(http::Method::POST, "/update_session", &headers, &claims.to_string()).await;
    client.bearer = client.jar.value("session").map(str::to_owned);
    answer
}

async fn view(client: &mut Client) -> Value {
    let answer = client.get("/view_session").await;
    assert_eq!(
        (answer.status.as_u16(), answer.set_cookies().len()),
        (200, 0),
        "reading sets nothing: {answer:?}"
    );
    session(&answer)
}

fn session(answer: &Answer) -> Value {
    serde_json::from_str::<Value>(&answer.text).unwrap_or_else(|_| panic!("{answer:?}"))["session"].clone()
}

/// The attributes of the one cookie that is set, without case.
fn attributes(answer: &Answer) -> Vec<String> {
    let lines = answer.set_cookies();
    assert_eq!(lines.len(), 1, "{answer:?}");
    let mut attributes: Vec<String> = lines[0].split("; ").skip(1).map(str::to_ascii_lowercase).collect();
    attributes.sort();
    attributes
}

#[tokio::test]
async fn s1_nobody_has_an_empty_session() {
    for (_, mut client) in all(&clock()).await {
        assert_eq!(view(&mut client).await, json!({}));
    }
}

/// Secure is on unless it is switched off, where Python's `https_only` is off.
#[tokio::test]
async fn s2_an_update_is_echoed_and_sets_the_cookie() {
    for (combination, mut client) in all(&clock()).await {
        let claims = json!({"exp": NOW + FORTNIGHT, "some": "data"});
        let answer = update(&mut client, &claims).await;
        assert_eq!(session(&answer), claims);
        assert_eq!(
            attributes(&answer),
            ["httponly", "max-age=1209600", "path=/", "samesite=lax", "secure"],
            "{combination}"
        );
    }
    let mut client = visit(c::app(&clock())).await;
    update(&mut client, &json!({"some": "data"})).await;
    let token = client.jar.value("session").unwrap().to_owned();
    assert_eq!(token.split('.').count(), 3);
    assert!(token.starts_with("eyJzb21lIjoiZGF0YSJ9."), "padded base64 of the claims, compact: {token}");
    let answer = update(&mut visit(insecure::app(&clock())).await, &json!({})).await;
    assert_eq!(attributes(&answer), ["httponly", "max-age=1209600", "path=/", "samesite=lax"]);
}

/// Python sets the cookie again with every response.
#[tokio::test]
async fn s3_the_session_is_read_and_not_set_again() {
    for (_, mut client) in all(&clock()).await {
        let claims = json!({"exp": NOW + FORTNIGHT, "some": "data"});
        update(&mut client, &claims).await;
        assert_eq!(view(&mut client).await, claims);
    }
}

/// Python's cookie becomes `null` with `Expires`; ours is empty, with `Max-Age=0` as well.
#[tokio::test]
async fn s4_clearing_removes_the_cookie() {
    for (_, mut client) in all(&clock()).await {
        update(&mut client, &json!({"exp": NOW + FORTNIGHT, "some": "data"})).await;
        let answer = client.post("/clear_session", "").await;
        assert_eq!(session(&answer), json!({}));
        let removal = [
            "expires=thu, 01 jan 1970 00:00:00 gmt",
            "httponly",
            "max-age=0",
            "path=/",
            "samesite=lax",
            "secure",
        ];
        assert_eq!(attributes(&answer), removal);
        assert!(answer.set_cookies()[0].starts_with("session=;") && client.jar.is_empty());
    }
}

#[tokio::test]
async fn s5_after_clearing_there_is_no_session() {
    for (_, mut client) in all(&clock()).await {
        update(&mut client, &json!({"exp": NOW + FORTNIGHT})).await;
        client.post("/clear_session", "").await;
        for token in [None, Some("null"), Some("")] {
            client.bearer = token.map(str::to_owned);
            if let Some(token) = token {
                client.jar.plant("session", token);
            }
            assert_eq!(view(&mut client).await, json!({}), "{token:?}");
        }
    }
}

/// In C as well: the format has no times of its own, but a session that owns `exp` is held to it.
#[tokio::test]
async fn s6_a_session_that_owns_exp_ends_then() {
    let clock = clock();
    for (combination, mut client) in all(&clock).await {
        let claims = json!({"exp": clock.now().as_secs() + 1, "some": "data"});
        assert_eq!(session(&update(&mut client, &claims).await), claims, "{combination}");
        assert_eq!(view(&mut client).await, claims);
        clock.advance(Duration::from_secs(1));
        assert_eq!(view(&mut client).await, json!({}));
    }
}

/// A writing request sees what it wrote.
#[tokio::test]
async fn s7_nbf_holds_from_the_next_request_on() {
    let clock = clock();
    for (combination, mut client) in all(&clock).await {
        let start = clock.now().as_secs();
        let claims = json!({"nbf": start + 5, "exp": start + 600, "some": "data"});
        assert_eq!(session(&update(&mut client, &claims).await), claims, "{combination}");
        assert_eq!(view(&mut client).await, json!({}));
        clock.advance(Duration::from_secs(5));
        assert_eq!(view(&mut client).await, claims);
        let more = session(&update(&mut client, &json!({"more": 1})).await);
        assert_eq!(more, json!({"nbf": start + 5, "exp": start + 600, "some": "data", "more": 1}));
        assert_eq!(view(&mut client).await, more);
    }
}

/// A negative lifetime does not compile, and none of less than a second starts; a session of one second ends after it.
#[tokio::test]
async fn s8_there_is_no_session_that_has_ended_before_it_began() {
    session!(
        one_second,
        Sha1,
        codec = "signed",
        digest = "sha1",
        storage = "cookie",
        auth = "cookie",
        lifetime = "1s",
        cookie(name = "session")
    );
    let clock = clock();
    let mut client = visit(one_second::app(&clock)).await;
    let answer = update(&mut client, &json!({"some": "data"})).await;
    assert!(attributes(&answer).contains(&"max-age=1".to_owned()));
    assert_eq!(view(&mut client).await, json!({"some": "data"}));
    clock.advance(Duration::from_secs(1));
    assert_eq!(view(&mut client).await, json!({}));
    let slot = SessionSlot::<one_second::Open>::for_test(None);
    let none = session_runtime::StartOptions::new().lifetime(Duration::ZERO);
    assert!(slot.start_with(serde_json::from_str("{}").unwrap(), none).is_err());
}

/// What a browser does with `Secure` is the browser's; ours is on unless it is switched off.
#[tokio::test]
async fn s9_secure_is_the_default() {
    for (client, secure) in [
        (visit(b::app(&clock())).await, true),
        (visit(c::app(&clock())).await, true),
        (visit(insecure::app(&clock())).await, false),
    ] {
        let mut client = client;
        let set = update(&mut client, &json!({"exp": NOW + 600})).await;
        assert_eq!(attributes(&set).contains(&"secure".to_owned()), secure);
        let removal = client.post("/clear_session", "").await;
        assert_eq!(attributes(&removal).contains(&"secure".to_owned()), secure);
    }
}

#[tokio::test]
async fn s10_an_app_below_a_path_has_its_own_cookie() {
    let app = Router::new().nest("/second_app", second_app::app(&clock())).merge(c::app(&clock()));
    let mut client = visit(app).await;
    let headers: [(&str, &[u8]); 1] = [("content-type", b"application/json")];
    let answer =
        client.send(http::Method::POST, "/second_app/update_session", &headers, r#"{"some":"data"}"#).await;
    assert!(attributes(&answer).contains(&"path=/second_app".to_owned()));
    assert_eq!(session(&client.get("/second_app/view_session").await), json!({"some": "data"}));
    assert_eq!(view(&mut client).await, json!({}), "the other app does not get it");
}

/// A bad cookie stays, unless the layer is told to remove it.
#[tokio::test]
async fn s11_an_invalid_token_is_no_session() {
    for (_, mut client) in all(&clock()).await {
        client.jar.plant("session", "invalid");
        client.bearer = Some("invalid".to_owned());
        assert_eq!(view(&mut client).await, json!({}));
    }
    let answer = visit(a::app(&clock()))
        .await
        .send(http::Method::GET, "/view_session", &[("authorization", b"invalid")], "")
        .await;
    assert_eq!(session(&answer), json!({}));
}

#[tokio::test]
async fn s12_a_browser_session_has_no_max_age() {
    let mut client = visit(browser::app(&clock())).await;
    let answer = update(&mut client, &json!({"some": "data"})).await;
    assert_eq!(attributes(&answer), ["httponly", "path=/", "samesite=lax", "secure"]);
    client.jar.close_browser();
    assert_eq!(view(&mut client).await, json!({}));
}

/// More of this in `hostile_http`, `req_35`.
#[tokio::test]
async fn u1_the_scheme_has_no_case() {
    let mut client = visit(a::app(&clock())).await;
    let claims = json!({"exp": NOW + 600});
    update(&mut client, &claims).await;
    let token = client.bearer.take().unwrap();
    for (value, expected) in [
        (format!("Bearer {token}"), &claims),
        (format!("bearer {token}"), &claims),
        (format!("BEARER {token}"), &claims),
        (format!("Basic {token}"), &json!({})),
        ("Bearer".to_owned(), &json!({})),
        (format!("Bearer {token} junk"), &json!({})),
    ] {
        let headers = [("authorization", value.as_bytes())];
        let answer = client.send(http::Method::GET, "/view_session", &headers, "").await;
        assert_eq!(session(&answer), *expected, "{value}");
    }
}

#[tokio::test]
async fn u2_the_cookie_has_the_name_that_it_is_given() {
    for name in ["session", "garbage", "test"] {
        let layer = c::Open::layer(SecretKey::<Sha1>::from_bytes(KEY).unwrap());
        let layer = layer.cookie(|cookie| cookie.name = name.into()).unwrap();
        let mut client = Client::new(serve(c::routes().layer(layer)).await);
        let answer = update(&mut client, &json!({"some": "data"})).await;
        assert!(answer.set_cookies()[0].starts_with(&format!("{name}=")));
        assert_eq!(view(&mut client).await, json!({"some": "data"}));
        let answer = client.send(http::Method::GET, "/view_session", &[("cookie", b"")], "").await;
        assert_eq!(answer.status, 200);
    }
}

static OPEN: Settings = Settings::new("Open", "open+jwt").open();

#[test]
fn u3_a_token_comes_back_with_each_algorithm_and_is_held_to_its_times() {
    fn round<A: session_runtime::HmacAlgorithm>() {
        let codec = Jwt::<A>::new(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()), &OPEN);
        for (claims, expected) in [
            (json!({"some": "data"}), None),
            (json!({"exp": NOW - 1}), Some(Rejection::Expired)),
            (json!({"nbf": NOW + 1}), Some(Rejection::NotYetValid)),
            (json!({"nbf": NOW - 1, "exp": NOW + 1}), None),
            (json!({"nbf": NOW as f64 + 0.5, "exp": NOW + 1}), Some(Rejection::NotYetValid)),
        ] {
            let claims = claims.as_object().unwrap();
            let mut token = Vec::new();
            codec.encode(claims, Stamp::start(NOW, FORTNIGHT, &OPEN), &mut token).unwrap();
            let found = codec.decode::<Map<String, Value>>(&token, Duration::from_secs(NOW));
            match expected {
                None => assert_eq!(&found.unwrap().claims, claims),
                Some(reason) => assert_eq!(found.unwrap_err(), reason),
            }
        }
    }
    round::<Hs256>();
    round::<Hs384>();
    round::<Hs512>();
}

/// Python's signer takes `max_age=0` for "in the same second"; here a lifetime is at least one second.
#[test]
fn u4_a_signed_token_ends_with_its_lifetime() {
    static SECOND: Settings = Settings::new("Open", "open+jwt").lifetime(1).open();
    let codec = Signed::<Sha1>::new(KeyRing::new(SecretKey::from_bytes(KEY).unwrap()), &SECOND);
    let mut token = Vec::new();
    codec.encode(&Map::new(), Stamp::start(NOW, 1, &SECOND), &mut token).unwrap();
    let at = |millis| codec.decode::<Map<String, Value>>(&token, Duration::from_millis(millis)).map(drop);
    assert_eq!(at(NOW * 1000), Ok(()));
    assert_eq!(at(NOW * 1000 + 999), Ok(()));
    assert_eq!(at(NOW * 1000 + 1000), Err(Rejection::Expired));
}

/// `persist` and `clear` for every name, path, same-site value and `secure`: what is set is what is removed.
#[tokio::test]
async fn u5_what_is_set_is_what_is_removed() {
    use session_runtime::SameSite;
    for (name, path, same_site, secure) in ["session", "test"].into_iter().flat_map(|name| {
        ["/", "/app"].into_iter().flat_map(move |path| {
            [SameSite::Lax, SameSite::Strict, SameSite::None]
                .into_iter()
                .flat_map(move |same_site| [true, false].map(|secure| (name, path, same_site, secure)))
        })
    }) {
        let layer = c::Open::layer(SecretKey::<Sha1>::from_bytes(KEY).unwrap()).cookie(|cookie| {
            cookie.name = name.into();
            cookie.path = path.into();
            cookie.same_site = same_site;
            cookie.secure = secure;
        });
        let Ok(layer) = layer else {
            assert!(same_site == SameSite::None && !secure, "Python lets this through, and browsers drop it");
            continue;
        };
        let mut client = Client::new(serve(c::routes().layer(layer)).await);
        let mut set = attributes(&update(&mut client, &json!({})).await);
        let mut removed = attributes(&client.post("/clear_session", "").await);
        assert!(client.jar.is_empty());
        set.retain(|attribute| attribute != "max-age=1209600");
        removed.retain(|attribute| attribute != "max-age=0" && !attribute.starts_with("expires="));
        assert_eq!(set, removed);
    }
    assert!(CookieSettings::new("session").persistent, "no number means a browser session");
}

/// What a client-held token alone cannot do, as the documentation of `end` says: a copy works until it ends.
#[tokio::test]
async fn bug_4_a_copy_works_until_it_ends_and_not_longer() {
    let clock = clock();
    for (combination, mut client) in all(&clock).await {
        update(&mut client, &json!({"some": "data"})).await;
        let copy = client.jar.value("session").unwrap().to_owned();
        client.post("/clear_session", "").await;
        assert_eq!(
            view(&mut client).await,
            if combination == "A" { json!({"some": "data"}) } else { json!({}) }
        );
        client.bearer = Some(copy.clone());
        client.jar.plant("session", &copy);
        assert_eq!(view(&mut client).await, json!({"some": "data"}));
        clock.advance(Duration::from_secs(FORTNIGHT));
        assert_eq!(view(&mut client).await, json!({}), "{combination}: there is always an end");
    }
}

/// A slow request that reads restores nothing. One that writes does, as the documentation of `end` says.
#[tokio::test]
async fn bug_6_only_a_request_that_changes_the_session_hands_it_out_after_a_log_out() {
    use std::sync::Arc;
    use tokio::sync::Notify;

    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let wait = |begun: &Arc<Notify>, go_on: &Arc<Notify>| {
        let (begun, go_on) = (Arc::clone(begun), Arc::clone(go_on));
        async move || {
            begun.notify_one();
            go_on.notified().await;
        }
    };
    let slow_read = {
        let wait = wait(&begun, &go_on);
        async move |session: b::OpenSession| {
            wait().await;
            drop(session);
        }
    };
    let slow_write = {
        let wait = wait(&begun, &go_on);
        async move |mut session: b::OpenSession| {
            session.all_mut().insert("late".into(), json!(true));
            wait().await;
        }
    };
    let layer = b::Open::layer(SecretKey::<Hs256>::from_bytes(KEY).unwrap()).clock(clock());
    let slow = Router::new().route("/read", get(slow_read)).route("/write", get(slow_write));
    let address = serve(b::routes().merge(slow).layer(layer)).await;
    for (path, restored) in [("/read", 0), ("/write", 1)] {
        let mut client = Client::new(address);
        update(&mut client, &json!({"some": "data"})).await;
        let mut other_tab = Client::new(address);
        other_tab.jar.plant("session", client.jar.value("session").unwrap());
        let slow = tokio::spawn(async move { other_tab.get(path).await });
        begun.notified().await;
        client.post("/clear_session", "").await;
        go_on.notify_one();
        assert_eq!(slow.await.unwrap().set_cookies().len(), restored, "{path}");
    }
}
