//! `digest` and `salt`.

use super::{all_refused, errors};

#[test]
fn signers() {
    let parts = r#"codec = "signed", storage = "cookie", auth = "cookie""#;
    all_refused(
        parts,
        &[
            ("digest = \"sha512\"", "unknown digest `sha512`", r#"digest = "sha256""#),
            ("digest = \"SHA1\"", "unknown digest `SHA1`", r#"digest = "sha1""#),
            ("salt = \"\"", "`salt` is empty", ""),
            (
                "digest = \"sha1\", idle = \"30m\", renew_after = \"5m\"",
                "`idle` does not go with digest `sha1`: its tokens are Starlette's, which do not say when the session began",
                r#"digest = "sha1"&&, or `digest = "sha256"`"#,
            ),
            (
                "issuer = \"me\", digest = \"sha1\"",
                "`issuer` does not go with digest `sha1`: its tokens are Starlette's, which do not say who issued them",
                r#"digest = "sha1"&&, or `digest = "sha256"`"#,
            ),
            (
                "audience = \"you\", digest = \"sha1\"",
                "`audience` does not go with digest `sha1`: its tokens are Starlette's, which do not say whom they are for",
                r#"digest = "sha1"&&, or `digest = "sha256"`"#,
            ),
        ],
    );
    for codec in ["\"jwt\"", "crate::Mine"] {
        for (key, word) in [("digest = \"sha1\"", "digest"), ("salt = \"x\"", "salt")] {
            let parts = format!("codec = {codec}, storage = \"cookie\", auth = \"cookie\"");
            let found = errors(&format!("#[session({parts}, {key})] struct Account {{}}"));
            assert_eq!(
                found,
                [format!("`{word}` belongs to codec `signed`\nhelp: write `#[session({parts})]`")]
            );
        }
    }
    assert_eq!(errors(&format!("#[session({parts})] struct Über {{}}")), [""; 0], "no token says its `typ`");
}
