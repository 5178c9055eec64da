//! What the documentation of `end` says that logging out does not undo.

use super::support::text;

/// The documentation of `end` for these parts, in one line.
fn end(parts: &str) -> String {
    let text = text(&format!("#[session({parts})] pub struct Account {{ x: u8 }}"));
    let (before, _) = text.split_once("pub fn end(").unwrap();
    let (_, docs) = before.rsplit_once("}\n").unwrap();
    docs.lines().map(|line| line.trim().trim_start_matches("///").trim()).collect::<Vec<_>>().join(" ")
}

#[test]
fn its_limits_are_told() {
    let cookie = end(r#"codec = "jwt", storage = "cookie", auth = "cookie""#);
    for limit in [
        "copied stays valid",
        "at most 14 days",
        "still under way",
        "Other devices",
        "of another site",
        "Lax",
    ] {
        assert!(cookie.contains(limit), "{limit}: {cookie}");
    }
    let idle = end(
        r#"codec = "signed", storage = "cookie", auth = "cookie", idle = "30m", cookie(same_site = "none")"#,
    );
    assert!(idle.contains("at most 30 minutes") && idle.contains("whatever other sites"), "{idle}");
    let header = end(r#"codec = "jwt", storage = "header", auth = "header""#);
    assert!(header.contains("copied stays valid") && !header.contains("another site"), "{header}");
}

#[test]
fn what_the_server_forgets_is_told() {
    let cookie = end(r#"codec = "opaque", storage = "redis", auth = "cookie""#);
    for promise in
        ["drop the cookie `__Host-session`", "opens nothing", "cannot bring it back", "503", "another site"]
    {
        assert!(cookie.contains(promise), "{promise}: {cookie}");
    }
    assert!(!cookie.contains("stays valid"), "{cookie}");
    let header = end(r#"codec = "jwt", storage = "memory", auth("cookie", "header"), deliver = "header""#);
    assert!(header.contains("empty `session-token`") && header.contains("opens nothing"), "{header}");
}
