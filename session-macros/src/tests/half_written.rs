//! Attributes that somebody is in the middle of writing.

use super::support::{account, corrected, errors, expand};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Every prefix of `tokens`, token by token, with each group closed: an editor closes them.
fn prefixes(tokens: TokenStream) -> Vec<TokenStream> {
    let mut all = vec![TokenStream::new()];
    let mut so_far = TokenStream::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            for inner in prefixes(group.stream()) {
                let mut tokens = so_far.clone();
                tokens.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                all.push(tokens);
            }
        }
        so_far.extend([token]);
        all.push(so_far.clone());
    }
    all
}

/// Whether a prefix is an attribute by itself: it holds all three parts, and what stands after them is whole.
fn each_prefix_has_one_error(attribute: &str, whole: impl Fn(&str) -> String) {
    let tokens: TokenStream = attribute.parse().unwrap();
    for prefix in prefixes(tokens) {
        assert!(
            !prefix
                .clone()
                .into_iter()
                .any(|t| matches!(t, TokenTree::Group(g) if g.delimiter() == Delimiter::None))
        );
        let source = whole(&format!("⟦#[session({prefix})]⟧"));
        let plain = super::support::unmarked(&source);
        let found = errors(&plain);
        assert!(found.len() <= 1, "{plain}: {found:#?}");
        let _ = expand(&plain);
        for error in &found {
            let corrected = corrected(&source, error).unwrap_or_else(|| panic!("{error}"));
            assert_eq!(errors(&corrected), [""; 0], "{plain}\n{error}");
        }
    }
}

#[test]
fn every_prefix_of_an_attribute_gives_at_most_one_error_and_a_help_that_is_right() {
    for attribute in [
        r#"codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "14d", idle = "30m", renew_after = "5m", leeway = "10s""#,
        r#"codec = "jwt", algorithm = "HS512", storage = "header", auth = "header", header(name = "x-auth", scheme = "Token", deliver = "x-token")"#,
        r#"codec = "jwt", storage = "cookie", auth("cookie", "header"), typ = "a+jwt", issuer = "i", audience = "a""#,
        r#"cookie(name = "id", path = "/app", domain = "example.com", same_site = "none", secure = true, http_only = false, partitioned, persistent = false), codec = "jwt", storage = "cookie", auth = "cookie""#,
        r#"codec = "opaque", storage = "memory", auth("cookie", "header"), deliver = "header", on_store_error = "anonymous", on_conflict = "reject""#,
        r#"codec = "jwt", storage = "cookie", auth = "cookie", default, handle = "Live", crate = ::session_runtime"#,
    ] {
        each_prefix_has_one_error(attribute, account);
    }
}

#[test]
fn a_prefix_without_the_three_parts_is_an_error() {
    let tokens: TokenStream = r#"codec = "jwt", storage = "cookie", auth = "cookie""#.parse().unwrap();
    let prefixes = prefixes(tokens);
    let (_, incomplete) = prefixes.split_last().unwrap();
    for prefix in incomplete {
        let found = errors(&account(&format!("#[session({prefix})]")));
        assert_eq!(found.len(), 1, "{prefix}: {found:?}");
    }
}

#[test]
fn every_prefix_of_a_field_attribute_gives_at_most_one_error() {
    for attribute in ["subject, readonly", r#"rotate, get = "other""#, "skip_accessors"] {
        each_prefix_has_one_error(attribute, |field| {
            format!(
                r#"#[session(codec = "jwt", storage = "cookie", auth = "cookie")] struct Account {{ {field} x: u64 }}"#
            )
        });
    }
}
