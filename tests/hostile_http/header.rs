//! The `Authorization` header (RFC 9110 section 11, RFC 6750).

use super::*;
use std::time::Duration;

fn field(value: &str) -> Vec<u8> {
    format!("Authorization: {value}").into_bytes()
}

#[tokio::test]
async fn req_35_a_scheme_has_no_case_and_one_token() {
    let (address, t) = (bearer::served().await, bearer::token(7));
    for (value, expected) in [
        (format!("Bearer {t}"), "7"),
        (format!("bearer {t}"), "7"),
        (format!("BEARER {t}"), "7"),
        (format!("bEaReR {t}"), "7"),
        (format!("Bearer  {t}"), "7"),
        (format!("  Bearer {t}  "), "7"),
        (format!("Bearer\t{t}"), "nobody"),
        (format!("Bearer{t}"), "nobody"),
        ("Bearer".into(), "nobody"),
        ("Bearer ".into(), "nobody"),
        (format!("Bearer {t} x"), "nobody"),
        (format!("Bearer {t},"), "nobody"),
        (format!("Bearer {t}, Basic eA=="), "nobody"),
        (format!("Bearer {t}, Bearer {t}"), "nobody"),
        (format!("Basic eA==, Bearer {t}"), "nobody"),
        (format!("Bearer \"{t}\""), "nobody"),
        (format!("Bearer token={t}"), "nobody"),
        (format!("Basic {t}"), "nobody"),
        (format!("Bear {t}"), "nobody"),
        (format!("Bearers {t}"), "nobody"),
        (t.clone(), "nobody"),
        (String::new(), "nobody"),
        // The scheme is text, and no pattern.
        (format!("B.*r {t}"), "nobody"),
    ] {
        assert_eq!(who(address, &[&field(&value)]).await, expected, "{value:?}");
    }
}

/// 400 for a handler that needs a session, no session for the others.
#[tokio::test]
async fn req_36_two_fields_are_refused() {
    let (address, good) = (bearer::served().await, field(&format!("Bearer {}", bearer::token(7))));
    for lines in [
        [&*good, b"Authorization: Bearer x"],
        [b"Authorization: Bearer x", &*good],
        [&*good, &*good],
        [b"Authorization: Basic eA==", &*good],
    ] {
        let answer = raw(address, "/me", &lines).await;
        assert_eq!((answer.status, answer.all("www-authenticate").len()), (400, 0));
        assert_eq!(who(address, &lines).await, "nobody");
        assert_eq!(raw(address, "/why", &lines).await.text, "Some(DuplicateHeader)");
    }
}

#[tokio::test]
async fn req_37_other_bytes_and_long_ones_are_nobody() {
    let (address, good) = (bearer::served().await, bearer::token(7));
    let mut bytes = b"Authorization: Bearer \xff\xfe".to_vec();
    assert_eq!(who(address, &[&bytes]).await, "nobody");
    bytes.extend_from_slice(good.as_bytes());
    assert_eq!(who(address, &[&bytes]).await, "nobody");
    assert_eq!(who(address, &[&field(&format!("Bearer {good}é"))]).await, "nobody");
    for (len, why) in [(8192, "Some(Malformed)"), (8193, "Some(TooLong)"), (65_536, "Some(TooLong)")] {
        let long = field(&format!("Bearer {}", "x".repeat(len)));
        assert_eq!(who(address, &[&long]).await, "nobody");
        assert_eq!(raw(address, "/why", &[&long]).await.text, why);
        assert_eq!(raw(address, "/me", &[&long]).await.status, 401);
    }
    // Control characters end a request before it gets here.
    let answer = raw(address, "/me", &[b"Authorization: Bearer \x01\x02"]).await;
    assert!(matches!(answer.status, 400 | 401));
}

