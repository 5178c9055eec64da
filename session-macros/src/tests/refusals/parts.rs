//! What is refused of parts and tokens.

use super::{PARTS, all_refused, refused};
use crate::tests::support::errors;

#[test]
fn combinations_in_full() {
    refused(
        "⟦#[session(lifetime = \"1h\", codec = \"opaque\", storage = \"cookie\", auth = \"cookie\", cookie(name = \"id\"))]⟧ struct Account {}",
        "codec `opaque` cannot be used with storage `cookie`: its token only refers to claims, and that storage keeps none on the server",
        "write `#[session(lifetime = \"1h\", codec = \"jwt\", storage = \"cookie\", auth = \"cookie\", cookie(name = \"id\"))]`",
    );
    for auth in ["auth = \"cookie\"", "auth(\"cookie\", \"header\")"] {
        refused(
            &format!(
                "⟦#[session(codec = \"jwt\", storage = \"header\", {auth}, default)]⟧ struct Account {{}}"
            ),
            "storage `header` sets no cookie, so auth `cookie` never finds one",
            "write `#[session(codec = \"jwt\", storage = \"header\", auth = \"header\", default)]`",
        );
    }
    refused(
        "#[session(codec = \"jwt\", storage = \"redis\", auth(\"cookie\", \"header\"))] struct Account {}",
        "a session on the server with two auths does not say in which of them it hands its id out",
        "write `#[session(codec = \"jwt\", storage = \"redis\", auth(\"cookie\", \"header\"), deliver = \"cookie\")]`, or `deliver = \"header\"`",
    );
    all_refused(
        PARTS,
        &[(
            "deliver = \"cookie\"",
            "`deliver` is for a storage on the server with `auth(\"cookie\", \"header\")`",
            "",
        )],
    );
}

#[test]
fn tokens() {
    all_refused(
        PARTS,
        &[
            ("algorithm = \"HS-256\"", "unknown algorithm `HS-256`", r#"algorithm = "HS256""#),
            (
                "algorithm = \"none\"",
                "algorithm `none` signs nothing, so anybody could write a token",
                r#"algorithm = "HS256""#,
            ),
            ("typ = \"a b\"", "`a b` is no media type, as a `typ` has to be", r#"typ = "account+jwt""#),
            ("typ = \"\"", "`` is no media type, as a `typ` has to be", r#"typ = "account+jwt""#),
            ("issuer = \"\"", "`issuer` is empty", r#"issuer = "https://example.com""#),
            ("audience = \" \"", "`audience` is empty", r#"audience = "example-api""#),
        ],
    );
    for (codec, key, what) in [
        ("\"jwe\"", "algorithm = \"HS256\"", "`algorithm` belongs to codec `jwt`"),
        ("\"signed\"", "algorithm = \"HS256\"", "`algorithm` belongs to codec `jwt`"),
        ("crate::Mine", "algorithm = \"HS256\"", "`algorithm` belongs to codec `jwt`"),
        ("\"signed\"", "typ = \"JWT\"", "`typ` belongs to the codecs `jwt` and `jwe`"),
    ] {
        let parts = format!("codec = {codec}, storage = \"cookie\", auth = \"cookie\"");
        let found = errors(&format!("#[session({parts}, {key})] struct Account {{}}"));
        assert_eq!(found, [format!("{what}\nhelp: write `#[session({parts})]`")]);
    }
    refused(
        "⟦#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")]⟧ struct Über {}",
        "`Über` has letters that cannot stand in the token's `typ`, so it has to be given",
        "write `#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\", typ = \"claims+jwt\")]`",
    );
}

#[test]
fn names() {
    all_refused(
        PARTS,
        &[
            (
                "handle = \"Account\"",
                "`handle` is the name of the claims struct itself",
                r#"handle = "AccountSession""#,
            ),
            ("handle = \"not a name\"", "`handle` takes the name of a type", r#"handle = "AccountSession""#),
            ("handle = a::B", "`handle` takes the name of a type", r#"handle = "AccountSession""#),
            ("crate = \"a b\"", "`crate` takes the path of `session_runtime`", "crate = ::session_runtime"),
            ("crate = a::B<C>", "`crate` takes the path of `session_runtime`", "crate = ::session_runtime"),
        ],
    );
}
