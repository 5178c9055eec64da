//! What is refused of fields.

use super::{PARTS, refused};
use crate::tests::support::errors;

/// Fields are refused one by one: `before` stands in front of the marked attribute.
#[track_caller]
fn field_refused(before: &str, field: &str, what: &str, help: &str) {
    refused(&format!("#[session({PARTS})] struct Account {{ {before} {field} }}"), what, help);
}

#[test]
fn fields() {
    for (before, field, what, help) in [
        (
            "#[session(subject)] id: u64,",
            "⟦#[session(subject)]⟧ other: u64",
            "a session has one subject, and an earlier field is it",
            "write `#[session(rotate)]`",
        ),
        (
            "#[session(subject)] id: u64,",
            "⟦#[session(subject, readonly)]⟧ other: u64",
            "a session has one subject, and an earlier field is it",
            "write `#[session(readonly)]`",
        ),
        (
            "",
            "⟦#[session(subject, readonly, rotate)]⟧ id: u64",
            "`rotate` is about changes, but with `readonly` the field has none",
            "write `#[session(subject, readonly)]`",
        ),
        (
            "",
            "⟦#[session(rotate, skip_accessors)]⟧ role: u64",
            "`rotate` is about changes, but with `skip_accessors` the field has none",
            "write `#[session(skip_accessors)]`",
        ),
        (
            "",
            "⟦#[session(get = \"x\", skip_accessors)]⟧ role: u64",
            "`get` names accessors, but with `skip_accessors` there are none",
            "write `#[session(skip_accessors)]`",
        ),
        (
            "",
            "⟦#[session(subject = true)]⟧ id: u64",
            "`subject` takes no value",
            "write `#[session(subject)]`",
        ),
        ("", "⟦#[session(get)]⟧ id: u64", "`get` needs a value", "write `#[session(get = \"id_value\")]`"),
        (
            "",
            "⟦#[session(get = name)]⟧ id: u64",
            "`get` takes a string",
            "write `#[session(get = \"name\")]`",
        ),
        (
            "",
            "⟦#[session(get = \"fn\")]⟧ id: u64",
            "`fn` cannot be the name of a method",
            "write `#[session(get = \"id_value\")]`",
        ),
        ("", "⟦#[session()]⟧ id: u64", "`#[session()]` says nothing", "remove `#[session()]`"),
        (
            "",
            "⟦#[session]⟧ id: u64",
            "`#[session(..)]` takes its keys in parentheses",
            "remove `#[session()]`",
        ),
        (
            "",
            "⟦#[session(codec = \"jwt\")]⟧ id: u64",
            "`codec` belongs on the struct",
            "remove `#[session(codec = \"jwt\")]`",
        ),
        (
            "",
            "⟦#[session(subject, flurb)]⟧ id: u64",
            "unknown key `flurb`",
            "write `#[session(subject)]`; the keys on a field are `subject`, `rotate`, `readonly`, `get`, `skip_accessors`, `merge`",
        ),
    ] {
        field_refused(before, field, what, help);
    }
}

#[test]
fn accessors() {
    for name in ["claims", "expires_at", "is_new", "renew", "end", "for_test"] {
        field_refused(
            "",
            &format!("⟦{name}: u64⟧"),
            &format!("every session has a method `{name}`"),
            &format!("add `#[session(get = \"{name}_value\")]`"),
        );
    }
    field_refused(
        "",
        "⟦#[session(readonly)]⟧ end: u64",
        "every session has a method `end`",
        "write `#[session(readonly, get = \"end_value\")]`",
    );
    field_refused(
        "",
        "⟦#[session(get = \"end\")]⟧ ends: u64",
        "every session has a method `end`",
        "write `#[session(get = \"ends_value\")]`",
    );
    for (before, field) in [
        ("name: u8,", "set_name"),
        ("name: u8,", "name_mut"),
        ("set_name: u8,", "name"),
        ("name_mut: u8,", "name"),
    ] {
        let owner = before.split(':').next().unwrap();
        let name = if field == "name" { owner } else { field };
        field_refused(
            before,
            &format!("⟦{field}: u64⟧"),
            &format!("the accessors of `{owner}` have a `{name}` already"),
            &format!("add `#[session(get = \"{field}_value\")]`"),
        );
    }
}

