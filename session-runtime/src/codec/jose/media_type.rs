//! `typ`, compared as a media type.

/// Whether two values of `typ` name the same media type: without case, and `application/` is implied where there is no
/// other slash (RFC 7515 section 4.1.9).
pub(super) fn same(one: &str, other: &str) -> bool {
    short(one).eq_ignore_ascii_case(short(other))
}

fn short(typ: &str) -> &str {
    const IMPLIED: &str = "application/";
    match typ.split_at_checked(IMPLIED.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(IMPLIED) && !rest.contains('/') => rest,
        _ => typ,
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn a_prefix_is_implied_and_case_does_not_count() {
        for typ in ["account+jwt", "Account+JWT", "application/account+jwt", "APPLICATION/ACCOUNT+JWT"] {
            assert!(same("account+jwt", typ), "{typ}");
            assert!(same(typ, "application/account+jwt"), "{typ}");
        }
        for typ in [
            "",
            "JWT",
            "account",
            "account+jwt ",
            "text/account+jwt",
            "application/application/account+jwt",
            "/account+jwt",
        ] {
            assert!(!same("account+jwt", typ), "{typ}");
        }
        assert!(!same("a/b", "application/a/b"), "nothing is implied where there is a slash");
    }
}
