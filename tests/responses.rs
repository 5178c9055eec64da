//! What a session does to its response, and what it leaves alone.

mod support;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use cookie::Cookie;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use session_runtime::{
    Clock, ConfigError, Rejection, SecretKey, Session, SessionError, SessionLayer, SessionSlot, StartOptions,
};
use std::time::Duration;
use support::{Client, KEY, serve};
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = "cookie", auth("cookie", "header"), lifetime = "1d")]
pub struct Account {
    name: String,
}

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(
    codec = "jwt",
    storage = "cookie",
    auth = "cookie",
    lifetime = "1d",
    idle = "40m",
    cookie(name = "idle")
)]
pub struct Idle {
    name: String,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "header", auth = "header")]
pub struct Api {
    name: String,
}

const NOW: Duration = Duration::from_secs(1_700_000_000);

fn key() -> SecretKey {
    SecretKey::from_bytes(KEY).unwrap()
}

fn layer() -> SessionLayer<Account> {
    Account::layer(key())
}

fn ada() -> Account {
    Account { name: "Ada".into() }
}

fn token() -> String {
    layer().tokens().issue(&ada()).unwrap()
}

async fn answer_with(
    layer: SessionLayer<Account>,
    handler: MethodRouter,
    headers: &[(&str, &str)],
) -> Response {
    let mut request = Request::builder().uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Router::new()
        .route("/", handler)
        .layer(layer)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn answer(handler: MethodRouter, headers: &[(&str, &str)]) -> Response {
    answer_with(layer(), handler, headers).await
}

fn all(response: &Response, name: &str) -> Vec<String> {
    response
        .headers()
        .get_all(name)
        .iter()
        .map(|value| value.to_str().unwrap().to_ascii_lowercase())
        .collect()
}

fn set_cookie(response: &Response) -> Cookie<'static> {
    let lines: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    Cookie::parse(lines[0].to_str().unwrap().to_owned()).unwrap()
}

async fn read(account: Option<AccountSession>) -> String {
    account.map_or("nobody".into(), |account| account.name().to_owned())
}
async fn change(mut account: AccountSession) {
    account.set_name("changed".into());
}
async fn start(slot: SessionSlot<Account>) {
    slot.start(ada()).unwrap();
}
async fn end(slot: SessionSlot<Account>) {
    slot.end().unwrap();
}

#[tokio::test]
async fn the_defaults_of_the_cookie_are_the_safe_ones() {
    let cookie = set_cookie(&answer(get(start), &[]).await);
    assert_eq!(cookie.name(), "__Host-session");
    assert_eq!((cookie.secure(), cookie.http_only(), cookie.path()), (Some(true), Some(true), Some("/")));
    assert_eq!((cookie.same_site(), cookie.domain()), (Some(cookie::SameSite::Lax), None));
    assert_eq!(cookie.max_age().unwrap().whole_seconds(), 24 * 60 * 60);
}

#[tokio::test]
async fn removal_repeats_the_attributes() {
    let cookie = set_cookie(&answer(get(end), &[]).await);
    assert_eq!((cookie.name(), cookie.value()), ("__Host-session", ""));
    assert_eq!((cookie.secure(), cookie.http_only(), cookie.path()), (Some(true), Some(true), Some("/")));
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::Lax));
    assert!(cookie.max_age().unwrap().is_zero());
    assert_eq!(cookie.expires_datetime().unwrap().unix_timestamp(), 0);
}

#[tokio::test]
async fn a_session_that_was_read_adds_vary_to_what_is_there() {
    let with_vary = |vary: &'static str| {
        get(move |account: Option<AccountSession>| async move {
            drop(account);
            ([(header::VARY, vary)], ())
        })
    };
    // Also when it turned out empty; with two auths both decide.
    assert_eq!(all(&answer(get(read), &[]).await, "vary"), ["authorization", "cookie"]);
    assert_eq!(
        all(&answer(with_vary("Accept-Encoding"), &[]).await, "vary"),
        ["accept-encoding", "authorization", "cookie"]
    );
    assert_eq!(
        all(&answer(with_vary("Cookie, AUTHORIZATION"), &[]).await, "vary"),
        ["cookie, authorization"]
    );
    assert_eq!(all(&answer(with_vary("*"), &[]).await, "vary"), ["*"]);
    // Never read, not even when it is written.
    assert!(all(&answer(get(|| async {}), &[]).await, "vary").is_empty());
    assert!(all(&answer(get(start), &[]).await, "vary").is_empty());
}

