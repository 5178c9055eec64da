//! Every refusal of the attribute: exactly one error, its text, and a help line that is right.

mod belongs;
mod fields;
mod item;
mod parts;
mod signer;
mod values;
mod written;

use super::support::{corrected, errors, unmarked};

/// The one mistake in the marked place of `source` is called `what`, and `help` makes it right.
#[track_caller]
fn refused(source: &str, what: &str, help: &str) {
    let found = errors(&unmarked(source));
    let expected = if help.is_empty() { what.to_owned() } else { format!("{what}\nhelp: {help}") };
    assert_eq!(found, [expected.as_str()], "{source}");
    if let Some(corrected) = corrected(source, &expected) {
        assert_eq!(errors(&corrected), [""; 0], "{corrected}");
    }
}

const PARTS: &str = r#"codec = "jwt", storage = "cookie", auth = "cookie""#;

/// Each attribute with these parts before it is refused; the help line prints them too.
#[track_caller]
fn all_refused(parts: &str, cases: &[(&str, &str, &str)]) {
    for (written, what, corrected) in cases {
        let (help, note) = corrected.split_once("&&").unwrap_or((corrected, ""));
        let help = if help.is_empty() { parts.to_owned() } else { format!("{parts}, {help}") };
        refused(
            &format!("⟦#[session({parts}, {written})]⟧ struct Account {{}}"),
            what,
            &format!("write `#[session({help})]`{note}"),
        );
    }
}

#[test]
fn two_mistakes_are_two_errors_at_once() {
    let found = errors(
        "#[session(codec = \"jtw\", storage = \"cookie\", auth = \"cookie\", lifetime = \"0s\")] struct Account { #[session(subjet)] id: u64, exp: String }",
    );
    let lines: Vec<&str> = found.iter().map(|error| error.lines().next().unwrap()).collect();
    assert_eq!(
        lines,
        [
            "unknown codec `jtw`",
            "`lifetime` is zero",
            "unknown key `subjet`",
            "the registered claim `exp` is a number of seconds since 1970, not `String`",
        ]
    );
    assert!(
        found[0].ends_with(
            r#"`#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "14d")]`"#
        )
    );
}
