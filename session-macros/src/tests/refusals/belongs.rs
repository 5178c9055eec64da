//! Keys that only some configurations have a use for.

use super::errors;

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
