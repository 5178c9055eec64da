//! The lines that a response sets (RFC 6265bis).

use super::*;
use axum::http::StatusCode;
use cookie::{Cookie, SameSite};
use session_runtime::StartOptions;
use std::time::Duration;

#[tokio::test]
async fn req_23_the_defaults_are_the_safe_ones() {
    let mut client = Client::new(prefixed::served().await);
    let answer = client.post("/start", "").await;
    let lines = answer.set_cookies();
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    let cookie = Cookie::parse(*line).unwrap();
    assert_eq!(cookie.name(), "__Host-session");
    assert_eq!((cookie.secure(), cookie.http_only()), (Some(true), Some(true)));
    assert_eq!((cookie.same_site(), cookie.path(), cookie.domain()), (Some(SameSite::Lax), Some("/"), None));
    assert_eq!(cookie.max_age().map(|age| age.whole_days()), Some(14));
}

/// One byte of the name more or less: exactly 4096 bytes of name and value are sent, and one more is a 500 that sends none. There are no
/// chunks.
#[tokio::test]
async fn req_27_a_session_that_browsers_would_drop_is_an_error() {
    session!(
        large,
        Sha1,
        codec = "signed",
        digest = "sha1",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "s")
    );
    async fn start(slot: SessionSlot<large::Account>, body: String) -> Result<(), SessionError> {
        slot.start(serde_json::from_value(serde_json::json!({"user_id": 7, "name": body})).unwrap()).map(drop)
    }
    let sized = |name: &str| {
        let name = name.to_owned();
        large::layer().cookie(|cookie| cookie.name = name.into()).unwrap()
    };
    // The claims are base64, so their sizes come in steps of four; the name makes the difference.
    let claims = "x".repeat(2986);
    let value = {
        let mut client = Client::new(serve(Router::new().route("/", post(start)).layer(sized("s"))).await);
        let answer = client.post("/", &claims).await;
        answer.set_cookies()[0].split(';').next().unwrap().len() - "s=".len()
    };
    for (size, fits) in [(4095, true), (4096, true), (4097, false), (5000, false)] {
        let name = "s".repeat(size - value);
        let mut client = Client::new(serve(Router::new().route("/", post(start)).layer(sized(&name))).await);
        let answer = client.post("/", &claims).await;
        assert_eq!(answer.set_cookies().len(), usize::from(fits), "{size}");
        assert_eq!(answer.status == StatusCode::OK, fits, "{size}");
        if fits {
            let line = answer.set_cookies()[0];
            assert_eq!(line.split(';').next().unwrap().len() - 1, size);
            assert!(line.split("; ").skip(1).all(|attribute| attribute.len() <= 1024));
        } else {
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        }
    }
}

/// Longer than 400 days, zero and negative do not compile; `start_with` is held to the attribute's lifetime.
#[tokio::test]
async fn req_29_max_age_is_digits_and_bounded() {
    session!(longest, Sha256, codec = "signed", storage = "cookie", auth = "cookie", lifetime = "400d");
    let mut client = Client::new(longest::served().await);
    let answer = client.post("/start", "").await;
    let max_age = |line: &str| {
        let text =
            line.split("; ").find_map(|attribute| attribute.strip_prefix("Max-Age=")).unwrap().to_owned();
        assert!(text.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
        text.parse::<u64>().unwrap()
    };
    assert_eq!(max_age(answer.set_cookies()[0]), 400 * 86_400);
    let removal = client.post("/end", "").await;
    assert_eq!(max_age(removal.set_cookies()[0]), 0, "a removal, and no browser-session cookie");

    for (lifetime, ok) in
        [(0, false), (1, true), (400 * 86_400, true), (400 * 86_400 + 1, false), (u64::MAX, false)]
    {
        let slot = SessionSlot::<longest::Account>::for_test(None);
        let options = StartOptions::new().lifetime(Duration::from_secs(lifetime));
        assert_eq!(slot.start_with(longest::ada(7), options).is_ok(), ok, "{lifetime}");
    }
}

#[tokio::test]
async fn req_31_a_response_sets_the_cookie_once() {
    async fn login_and_logout(slot: SessionSlot<prefixed::Account>) -> Result<(), SessionError> {
        slot.start(prefixed::ada(1))?;
        slot.end()
    }
    async fn twice(slot: SessionSlot<prefixed::Account>) -> Result<(), SessionError> {
        slot.start(prefixed::ada(1))?;
        slot.end()?;
        slot.start(prefixed::ada(2)).map(drop)
    }
    let app = prefixed::routes()
        .route("/login-and-logout", post(login_and_logout))
        .route("/twice", post(twice))
        .layer(prefixed::layer());
    let mut client = Client::new(serve(app).await);
    let answer = client.post("/login-and-logout", "").await;
    let lines = answer.set_cookies();
    assert!(lines.len() == 1 && lines[0].contains("Max-Age=0"), "{lines:?}");
    assert_eq!(client.post("/twice", "").await.set_cookies().len(), 1);
    assert_eq!(client.get("/me").await.text, "2 Ada");
}

#[tokio::test]
async fn req_32_a_removal_repeats_what_was_set() {
    session!(
        elsewhere,
        Sha256,
        codec = "signed",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "__Secure-s", path = "/app", domain = "example.com", same_site = "none", partitioned)
    );
    for (address, path) in
        [(prefixed::served().await, ""), (plain::served().await, ""), (starlette::served().await, "")]
    {
        let mut client = Client::new(address);
        client.post(&format!("{path}/start"), "").await;
        assert!(!client.jar.is_empty());
        let answer = client.post(&format!("{path}/end"), "").await;
        assert!(client.jar.is_empty(), "{answer:?}");
    }
    let mut client = Client::new(elsewhere::served().await);
    let set = client.post("/start", "").await.set_cookies()[0].to_owned();
    let removal = client.post("/end", "").await.set_cookies()[0].to_owned();
    let (_, attributes) = set.split_once("; ").unwrap();
    let (attributes, _) = attributes.rsplit_once("; Max-Age=").unwrap();
    assert_eq!(
        removal,
        format!("__Secure-s=; {attributes}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    );
    assert_eq!(attributes, "Path=/app; Domain=example.com; Secure; HttpOnly; SameSite=None; Partitioned");
}

/// On request (`remove_rejected`), since two versions of a server may run side by side.
#[tokio::test]
async fn req_33_a_refused_cookie_is_cleared_where_the_layer_says_so() {
    for garbage in ["garbage", "null", "", &plain::token(7)[1..]] {
        let mut client = Client::new(plain::served().await);
        client.jar.plant("session", garbage);
        let answer = client.get("/maybe").await;
        assert_eq!((answer.text.as_str(), answer.set_cookies().len()), ("nobody", 0), "{garbage}");

        let mut client = Client::new(serve(plain::routes().layer(plain::layer().remove_rejected())).await);
        client.jar.plant("session", garbage);
        let answer = client.get("/maybe").await;
        assert_eq!(answer.text, "nobody", "the handler still runs");
        assert!(client.jar.is_empty(), "{answer:?}");
        assert!(client.get("/maybe").await.set_cookies().is_empty(), "once");
    }
}
