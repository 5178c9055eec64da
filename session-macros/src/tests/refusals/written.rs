//! What is refused because of how it is written.

use super::{PARTS, all_refused, refused};

#[test]
fn brackets_and_signs() {
    for (attribute, what) in [
        ("#[session]", "`#[session(..)]` takes its keys in parentheses"),
        ("#[session = \"jwt\"]", "`#[session(..)]` takes its keys in parentheses"),
        ("#[session[codec = \"jwt\"]]", "`#[session(..)]` takes its keys in parentheses"),
        (
            "#[session{codec = \"jwt\", storage = \"cookie\"}]",
            "`#[session(..)]` takes its keys in parentheses",
        ),
        ("#[session(codec: \"jwt\")]", "expected `=` after `codec`"),
        ("#[session(codec == \"jwt\")]", "expected `=` after `codec`"),
        ("#[session(codec => \"jwt\")]", "expected `=` after `codec`"),
        ("#[session(codec \"jwt\")]", "expected `=` after `codec`"),
        ("#[session(codec = \"jwt\" storage = \"cookie\")]", "expected `,` before `storage`"),
        ("#[session(codec = \"jwt\",, storage = \"cookie\")]", "expected a key before this `,`"),
        ("#[session(, codec = \"jwt\")]", "expected a key before this `,`"),
        ("#[session(#)]", "expected a key"),
        ("#[session(codec @)]", "expected `=` after `codec`"),
        ("#[session(\"jwt\")]", "expected a key before this value"),
        ("#[session(a::b)]", "expected a key before this value"),
    ] {
        refused(&format!("⟦{attribute}⟧ struct Account {{}}"), what, &format!("write `#[session({PARTS})]`"));
    }
    all_refused(PARTS, &[("cookie[secure]", "`cookie(..)` takes parentheses", "cookie(secure)")]);
}

#[test]
fn forms() {
    for (written, what, help) in [
        (
            "codec = jwt",
            "the built-in codec `jwt` is a string, and `jwt` is no path to a type",
            r#"codec = "jwt""#,
        ),
        (
            "codec = crate",
            "the built-in codec `jwt` is a string, and `crate` is no path to a type",
            r#"codec = "jwt""#,
        ),
        ("codec", "`codec` needs a value", r#"codec = "jwt""#),
        ("codec =", "`codec` needs a value", r#"codec = "jwt""#),
        ("codec = 5", "`codec` takes a string or a path to a type", r#"codec = "jwt""#),
        ("codec(\"jwt\")", "`codec` takes a string or a path to a type", r#"codec = "jwt""#),
        ("codec = true", "`codec` takes a string or a path to a type", r#"codec = "jwt""#),
        ("codec = \"a\" + \"b\"", "`codec` takes a string or a path to a type", r#"codec = "jwt""#),
    ] {
        refused(
            &format!("⟦#[session({written}, storage = \"cookie\", auth = \"cookie\")]⟧ struct Account {{}}"),
            what,
            &format!("write `#[session({help}, storage = \"cookie\", auth = \"cookie\")]`"),
        );
    }
    all_refused(
        PARTS,
        &[
            ("issuer", "`issuer` needs a value", r#"issuer = "https://example.com""#),
            ("issuer = 5", "`issuer` takes a string", r#"issuer = "5""#),
            ("audience = me", "`audience` takes a string", r#"audience = "me""#),
            ("lifetime = 900", "`lifetime` takes a string", r#"lifetime = "15m""#),
            ("default = \"no\"", "`default` takes `true` or `false`", "default = false"),
            ("cookie", "`cookie` needs a value", r#"cookie(name = "__Host-session")"#),
            ("cookie = \"id\"", "`cookie` takes its keys in parentheses", r#"cookie(name = "id")"#),
            ("cookie()", "`cookie()` says nothing", ""),
            ("cookie(secure = 1)", "`secure` takes `true` or `false`", "cookie(secure = true)"),
            ("cookie(secure = off)", "`secure` takes `true` or `false`", "cookie(secure = false)"),
            ("cookie(same_site = strict)", "`same_site` takes a string", r#"cookie(same_site = "strict")"#),
            ("cookie(\"id\")", "expected a key before this value", ""),
        ],
    );
    all_refused(
        r#"codec = "jwt", storage = "header", auth = "header""#,
        &[
            ("header", "`header` needs a value", r#"header(name = "authorization")"#),
            ("header()", "`header()` says nothing", ""),
            ("header = \"x\"", "`header` takes its keys in parentheses", r#"header(name = "x")"#),
        ],
    );
}

#[test]
fn auths() {
    for (auth, what, help) in [
        (
            "auth = \"both\"",
            "both auths are written `auth(\"cookie\", \"header\")`",
            "auth(\"cookie\", \"header\")",
        ),
        (
            "auth(\"cookie\")",
            "`auth(..)` names `\"cookie\"` and `\"header\"`, once each",
            "auth = \"cookie\"",
        ),
        (
            "auth(\"header\", \"header\")",
            "`auth(..)` names `\"cookie\"` and `\"header\"`, once each",
            "auth = \"header\"",
        ),
        (
            "auth()",
            "`auth(..)` names `\"cookie\"` and `\"header\"`, once each",
            "auth(\"cookie\", \"header\")",
        ),
        (
            "auth(\"cookie\", \"header\", \"cookie\")",
            "`auth(..)` names `\"cookie\"` and `\"header\"`, once each",
            "auth(\"cookie\", \"header\")",
        ),
        ("auth(cookie, \"header\")", "the auth `cookie` is a string here", "auth(\"cookie\", \"header\")"),
        (
            "auth(\"cookie\", \"header\", crate::Mine)",
            "`auth(..)` names `\"cookie\"` and `\"header\"`, once each",
            "auth(\"cookie\", \"header\")",
        ),
        ("auth(\"cooky\", \"header\")", "unknown auth `cooky`", "auth(\"cookie\", \"header\")"),
    ] {
        refused(
            &format!("⟦#[session(codec = \"jwt\", storage = \"cookie\", {auth})]⟧ struct Account {{}}"),
            what,
            &format!("write `#[session(codec = \"jwt\", storage = \"cookie\", {help})]`"),
        );
    }
}

#[test]
fn keys() {
    all_refused(
        PARTS,
        &[
            ("codec = \"jwe\"", "`codec` is given twice", ""),
            ("idle = \"1h\", idle = \"2h\"", "`idle` is given twice", r#"idle = "1h""#),
            ("cookie(secure), cookie(partitioned)", "`cookie` is given twice", "cookie(secure, partitioned)"),
            ("cookie(secure, secure = false)", "`secure` is given twice", "cookie(secure)"),
            ("http_only", "`http_only` belongs in `cookie(..)`", "cookie(http_only)"),
            (
                "cookie(secure), http_only = false",
                "`http_only` belongs in `cookie(..)`",
                "cookie(secure, http_only = false)",
            ),
            ("cookie(lifetime = \"1h\")", "`lifetime` belongs on the struct", r#"lifetime = "1h""#),
            ("subject", "`subject` belongs on a field", ""),
            (
                "secret = \"hunter2\"",
                "a key is a value at run time and never stands in an attribute",
                "&&, and give the key to `layer`",
            ),
        ],
    );
    refused(
        "#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] ⟦#[session(codec = \"jwt\")]⟧ struct Account {}",
        "`codec` is given twice",
        "remove `#[session(codec = \"jwt\")]`",
    );
}