#[tokio::test]
async fn a_session_that_was_written_forbids_caching() {
    let with_control = |control: &'static str| {
        get(move |slot: SessionSlot<Account>| async move {
            slot.start(ada()).unwrap();
            ([(header::CACHE_CONTROL, control)], ())
        })
    };
    assert_eq!(all(&answer(get(start), &[]).await, "cache-control"), ["no-store"]);
    assert_eq!(all(&answer(get(end), &[]).await, "cache-control"), ["no-store"]);
    assert_eq!(all(&answer(with_control("public, max-age=60"), &[]).await, "cache-control"), ["no-store"]);
    assert_eq!(
        all(&answer(with_control("Private, max-age=60"), &[]).await, "cache-control"),
        ["private, max-age=60"]
    );
    assert_eq!(all(&answer(with_control("no-store"), &[]).await, "cache-control"), ["no-store"]);
    assert_eq!(
        all(&answer(with_control("private=\"x\""), &[]).await, "cache-control"),
        ["no-store"],
        "one field is not all"
    );
    assert!(all(&answer(get(read), &[]).await, "cache-control").is_empty());
}

#[tokio::test]
async fn a_failed_request_changes_nothing_but_ends_what_it_ended() {
    async fn fail_after_change(mut account: AccountSession) -> StatusCode {
        account.set_name("half".into());
        StatusCode::INTERNAL_SERVER_ERROR
    }
    async fn fail_after_start(slot: SessionSlot<Account>) -> StatusCode {
        slot.start(ada()).unwrap();
        StatusCode::SERVICE_UNAVAILABLE
    }
    async fn fail_after_end(slot: SessionSlot<Account>) -> StatusCode {
        slot.end().unwrap();
        StatusCode::BAD_GATEWAY
    }
    async fn refuse_after_change(mut account: AccountSession) -> StatusCode {
        account.set_name("changed".into());
        StatusCode::UNPROCESSABLE_ENTITY
    }
    let cookie = format!("__Host-session={}", token());
    let presented = [("cookie", cookie.as_str())];
    assert!(all(&answer(get(fail_after_change), &presented).await, "set-cookie").is_empty());
    assert!(all(&answer(get(fail_after_start), &[]).await, "set-cookie").is_empty());
    assert_eq!(set_cookie(&answer(get(fail_after_end), &presented).await).value(), "");
    assert_ne!(set_cookie(&answer(get(refuse_after_change), &presented).await).value(), "");
    let response = answer_with(layer().save_on_error(), get(fail_after_change), &presented).await;
    let token = set_cookie(&response).value().to_owned();
    assert_eq!(layer().tokens().verify(&token).unwrap().claims.name, "half");
}

#[tokio::test]
async fn a_session_too_large_for_its_cookie_is_a_500_without_a_cookie() {
    let sized = |length: usize| {
        get(move |slot: SessionSlot<Account>| async move {
            slot.start(Account { name: "x".repeat(length) }).unwrap();
        })
    };
    let mut sizes = Vec::new();
    for length in 2800..3000 {
        let response = answer(sized(length), &[]).await;
        match response.status() {
            StatusCode::OK => {
                let cookie = set_cookie(&response);
                sizes.push(cookie.name().len() + cookie.value().len());
            }
            status => {
                assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
                assert!(all(&response, "set-cookie").is_empty());
            }
        }
    }
    let largest = sizes.iter().max().unwrap();
    assert!((4090..=4096).contains(largest), "{largest}");
    assert!(sizes.len() < 200);
}

