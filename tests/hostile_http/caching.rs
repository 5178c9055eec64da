//! What responses say to caches (RFC 9110 section 12.5.5, RFC 9111).

use super::*;
use axum::http::{HeaderName, StatusCode};
use axum::response::IntoResponse;

/// Answers with these fields after it has read the session.
fn reading(fields: &'static [(&'static str, &'static str)]) -> Router {
    let read = move |_: Option<prefixed::AccountSession>| async move { answer(StatusCode::OK, fields) };
    Router::new().route("/", get(read)).layer(prefixed::layer())
}

/// Answers with this status and these fields after it has changed the session.
fn changing(status: u16, fields: &'static [(&'static str, &'static str)]) -> Router {
    let change = move |mut account: prefixed::AccountSession| async move {
        account.set_name("Grace".into());
        answer(StatusCode::from_u16(status).unwrap(), fields)
    };
    Router::new().route("/", get(change)).layer(prefixed::layer())
}

fn answer(status: StatusCode, fields: &[(&'static str, &'static str)]) -> impl IntoResponse {
    let mut response = status.into_response();
    for (name, value) in fields {
        response.headers_mut().append(HeaderName::from_static(name), value.parse().unwrap());
    }
    response
}

fn cookie() -> Vec<u8> {
    format!("Cookie: __Host-session={}", prefixed::token(7)).into_bytes()
}

#[tokio::test]
async fn req_57_vary_is_added_where_a_session_was_read() {
    let vary = |answer: Raw| answer.all("vary").join(", ").to_ascii_lowercase();
    for lines in [vec![], vec![cookie()], vec![b"Cookie: __Host-session=x".to_vec()]] {
        let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        assert_eq!(vary(raw(serve(reading(&[])).await, "/", &lines).await), "cookie", "empty or not");
        let there = serve(reading(&[("vary", "Accept-Encoding")])).await;
        assert_eq!(vary(raw(there, "/", &lines).await), "accept-encoding, cookie");
        let there = serve(reading(&[("vary", "accept, COOKIE")])).await;
        assert_eq!(vary(raw(there, "/", &lines).await), "accept, cookie", "not twice");
        assert_eq!(vary(raw(serve(reading(&[("vary", "*")])).await, "/", &lines).await), "*");
    }
    assert_eq!(vary(raw(bearer::served().await, "/maybe", &[]).await), "authorization");
    assert_eq!(vary(raw(both::served().await, "/maybe", &[]).await), "authorization, cookie");
    assert_eq!(vary(raw(both::served().await, "/me", &[]).await), "authorization, cookie", "a 401, too");
    let untouched = Router::new().route("/", get(|| async { "" })).layer(prefixed::layer());
    assert_eq!(vary(raw(serve(untouched).await, "/", &[&cookie()]).await), "");
}

#[tokio::test]
async fn req_58_a_written_session_is_not_stored() {
    for (fields, expected) in [
        (&[][..], "no-store"),
        (&[("cache-control", "public, max-age=60")][..], "no-store"),
        (&[("cache-control", "no-cache=\"Set-Cookie\"")][..], "no-store"),
        (&[("cache-control", "s-maxage=1"), ("cache-control", "max-age=60")][..], "no-store"),
        // The application has forbidden shared caches already: what it says stands.
        (&[("cache-control", "private, max-age=60")][..], "private, max-age=60"),
        (&[("cache-control", "no-store")][..], "no-store"),
        (&[("cache-control", "max-age=0, No-Store")][..], "max-age=0, No-Store"),
    ] {
        let answer = raw(serve(changing(200, fields)).await, "/", &[&cookie()]).await;
        assert_eq!(answer.all("cache-control").join(", "), expected, "{fields:?}");
        assert_eq!(answer.all("set-cookie").len(), 1);
    }
    let address = prefixed::served().await;
    assert_eq!(raw(address, "/me", &[&cookie()]).await.all("cache-control").len(), 0, "only read");
    let mut client = Client::new(bearer::served().await);
    assert_eq!(
        client.post("/start", "").await.all("cache-control"),
        ["no-store"],
        "a token in a header, too"
    );
    assert_eq!(client.post("/end", "").await.all("cache-control"), ["no-store"]);
}

