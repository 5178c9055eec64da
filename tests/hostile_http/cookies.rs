//! Cookies that a client presents (RFC 6265bis).

use super::*;

fn line(text: String) -> Vec<u8> {
    text.into_bytes()
}

/// One key, several claims types and purposes: a token is good in its own cookie only. With digest `sha1` the format has nothing
/// that could tell (Starlette's salt is the same everywhere); `salt` can.
#[tokio::test]
async fn req_20_a_token_of_one_purpose_is_not_one_of_another() {
    let cookie = |token: String| line(format!("cookie: session={token}"));
    assert_eq!(who(plain::served().await, &[&cookie(plain::token(7))]).await, "7");
    assert_eq!(who(plain::served().await, &[&cookie(signed::token(7))]).await, "nobody");
    assert_eq!(who(signed::served().await, &[&cookie(signed::token(7))]).await, "7");
    assert_eq!(who(signed::served().await, &[&cookie(plain::token(7))]).await, "nobody");
    assert_eq!(who(signed::served().await, &[&cookie(starlette::token(7))]).await, "nobody");

    session!(
        other_salt,
        Sha256,
        codec = "signed",
        salt = "two",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "session")
    );
    assert_eq!(who(other_salt::served().await, &[&cookie(signed::token(7))]).await, "nobody");
    session!(
        other_sha1,
        Sha1,
        codec = "signed",
        digest = "sha1",
        salt = "two",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "session")
    );
    assert_eq!(who(other_sha1::served().await, &[&cookie(starlette::token(7))]).await, "nobody");
    session!(
        other_typ,
        session_runtime::Hs256,
        codec = "jwt",
        typ = "two+jwt",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "session")
    );
    assert_eq!(who(other_typ::served().await, &[&cookie(plain::token(7))]).await, "nobody");
}

/// Where nobody else can have set the cookie, two of its name are an attack: no session. Else up to four are tried.
#[tokio::test]
async fn req_25_duplicates_do_not_shadow_a_good_cookie() {
    for (address, good, other) in [
        (plain::served().await, plain::token(7), plain::token(8)),
        (signed::served().await, signed::token(7), signed::token(8)),
        (starlette::served().await, starlette::token(7), starlette::token(8)),
    ] {
        let one = |first: &str, second: &str| line(format!("Cookie: session={first}; session={second}"));
        assert_eq!(who(address, &[&one("bad", &good)]).await, "7");
        assert_eq!(who(address, &[&one(&good, "bad")]).await, "7");
        assert_eq!(who(address, &[&one(&good, &good)]).await, "7");
        let split = [line("Cookie: session=bad".into()), line(format!("Cookie: session={good}"))];
        assert_eq!(who(address, &[&split[0], &split[1]]).await, "7");
        assert_eq!(who(address, &[&split[1], &split[0]]).await, "7");

        // Two valid ones that differ: nobody can tell which of them the client means.
        assert_eq!(who(address, &[&one(&good, &other)]).await, "nobody");
        assert_eq!(raw(address, "/why", &[&one(&good, &other)]).await.text, "Some(Ambiguous)");

        // The work is bounded: of a thousand, four are tried.
        let many = |before: usize| line(format!("Cookie: {}session={good}", "session=x; ".repeat(before)));
        assert_eq!(who(address, &[&many(3)]).await, "7");
        assert_eq!(who(address, &[&many(4)]).await, "nobody");
        assert_eq!(who(address, &[&many(999)]).await, "nobody");
    }
    // A neighbouring host can set this one, too.
    let (address, good) = (secure::served().await, secure::token(7));
    let lines = line(format!("Cookie: __Secure-session=bad; __Secure-session={good}"));
    assert_eq!(who(address, &[&lines]).await, "7");

    let (address, good) = (prefixed::served().await, prefixed::token(7));
    for lines in [
        format!("Cookie: __Host-session=bad; __Host-session={good}"),
        format!("Cookie: __Host-session={good}; __Host-session=bad"),
        format!("Cookie: __Host-session={good}; __Host-session={good}"),
    ] {
        assert_eq!(who(address, &[lines.as_bytes()]).await, "nobody");
        assert_eq!(raw(address, "/why", &[lines.as_bytes()]).await.text, "Some(Ambiguous)");
    }
}

#[tokio::test]
async fn req_26_a_name_is_compared_byte_for_byte() {
    let (address, good) = (prefixed::served().await, prefixed::token(7));
    assert_eq!(who(address, &[&line(format!("cookie: __Host-session={good}"))]).await, "7");
    for name in [
        "__HOST-session",
        "__host-session",
        "__Host-Session",
        "__Host-session ",
        "=__Host-session",
        "x__Host-session",
        "__Host-sessio",
        "__Host-sessionx",
        "session",
        " =__Host-session",
        "%5F_Host-session",
    ] {
        assert_eq!(who(address, &[&line(format!("cookie: {name}={good}"))]).await, "nobody", "{name:?}");
    }
    for pairs in [
        format!("__Host-session {good}"),
        format!("\"__Host-session\"={good}"),
        good.clone(),
        format!("__Host-session:{good}"),
    ] {
        assert_eq!(who(address, &[&line(format!("cookie: {pairs}"))]).await, "nobody", "{pairs:?}");
    }
    assert_eq!(
        who(address, &[&line(format!("cookie: __Host-session=\"{good}\""))]).await,
        "7",
        "quotes are no part of a value"
    );
}

/// There are no chunks: a session that does not fit is an error that somebody sees (`req_27`). Cookies that look like chunks are others'.
#[tokio::test]
async fn req_28_there_are_no_chunks_to_play_with() {
    let (address, good) = (plain::served().await, plain::token(7));
    let (head, tail) = good.split_at(good.len() / 2);
    for cookies in [
        format!("session.0={head}; session.1={tail}"),
        format!("session.0={good}"),
        format!("session.01={good}; session.99999999=x; session.0x=y"),
        format!("session-0={head}; session-1={tail}"),
        format!("session={head}; session={tail}"),
    ] {
        assert_eq!(who(address, &[&line(format!("cookie: {cookies}"))]).await, "nobody", "{cookies}");
    }
    let others = format!("cookie: session.0=x; session={good}; session.99999999=y");
    assert_eq!(who(address, &[others.as_bytes()]).await, "7");
}

#[tokio::test]
async fn req_34_cookie_fields_may_be_several() {
    let (address, good) = (prefixed::served().await, prefixed::token(7));
    let good = line(format!("Cookie: __Host-session={good}"));
    assert_eq!(who(address, &[b"Cookie: a=1", &good, b"Cookie: b=2; c=3"]).await, "7");
    assert_eq!(who(address, &[b"Cookie: a=1", b"Cookie: b=2"]).await, "nobody");
    assert_eq!(who(address, &[b"Cookie:", b"Cookie: ;;; ;", &good, b"Cookie: ="]).await, "7");
}