#[tokio::test]
async fn what_was_presented_twice_is_ambiguous() {
    let (good, other) = (token(), layer().tokens().issue(&Account { name: "Eve".into() }).unwrap());
    async fn reason(slot: SessionSlot<Account>) -> String {
        let loaded = slot.load().await.unwrap();
        format!("{:?} {:?}", loaded.map(|account| account.name().to_owned()), slot.rejection())
    }
    async fn ask(layer: SessionLayer<Account>, headers: &[(&str, &str)]) -> String {
        let response = answer_with(layer, get(reason), headers).await;
        String::from_utf8(to_bytes(response.into_body(), 1 << 16).await.unwrap().to_vec()).unwrap()
    }
    // Only this host can have set a prefixed cookie: two are an attack.
    let twice = format!("__Host-session={good}; __Host-session={good}");
    assert_eq!(ask(layer(), &[("cookie", &twice)]).await, "None Some(Ambiguous)");

    let plain = || layer().cookie(|cookie| cookie.name = "s".into()).unwrap();
    let shadowed = format!("s=bogus; s={good}");
    assert_eq!(ask(plain(), &[("cookie", &shadowed)]).await, "Some(\"Ada\") None");
    let shadowed = format!("s={good}; s=bogus");
    assert_eq!(ask(plain(), &[("cookie", &shadowed)]).await, "Some(\"Ada\") None");
    assert_eq!(
        ask(plain(), &[("cookie", "s=bogus"), ("cookie", &format!("s={good}"))]).await,
        "Some(\"Ada\") None"
    );
    let two = format!("s={good}; s={other}");
    assert_eq!(ask(plain(), &[("cookie", &two)]).await, "None Some(Ambiguous)");
    let many = format!("s=a; s=b; s=c; s=d; s={good}");
    assert_eq!(ask(plain(), &[("cookie", &many)]).await, "None Some(Malformed)", "four are tried");
}