#[test]
fn claims() {
    for (field, what, help) in [
        (
            "⟦pub exp: String⟧",
            "the registered claim `exp` is a number of seconds since 1970, not `String`",
            "write `pub exp: u64`",
        ),
        (
            "⟦nbf: Option<SystemTime>⟧",
            "the registered claim `nbf` is a number of seconds since 1970, not `Option<SystemTime>`",
            "write `nbf: Option<u64>`",
        ),
        (
            "⟦iat: bool⟧",
            "the registered claim `iat` is a number of seconds since 1970, not `bool`",
            "write `iat: u64`",
        ),
        ("⟦iss: u64⟧", "the registered claim `iss` is text, not `u64`", "write `iss: String`"),
        (
            "⟦sub: Vec<String>⟧",
            "the registered claim `sub` is text, not `Vec<String>`",
            "write `sub: String`",
        ),
        ("⟦jti: [u8; 16]⟧", "the registered claim `jti` is text, not `[u8; 16]`", "write `jti: String`"),
        (
            "⟦aud: Vec<u8>⟧",
            "the registered claim `aud` is text or a list of texts, not `Vec<u8>`",
            "write `aud: String`",
        ),
        (
            "#[serde(rename = \"exp\")] ⟦ends: String⟧",
            "the registered claim `exp` is a number of seconds since 1970, not `String`",
            "write `ends: u64`",
        ),
        (
            "⟦sid: u64⟧",
            "the session layer keeps the claim `sid` for itself",
            "add `#[serde(rename = \"sid_value\")]`",
        ),
        (
            "⟦#[serde(default, rename = \"sst\")]⟧ start: u64",
            "the session layer keeps the claim `sst` for itself",
            "write `#[serde(default, rename = \"sst_value\")]`",
        ),
    ] {
        field_refused("", field, what, help);
    }
    for name in ["sid", "sla", "sse", "sst", "sxp"] {
        let found = errors(&format!("#[session({PARTS})] struct Account {{ {name}: u64 }}"));
        assert_eq!(found.len(), 1, "{name}");
    }
}

#[test]
fn merged() {
    let on_the_server = r#"codec = "opaque", storage = "memory", auth = "cookie""#;
    let two = "`merge` combines two changes, but with";
    let lost = "the first one ends the session's id, and the second is lost";
    for (parts, field, what, help) in [
        (
            PARTS,
            "⟦#[session(merge = sum)]⟧ visits: u32",
            "`merge` is for a storage on the server: nobody else changes a session that its client holds"
                .to_owned(),
            "remove `#[session(merge = sum)]`",
        ),
        (
            on_the_server,
            "⟦#[session(merge = sum, readonly)]⟧ visits: u32",
            "`merge` is about changes, but with `readonly` the field has none".to_owned(),
            "write `#[session(readonly)]`",
        ),
        (
            on_the_server,
            "⟦#[session(merge = sum, skip_accessors)]⟧ visits: u32",
            "`merge` is about changes, but with `skip_accessors` the field has none".to_owned(),
            "write `#[session(skip_accessors)]`",
        ),
        (
            on_the_server,
            "⟦#[session(subject, merge = sum)]⟧ visits: u32",
            format!("{two} `subject` {lost}"),
            "write `#[session(subject)]`",
        ),
        (
            on_the_server,
            "⟦#[session(rotate, merge = sum)]⟧ visits: u32",
            format!("{two} `rotate` {lost}"),
            "write `#[session(rotate)]`",
        ),
        (
            on_the_server,
            "⟦#[session(merge = \"crate::sum\")]⟧ visits: u32",
            "`merge` takes a path to a function".to_owned(),
            "write `#[session(merge = crate::sum)]`",
        ),
        (
            on_the_server,
            "⟦#[session(merge = |a, b, c| a + b - c)]⟧ visits: Vec<u32>",
            "`merge` takes a path to a function".to_owned(),
            "remove `#[session(merge = | a , b , c | a + b - c)]`, or name a \
             `fn(base: &Vec<u32>, mine: Vec<u32>, theirs: &Vec<u32>) -> Vec<u32>`",
        ),
        (
            on_the_server,
            "⟦#[session(merge)]⟧ visits: u32",
            "`merge` needs a value".to_owned(),
            "remove `#[session(merge)]`, or name a `fn(base: &u32, mine: u32, theirs: &u32) -> u32`",
        ),
    ] {
        refused(&format!("#[session({parts})] struct Account {{ {field} }}"), &what, help);
    }
}

#[test]
fn a_subject_is_kept() {
    for (serde, help) in [
        ("#[serde(skip)]", "remove `#[serde(skip)]`"),
        ("#[serde(skip_serializing, default)]", "write `#[serde(default)]`"),
        ("#[serde(default, skip_deserializing)]", "write `#[serde(default)]`"),
    ] {
        let field = format!("⟦{serde}⟧ #[session(subject)] id: u64");
        field_refused("", &field, "serde skips `id`, so a session that is read has lost its subject", help);
    }
}
