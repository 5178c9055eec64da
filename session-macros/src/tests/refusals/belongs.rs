//! Keys that only some configurations have a use for.

use super::{all_refused, errors};

#[test]
fn keys_of_other_configurations() {
    let parts = r#"codec = "jwt", storage = "header", auth = "header""#;
    for (key, what) in [
        ("csrf = false", "`csrf` is for sessions that a cookie authenticates"),
        ("on_store_error = \"anonymous\"", "`on_store_error` is for a storage on the server"),
        ("on_conflict = \"reject\"", "`on_conflict` is for a storage on the server"),
    ] {
        let found = errors(&format!("#[session({parts}, {key})] struct Account {{}}"));
        assert_eq!(found, [format!("{what}\nhelp: write `#[session({parts})]`")]);
    }
}

#[test]
fn what_a_store_is_told() {
    all_refused(
        r#"codec = "opaque", storage = "memory", auth = "cookie""#,
        &[
            (
                r#"on_store_error = "anonymus""#,
                "unknown answer to a store error `anonymus`",
                r#"on_store_error = "anonymous""#,
            ),
            (
                r#"on_store_error = "503""#,
                "unknown answer to a store error `503`",
                r#"on_store_error = "fail"&&; it is one of `"fail"`, `"anonymous"`"#,
            ),
            (
                r#"on_conflict = "Reject""#,
                "unknown answer to a conflict `Reject`",
                r#"on_conflict = "reject""#,
            ),
            ("on_conflict = reject", "`on_conflict` takes a string", r#"on_conflict = "reject""#),
            ("on_conflict", "`on_conflict` needs a value", r#"on_conflict = "merge""#),
            (
                r#"issuer = "me""#,
                "no token of codec `opaque` says its `issuer`: it is an id and nothing else",
                "",
            ),
            (
                r#"audience = "you""#,
                "no token of codec `opaque` says its `audience`: it is an id and nothing else",
                "",
            ),
        ],
    );
}
