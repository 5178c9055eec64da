//! What is refused of times, cookies and headers.

use super::{PARTS, all_refused};

#[test]
fn times() {
    all_refused(
        PARTS,
        &[
            ("lifetime = \"0s\"", "`lifetime` is zero", r#"lifetime = "14d""#),
            ("lifetime = \"-5m\"", "`lifetime` is negative", r#"lifetime = "5m""#),
            (
                "lifetime = \"401d\"",
                "`lifetime` is over 400 days, longer than browsers keep a cookie",
                r#"lifetime = "400d""#,
            ),
            (
                "lifetime = \"15min\"",
                "`15min` is no duration: a whole number and one of s, m, h, d, w",
                r#"lifetime = "15m""#,
            ),
            (
                "lifetime = \"\"",
                "`` is no duration: a whole number and one of s, m, h, d, w",
                r#"lifetime = "14d""#,
            ),
            (
                "lifetime = \"99999999999999999999d\"",
                "`99999999999999999999d` is longer than can be counted",
                r#"lifetime = "14d""#,
            ),
            ("idle = \"0m\"", "`idle` is zero", r#"idle = "30m""#),
            (
                "idle = \"15d\"",
                "`idle` is longer than `lifetime`, which is 14 days unless given",
                r#"idle = "14d""#,
            ),
            (
                "lifetime = \"1h\", idle = \"2h\"",
                "`idle` is longer than `lifetime`",
                r#"lifetime = "1h", idle = "1h""#,
            ),
            (
                "renew_after = \"5m\"",
                "`renew_after` needs `idle`: without it a session is never renewed",
                r#"renew_after = "5m", idle = "20m""#,
            ),
            (
                "idle = \"20m\", renew_after = \"20m\"",
                "`renew_after` is not shorter than `idle`",
                r#"idle = "20m", renew_after = "5m""#,
            ),
            ("leeway = \"6m\"", "`leeway` is over 5 minutes", r#"leeway = "5m""#),
        ],
    );
}

#[test]
fn cookies() {
    all_refused(
        PARTS,
        &[
            (
                "cookie(name = \"a b\")",
                "`a b` cannot be the name of a cookie: letters, digits and !#$%&'*+-.^_|~",
                r#"cookie(name = "ab")"#,
            ),
            (
                "cookie(name = \"\")",
                "`` cannot be the name of a cookie: letters, digits and !#$%&'*+-.^_|~",
                r#"cookie(name = "session")"#,
            ),
            (
                "cookie(path = \"app\")",
                "`app` cannot be the path of a cookie: it begins with `/`, and has no `;`",
                r#"cookie(path = "/app")"#,
            ),
            (
                "cookie(path = \"/a;b\")",
                "`/a;b` cannot be the path of a cookie: it begins with `/`, and has no `;`",
                r#"cookie(path = "/ab")"#,
            ),
            (
                "cookie(domain = \".example.com\")",
                "`.example.com` cannot be the domain of a cookie: it is a host name",
                r#"cookie(domain = "example.com")"#,
            ),
            (
                "cookie(domain = \"https://a.example.com:8080/x\")",
                "`https://a.example.com:8080/x` cannot be the domain of a cookie: it is a host name",
                r#"cookie(domain = "a.example.com")"#,
            ),
            (
                "cookie(name = \"__Host-id\", domain = \"example.com\")",
                "browsers refuse a cookie whose name begins with `__Host-` and that has a `domain`",
                r#"cookie(name = "__Secure-id", domain = "example.com")"#,
            ),
            (
                "cookie(name = \"__host-id\", path = \"/app\")",
                "browsers refuse a cookie whose name begins with `__Host-` and that has a `path`",
                r#"cookie(name = "__Secure-id", path = "/app")"#,
            ),
            (
                "cookie(name = \"__Host-id\", secure = false, path = \"/app\", domain = \"example.com\")",
                "browsers refuse a cookie whose name begins with `__Host-` and that has `secure = false` and a `path` and a `domain`",
                r#"cookie(name = "id", secure = false, path = "/app", domain = "example.com")"#,
            ),
            (
                "cookie(name = \"__SECURE-id\", secure = false)",
                "browsers refuse a cookie whose name begins with `__Secure-` and that has `secure = false`",
                r#"cookie(name = "id", secure = false)"#,
            ),
            (
                "cookie(name = \"__Host-\", secure = false)",
                "browsers refuse a cookie whose name begins with `__Host-` and that has `secure = false`",
                r#"cookie(name = "session", secure = false)"#,
            ),
            (
                "cookie(same_site = \"none\", secure = false)",
                "browsers refuse a cookie with `same_site = \"none\"` that is not secure",
                r#"cookie(same_site = "none", secure = true)"#,
            ),
            (
                "cookie(partitioned, secure = false)",
                "browsers refuse a partitioned cookie that is not secure",
                "cookie(partitioned, secure = true)",
            ),
            ("cookie(same_site = \"Lax\")", "unknown same-site value `Lax`", r#"cookie(same_site = "lax")"#),
        ],
    );
    for parts in [
        r#"codec = "jwt", storage = "header", auth = "header""#,
        r#"codec = "jwt", storage = "none", auth = "header""#,
    ] {
        let what = "`cookie(..)` says how a cookie is set, but here none is read or written";
        all_refused(parts, &[("cookie(name = \"id\")", what, "")]);
    }
}

#[test]
fn headers() {
    all_refused(PARTS, &[("header(name = \"x\")", "`header(..)` names headers, but here none is used", "")]);
    all_refused(
        r#"codec = "jwt", storage = "header", auth = "header""#,
        &[
            (
                "header(name = \"x auth\")",
                "`x auth` cannot be the name of a header: letters, digits and !#$%&'*+-.^_|~",
                r#"header(name = "x-auth")"#,
            ),
            (
                "header(scheme = \"\")",
                "`` cannot be an authentication scheme: letters, digits and !#$%&'*+-.^_|~",
                r#"header(scheme = "Bearer")"#,
            ),
            (
                "header(deliver = \"x-token:\")",
                "`x-token:` cannot be the name of a header: letters, digits and !#$%&'*+-.^_|~",
                r#"header(deliver = "x-token")"#,
            ),
        ],
    );
}