#[tokio::test]
async fn req_38_each_transport_is_alone_or_has_a_rule() {
    let as_cookie = |token: &str| format!("Cookie: __Host-session={token}").into_bytes();
    let as_header = |token: &str| field(&format!("Bearer {token}"));
    let (bearer_token, cookie_token) = (bearer::token(7), prefixed::token(7));
    assert_eq!(who(bearer::served().await, &[&as_cookie(&bearer_token)]).await, "nobody");
    assert_eq!(who(prefixed::served().await, &[&as_header(&cookie_token)]).await, "nobody");
    assert_eq!(
        who(prefixed::served().await, &[&as_cookie(&cookie_token), b"Authorization: Bearer x"]).await,
        "7"
    );

    // Both: a field with our scheme wins, valid or not, and there is no way back from it.
    let (address, seven, eight) = (both::served().await, both::token(7), both::token(8));
    assert_eq!(who(address, &[&as_cookie(&seven)]).await, "7");
    assert_eq!(who(address, &[&as_header(&eight)]).await, "8");
    assert_eq!(who(address, &[&as_cookie(&seven), &as_header(&eight)]).await, "8");
    assert_eq!(who(address, &[&as_cookie(&seven), &as_header("x")]).await, "nobody");
    assert_eq!(who(address, &[&as_cookie(&seven), b"Authorization: Bearer"]).await, "nobody");
    assert_eq!(who(address, &[&as_cookie(&seven), b"Authorization: Basic eA=="]).await, "7");
}

#[tokio::test]
async fn req_39_a_401_says_what_rfc_6750_says_and_no_more() {
    let address = bearer::served().await;
    let challenge = |answer: &Raw| answer.all("www-authenticate").join("|");
    let none = raw(address, "/me", &[]).await;
    assert_eq!((none.status, &*challenge(&none)), (401, "Bearer realm=\"account\""));
    let other = raw(address, "/me", &[b"Authorization: Basic eA=="]).await;
    assert_eq!((other.status, &*challenge(&other)), (401, "Bearer realm=\"account\""));

    // Expired, forged, malformed and of another type: one answer.
    let good = bearer::token(7);
    let (signed, tag) = good.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}{}", if tag.starts_with('A') { "B" } else { "A" }, &tag[1..]);
    let clock = session_runtime::Clock::manual(Duration::from_secs(1_000_000_000));
    let expired = bearer::layer().clock(clock).tokens().issue(&bearer::ada(7)).unwrap();
    session!(
        other_typ,
        session_runtime::Hs256,
        codec = "jwt",
        typ = "two+jwt",
        storage = "header",
        auth = "header"
    );
    let mut answers = Vec::new();
    for token in [&forged, &expired, "x", &other_typ::token(7), &"x".repeat(9000)] {
        let answer = raw(address, "/me", &[&field(&format!("Bearer {token}"))]).await;
        assert_eq!(
            (answer.status, &*challenge(&answer)),
            (401, "Bearer realm=\"account\", error=\"invalid_token\"")
        );
        assert!(!answer.text.contains(&token[..1]) && answer.text.is_empty(), "no echo");
        answers.push((answer.text, answer.fields.len()));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");

    let cookie = raw(prefixed::served().await, "/me", &[b"Cookie: __Host-session=x"]).await;
    assert_eq!(
        (cookie.status, cookie.all("www-authenticate").len()),
        (401, 0),
        "no scheme stands for cookies"
    );
}

#[tokio::test]
async fn req_40_a_token_in_the_address_or_in_the_body_is_not_looked_at() {
    let (address, token) = (bearer::served().await, bearer::token(7));
    for query in ["access_token", "token", "session", "authorization", "Bearer"] {
        assert_eq!(raw(address, &format!("/maybe?{query}={token}"), &[]).await.text, "nobody");
    }
    let mut client = Client::new(address);
    let form = [("content-type", &b"application/x-www-form-urlencoded"[..])];
    let answer = client.send(http::Method::POST, "/change", &form, &format!("access_token={token}")).await;
    assert_eq!(answer.status, 401);

    // Nor does it stand in what the layer writes to the log, or in `Debug`.
    let (log, guard) = log::Log::start();
    let service = tower::ServiceBuilder::new().layer(bearer::layer()).service(bearer::routes());
    let request = http::Request::get("/why").header("authorization", format!("Bearer {token}x"));
    let answer =
        tower::ServiceExt::oneshot(service, request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    drop(guard);
    assert!(log.lines().iter().any(|line| line.contains("session refused")), "{:?}", log.lines());
    let debug = format!("{:?}{:?}{answer:?}{:?}", log.lines(), bearer::layer(), bearer::layer().tokens());
    assert!(!debug.contains(&token[token.len() - 20..]), "{debug}");
}
