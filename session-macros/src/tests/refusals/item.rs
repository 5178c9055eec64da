//! What is refused about the struct itself.

use super::{PARTS, refused};
use crate::tests::support::errors;

#[test]
fn shapes() {
    let attribute = format!("#[session({PARTS})]");
    for (item, what, help) in [
        (
            "enum Account { A }",
            "`Account` is an enum, but claims are a struct with named fields",
            "make an enum the type of a field of such a struct",
        ),
        (
            "union Account { a: u8 }",
            "`Account` is a union, but claims are a struct with named fields",
            "make a union the type of a field of such a struct",
        ),
        (
            "struct Account(u8);",
            "`Account` has fields without names, so its claims would have none",
            "give each field a name",
        ),
        (
            "⟦pub(crate) struct Account;⟧",
            "`Account` is a unit struct, which is no JSON object",
            "write `pub(crate) struct Account {}`",
        ),
        (
            "struct Account<T> { t: T }",
            "`Account` has parameters, but a session has one type of claims",
            "write the struct for one type, and use that in its place",
        ),
        (
            "struct Account<'a> { t: &'a str }",
            "`Account` has parameters, but a session has one type of claims",
            "write the struct for one type, and use that in its place",
        ),
        (
            "struct Account<const N: usize> { t: [u8; N] }",
            "`Account` has parameters, but a session has one type of claims",
            "write the struct for one type, and use that in its place",
        ),
    ] {
        refused(&format!("{attribute} {item}"), what, help);
        if !item.starts_with('⟦') {
            // without an attribute it is still one mistake
            refused(item, what, help);
        }
    }
}

#[test]
fn missing() {
    refused(
        "⟦struct Account {}⟧",
        "`Account` has no attribute that says how its sessions travel",
        r#"add `#[session(codec = "jwt", storage = "cookie", auth = "cookie")]`"#,
    );
    for (written, what, help) in [
        (
            r#"storage = "none", auth = "header""#,
            "no `codec`",
            r#"storage = "none", auth = "header", codec = "jwt""#,
        ),
        (
            r#"codec = "jwt", auth = "header""#,
            "no `storage`",
            r#"codec = "jwt", auth = "header", storage = "header""#,
        ),
        (
            r#"codec = "jwt", auth = "cookie""#,
            "no `storage`",
            r#"codec = "jwt", auth = "cookie", storage = "cookie""#,
        ),
        (
            r#"codec = "jwt", storage = "header""#,
            "no `auth`",
            r#"codec = "jwt", storage = "header", auth = "header""#,
        ),
        (
            r#"codec = "jwt""#,
            "no `storage` and no `auth`",
            r#"codec = "jwt", storage = "cookie", auth = "cookie""#,
        ),
        ("", "no `codec`, no `storage` and no `auth`", PARTS),
    ] {
        refused(
            &format!("⟦#[session({written})]⟧ struct Account {{}}"),
            &format!("`Account` has {what}"),
            &format!("write `#[session({help})]`"),
        );
    }
}

#[test]
fn a_derive_on_nothing_is_one_error() {
    assert_eq!(errors("fn f() {}").len(), 1);
}
