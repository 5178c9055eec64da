//! The end of a session, whoever ends it and whoever still has its token.

use super::*;

/// The exact bytes, replayed after the log-out, by a client that ignores the removal of its cookie.
#[tokio::test]
async fn req_44_logging_out_ends_the_session_on_the_server() {
    for app in apps() {
        let cookie = app.log_in(7).await;
        assert!(app.who(&cookie).await.is_some());
        app.send("/logout", &cookie).await;
        assert_eq!(app.who(&cookie).await, None, "{}", app.kind);
        assert_eq!(app.why(&cookie).await, "UnknownSession");
        assert_eq!(app.store.len(), 0);
        app.send("/theme/dark", &cookie).await;
        assert_eq!(app.store.len(), 0, "{}: it does not come back by being written", app.kind);
    }
}

/// Other spellings of a token, for a decoder that is not strict.
fn respelt(cookie: &str) -> Vec<String> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (start, last) = cookie.split_at(cookie.len() - 1);
    let place = ALPHABET.iter().position(|byte| *byte == last.as_bytes()[0]).unwrap();
    // The last of 43 characters has two bits that 32 bytes do not need.
    let mut other: Vec<String> =
        (1..4).map(|bits| format!("{start}{}", char::from(ALPHABET[place ^ bits]))).collect();
    other.extend(["=", "%3D", ".", " x", "\u{0}"].map(|more| format!("{cookie}{more}")));
    other.push(cookie.replacen('=', "=%20", 1));
    other
}

/// What is ended is the session, not one spelling of its token: a token has one spelling, and the id inside is what the store knows.
#[tokio::test]
async fn req_45_no_other_spelling_of_a_token_outlives_the_log_out() {
    for app in apps() {
        let cookie = app.log_in(7).await;
        let quoted = cookie.replacen('=', "=\"", 1) + "\"";
        assert!(app.who(&quoted).await.is_some(), "quotes are no part of a value");
        let attempts = respelt(&cookie);
        for attempt in attempts.iter().filter(|attempt| !attempt.contains('\u{0}')) {
            assert_eq!(app.who(attempt).await, None, "{}: {attempt}", app.kind);
        }
        app.send("/logout", &cookie).await;
        for attempt in attempts.iter().filter(|attempt| !attempt.contains('\u{0}')).chain([&quoted]) {
            assert_eq!(app.who(attempt).await, None, "{}: {attempt}", app.kind);
        }
    }
}

/// A request that has its session in hand when somebody logs out writes nothing, and gives its client nothing. What it
/// changed is dropped, and the log says so.
#[tokio::test]
async fn req_46_a_slow_request_does_not_bring_an_ended_session_back() {
    for app in apps() {
        let cookie = app.log_in(7).await;
        let (log, guard) = support::log::Log::start();
        let answer = app.overtaken("/slow/Grace", "/logout", &cookie).await;
        drop(guard);
        assert!(answer.set_cookies().is_empty(), "{}: {:?}", app.kind, answer.set_cookies());
        assert_eq!((app.who(&cookie).await, app.store.len()), (None, 0), "{}", app.kind);
        let said = log.lines().iter().any(|line| line.contains("ended while a request was changing it"));
        assert!(said, "{:?}", log.lines());
    }
}

/// From another device, and by an administrator who has nothing but the subject.
#[tokio::test]
async fn req_50_all_sessions_of_a_subject_can_be_ended() {
    for app in apps() {
        let (one, two, here) = (app.log_in(7).await, app.log_in(7).await, app.log_in(7).await);
        let stranger = app.log_in(8).await;
        assert_eq!(app.send("/end-others", &here).await.text, "2");
        assert_eq!((app.who(&one).await, app.who(&two).await), (None, None), "{}", app.kind);
        assert!(app.who(&here).await.is_some());
        assert_eq!(app.send("/end-all/7", "").await.text, "1");
        assert_eq!(app.who(&here).await, None, "{}", app.kind);
        assert!(app.who(&stranger).await.is_some(), "{}: nobody else's", app.kind);
    }
}