#[tokio::test]
async fn a_header_with_our_scheme_wins_valid_or_not() {
    let cookie = format!("__Host-session={}", token());
    let bearer = format!("bEaReR {}", layer().tokens().issue(&Account { name: "Header".into() }).unwrap());
    let ask = async |headers: &[(&str, &str)]| {
        let response = answer(get(read), headers).await;
        String::from_utf8(to_bytes(response.into_body(), 1 << 16).await.unwrap().to_vec()).unwrap()
    };
    assert_eq!(ask(&[("cookie", &cookie), ("authorization", &bearer)]).await, "Header");
    assert_eq!(ask(&[("cookie", &cookie), ("authorization", "Bearer bogus")]).await, "nobody", "no fallback");
    assert_eq!(ask(&[("cookie", &cookie), ("authorization", "Basic YTpi")]).await, "Ada");
    assert_eq!(ask(&[("cookie", &cookie)]).await, "Ada");

    // Two fields: 400 where a session is needed, none for the others.
    let two = [("authorization", bearer.as_str()), ("authorization", "Basic YTpi")];
    assert_eq!(ask(&two).await, "nobody");
    assert_eq!(answer(get(change), &two).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_401_challenges_where_a_header_authenticates() {
    let ask = async |headers: &[(&str, &str)]| all(&answer(get(change), headers).await, "www-authenticate");
    assert_eq!(
        ask(&[]).await,
        ["bearer realm=\"account\""],
        "RFC 6750 section 3.1: no error code without credentials"
    );
    assert_eq!(
        ask(&[("authorization", "Bearer bogus")]).await,
        ["bearer realm=\"account\", error=\"invalid_token\""]
    );

    let app = Router::new().route("/", get(|_: IdleSession| async {})).layer(Idle::layer(key()));
    let response = app.oneshot(Request::new(Body::empty())).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(all(&response, "www-authenticate").is_empty(), "no scheme stands for cookies");
}

#[tokio::test]
async fn an_idle_session_is_renewed_when_it_is_read_but_not_too_often() {
    let clock = Clock::manual(NOW);
    let layer = Idle::layer(key()).clock(clock.clone());
    let app = Router::new()
        .route("/read", get(|idle: IdleSession| async move { idle.name().to_owned() }))
        .route("/cached", get(|_: IdleSession| async { StatusCode::NOT_MODIFIED }))
        .route("/untouched", get(|| async {}))
        .route(
            "/login",
            get(|slot: SessionSlot<Idle>| async move { drop(slot.start(Idle { name: "Ada".into() })) }),
        )
        .layer(layer);
    let mut client = Client::new(serve(app).await);
    let minutes = |n: u64| Duration::from_secs(60 * n);
    client.get("/login").await;

    clock.advance(minutes(9));
    assert!(client.get("/read").await.set_cookies().is_empty(), "a quarter of `idle` has not passed");
    clock.advance(minutes(2));
    assert!(client.get("/untouched").await.set_cookies().is_empty());
    assert!(client.get("/cached").await.set_cookies().is_empty(), "a 304 updates stored headers");
    let answer = client.get("/read").await;
    assert_eq!(answer.set_cookies().len(), 1);
    assert_eq!(answer.all("cache-control"), ["no-store"]);
    clock.advance(minutes(39));
    assert_eq!(client.get("/read").await.status, StatusCode::OK, "39 minutes after the renewal");

    // However often it is renewed, it ends a day after its start.
    let mut renewals = 0;
    let mut now = minutes(50);
    loop {
        clock.advance(minutes(15));
        now += minutes(15);
        let answer = client.get("/read").await;
        if answer.status != StatusCode::OK {
            break;
        }
        renewals += answer.set_cookies().len();
    }
    assert!(now >= minutes(24 * 60) && now < minutes(24 * 60 + 15), "{now:?}");
    assert!(renewals > 80);

    client.get("/login").await;
    clock.advance(minutes(40));
    assert_eq!(client.get("/read").await.status, StatusCode::UNAUTHORIZED, "idle");
}

#[tokio::test]
async fn a_change_keeps_the_end_of_a_session_without_idle() {
    let clock = Clock::manual(NOW);
    let layer = layer().clock(clock.clone());
    let app = Router::new().route("/login", get(start)).route("/change", get(change)).layer(layer);
    let mut client = Client::new(serve(app).await);
    client.get("/login").await;
    clock.advance(Duration::from_secs(10 * 60 * 60));
    let answer = client.get("/change").await;
    assert!(answer.set_cookies()[0].ends_with("; Max-Age=50400"), "{:?}", answer.set_cookies());
    clock.advance(Duration::from_secs(14 * 60 * 60));
    assert_eq!(client.get("/change").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn remember_me_and_its_opposite() {
    async fn brief(slot: SessionSlot<Idle>) -> Result<(), SessionError> {
        let options = StartOptions::new().lifetime(Duration::from_secs(2 * 60 * 60)).until_browser_closes();
        slot.start_with(Idle { name: "Ada".into() }, options).map(drop)
    }
    async fn rename(mut idle: IdleSession) {
        idle.set_name("again".into());
    }
    let clock = Clock::manual(NOW);
    let layer = Idle::layer(key()).clock(clock.clone());
    let app = Router::new().route("/login", get(brief)).route("/rename", get(rename)).layer(layer);
    let mut client = Client::new(serve(app).await);
    client.get("/login").await;
    for _ in 0..4 {
        clock.advance(Duration::from_secs(29 * 60));
        let answer = client.get("/rename").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.set_cookies()[0].contains("Max-Age"), "a renewed cookie still goes with the browser");
    }
    clock.advance(Duration::from_secs(5 * 60));
    assert_eq!(
        client.get("/rename").await.status,
        StatusCode::UNAUTHORIZED,
        "renewals never pass the shorter lifetime"
    );

    client.get("/login").await;
    client.jar.close_browser();
    assert_eq!(client.get("/rename").await.status, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_lifetime_longer_than_the_attributes_or_of_nothing_is_an_error() {
    let slot = SessionSlot::<Account>::for_test(None);
    for seconds in [0, 24 * 60 * 60 + 1] {
        let options = StartOptions::new().lifetime(Duration::from_secs(seconds));
        assert!(matches!(
            slot.start_with(ada(), options),
            Err(SessionError::InvalidLifetime { lifetime: 86400, .. })
        ));
    }
}

#[tokio::test]
async fn a_refused_cookie_is_left_alone_unless_the_layer_says_otherwise() {
    let presented = [("cookie", "__Host-session=bogus")];
    assert!(all(&answer(get(read), &presented).await, "set-cookie").is_empty());
    let response = answer_with(layer().remove_rejected(), get(read), &presented).await;
    assert_eq!(set_cookie(&response).value(), "");
    let response = answer_with(layer().remove_rejected(), get(read), &[]).await;
    assert!(all(&response, "set-cookie").is_empty(), "nothing was presented");
}

#[tokio::test]
async fn a_header_storage_hands_out_and_takes_back() {
    async fn login(slot: SessionSlot<Api>) {
        slot.start(Api { name: "Ada".into() }).unwrap();
    }
    async fn logout(slot: SessionSlot<Api>) {
        slot.end().unwrap();
    }
    async fn large(slot: SessionSlot<Api>) {
        slot.start(Api { name: "x".repeat(7000) }).unwrap();
    }
    let app = Router::new()
        .route("/in", get(login))
        .route("/out", get(logout))
        .route("/large", get(large))
        .layer(Api::layer(key()));
    let mut client = Client::new(serve(app).await);
    assert!(client.get("/in").await.headers["session-token"].to_str().unwrap().starts_with("ey"));
    assert_eq!(client.get("/out").await.headers["session-token"], "");
    let answer = client.get("/large").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.headers.contains_key("session-token"), "8 KB is what the layer itself would read");
}

#[tokio::test]
async fn values_of_the_environment_obey_the_rules_of_the_attribute() {
    let domain = layer().cookie(|cookie| cookie.domain = Some("example.com".into()));
    assert_eq!(domain.unwrap_err(), ConfigError::HostPrefix);
    let layer = layer()
        .cookie(|cookie| {
            cookie.name = "s".into();
            cookie.domain = Some("example.com".into());
        })
        .unwrap();
    let cookie = set_cookie(&answer_with(layer, get(start), &[]).await);
    assert_eq!((cookie.name(), cookie.domain()), ("s", Some("example.com")));
}

#[tokio::test]
async fn development_without_tls_takes_secure_and_the_prefix_off_together() {
    let response = answer_with(layer().insecure_for_development(), get(start), &[]).await;
    let cookie = set_cookie(&response);
    assert_eq!((cookie.name(), cookie.secure()), ("session", None));
    let cookie = format!("session={}", cookie.value());
    let response = answer_with(layer().insecure_for_development(), get(change), &[("cookie", &cookie)]).await;
    assert_eq!(response.status(), StatusCode::OK, "the name that is written is the name that is read");
}

#[tokio::test]
async fn tokens_outside_of_requests() {
    let tokens = layer().tokens();
    let verified = tokens.verify(&tokens.issue(&ada()).unwrap()).unwrap();
    assert_eq!(verified.claims, ada());
    let left = verified.expires_at.duration_since(std::time::SystemTime::now()).unwrap().as_secs();
    assert!((86390..=86400).contains(&left));
    assert_eq!(tokens.verify("bogus").unwrap_err(), Rejection::Malformed);
    assert_eq!(tokens.verify(&"x".repeat(9000)).unwrap_err(), Rejection::TooLong);
}

#[tokio::test]
async fn a_streaming_body_may_hold_a_session_to_read_but_is_too_late_to_change_it() {
    async fn stream(mut account: AccountSession) -> Response {
        account.set_name("before".into());
        let mut late = Some(account);
        let parts = (0..3).map(move |part| {
            let account = late.as_mut().map(|account| account.name().to_owned()).unwrap_or_default();
            if part == 2 {
                // Dropped after the headers are gone: reported in the log, and not silently kept.
                late = None;
            }
            Ok::<_, std::convert::Infallible>(format!("{part}{account};"))
        });
        Body::from_stream(futures_util::stream::iter(parts)).into_response()
    }
    let app = Router::new().route("/login", get(start)).route("/", get(stream)).layer(layer());
    let mut client = Client::new(serve(app).await);
    client.get("/login").await;
    let answer = client.get("/").await;
    assert_eq!(answer.text, "0before;1before;2before;");
    assert!(answer.set_cookies().is_empty(), "the handle was still alive when the response left");
}