/// `public`, `s-maxage` and `must-revalidate` let shared caches keep an answer to an authenticated request (RFC 9111 section 3.5).
#[tokio::test]
async fn req_59_shared_caching_of_an_authenticated_answer_is_warned_of() {
    for (control, warned) in [
        ("public, max-age=60", true),
        ("s-maxage=60", true),
        ("Must-Revalidate", true),
        ("max-age=60", false),
        ("private, must-revalidate", false),
        ("no-store", false),
    ] {
        let read = move |_: bearer::AccountSession| async move { ([("cache-control", control)], "") };
        let app = Router::new().route("/", get(read)).layer(bearer::layer());
        let request = http::Request::get("/").header("authorization", format!("Bearer {}", bearer::token(7)));
        let (log, guard) = log::Log::start();
        tower::ServiceExt::oneshot(app, request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
        drop(guard);
        let lines = log.lines();
        assert_eq!(
            lines.iter().any(|line| line.starts_with("WARN") && line.contains("shared caches")),
            warned,
            "{control}: {lines:?}"
        );
    }
}

/// A handler that changes its session and answers 304 has its way: a change is written. What is only renewed is not.
#[tokio::test]
async fn req_60_nothing_is_set_that_nobody_changed_or_that_failed() {
    let set = |answer: Raw| answer.all("set-cookie").len();
    let address = prefixed::served().await;
    for path in ["/me", "/maybe", "/why", "/nowhere"] {
        assert_eq!(set(raw(address, path, &[&cookie()]).await), 0, "{path}");
        assert_eq!(set(raw(address, path, &[b"Cookie: __Host-session=x"]).await), 0, "{path}");
        assert_eq!(set(raw(address, path, &[]).await), 0, "{path}");
    }
    for status in [500, 503] {
        assert_eq!(set(raw(serve(changing(status, &[])).await, "/", &[&cookie()]).await), 0, "{status}");
    }
    for status in [200, 201, 404, 302] {
        assert_eq!(set(raw(serve(changing(status, &[])).await, "/", &[&cookie()]).await), 1, "{status}");
    }

    session!(
        idle,
        Sha256,
        codec = "signed",
        storage = "cookie",
        auth = "cookie",
        idle = "10s",
        renew_after = "0s"
    );
    let old = session_runtime::Clock::manual(
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()
            - std::time::Duration::from_secs(5),
    );
    let token = idle::layer().clock(old).tokens().issue(&idle::ada(7)).unwrap();
    let line = format!("Cookie: __Host-session={token}").into_bytes();
    for (status, lines) in [(StatusCode::OK, 1), (StatusCode::NOT_MODIFIED, 0), (StatusCode::BAD_GATEWAY, 0)]
    {
        let read = move |_: idle::AccountSession| async move { status };
        let app = Router::new().route("/", get(read)).layer(idle::layer());
        assert_eq!(set(raw(serve(app).await, "/", &[&line]).await), lines, "{status}");
    }
}

/// A handle in a streaming body is gone with the response's head: what it sets is in the log, and not lost in silence.
#[tokio::test]
async fn req_60_a_change_after_the_head_is_reported() {
    let late = |account: prefixed::AccountSession| async move {
        let mut account = Some(account);
        let body = futures_util::stream::once(async move {
            if let Some(mut account) = account.take() {
                account.set_name("late".into());
            }
            Ok::<_, std::convert::Infallible>("body")
        });
        axum::body::Body::from_stream(body)
    };
    let app = Router::new().route("/", get(late)).layer(prefixed::layer());
    let (log, guard) = log::Log::start();
    let request = http::Request::get("/").header("cookie", format!("__Host-session={}", prefixed::token(7)));
    let answer =
        tower::ServiceExt::oneshot(app, request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert!(!answer.headers().contains_key("set-cookie"));
    axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
    drop(guard);
    assert!(
        log.lines().iter().any(|line| line.starts_with("WARN") && line.contains("outlived")),
        "{:?}",
        log.lines()
    );
}
