//! All 96 combinations of the built-in parts, against the table in `tests/combinations.txt`.

use super::support::{account, errors, help};
use crate::attr::{Auth, Codec, Name, Storage};
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../../tests/combinations.txt");
const STORAGES: [&str; 8] = ["cookie", "header", "none", "memory", "sqlite", "postgres", "mysql", "redis"];
const AUTHS: [&str; 3] = [r#"auth = "cookie""#, r#"auth = "header""#, r#"auth("cookie", "header")"#];
/// Codec, storage, auth as it is written, and the errors, by what they mention.
fn rows() -> Vec<(&'static str, &'static str, &'static str, Vec<&'static str>)> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|line| {
        let (codec, rest) = line.split_once(' ').unwrap();
        let (storage, rest) = rest.trim_start().split_once(' ').unwrap();
        let (auth, decision) = rest.trim_start().split_once(' ').unwrap();
        let errors = match decision.trim() {
            "yes" => Vec::new(),
            "codec" => vec!["cannot be used with storage"],
            "auth" => vec!["sets no cookie"],
            "codec and auth" => vec!["cannot be used with storage", "sets no cookie"],
            "deliver" => vec!["with two auths does not say"],
            other => panic!("{other}"),
        };
        (codec, storage, AUTHS[names::<Auth>().iter().position(|name| *name == auth).unwrap()], errors)
    });
    rows.collect()
}

fn names<T: Name>() -> Vec<&'static str> {
    T::ALL.iter().map(|name| name.text()).collect()
}

fn attribute(codec: &str, storage: &str, auth: &str, more: &str) -> String {
    account(&format!(r#"#[session(codec = "{codec}", storage = "{storage}", {auth}{more})]"#))
}

fn is_right(source: &str) -> bool {
    errors(source).is_empty()
}

#[test]
fn every_combination_is_decided_as_the_table_says() {
    for (codec, storage, auth, expected) in rows() {
        let source = attribute(codec, storage, auth, "");
        let found = errors(&source);
        if expected.is_empty() {
            assert!(is_right(&source), "{source}: {found:?}");
            assert!(found.is_empty(), "{source}: {found:?}");
            continue;
        }
        assert_eq!(found.len(), expected.len(), "{source}: {found:?}");
        for (error, part) in found.iter().zip(expected) {
            assert!(error.contains(part), "{source}: {error}");
            let (verb, attribute) = help(error).unwrap();
            assert_eq!(verb, "write");
            assert!(is_right(&account(attribute)), "{error}: {:?}", errors(&account(attribute)));
        }
    }
}

/// A new codec, storage or auth needs rows.
#[test]
fn the_table_has_every_part() {
    let rows: BTreeSet<_> =
        rows().into_iter().map(|(codec, storage, auth, _)| (codec, storage, auth)).collect();
    let mut all = BTreeSet::new();
    for codec in names::<Codec>() {
        for storage in names::<Storage>() {
            all.extend(AUTHS.map(|auth| (codec, storage, auth)));
        }
    }
    assert_eq!(rows, all);
    assert_eq!(names::<Auth>(), ["cookie", "header", "both"]);
    assert_eq!(rows.len(), 96);
}

#[test]
fn deliver_decides_where_both_auths_reach_a_session_on_the_server_and_nowhere_else() {
    for storage in STORAGES {
        for auth in AUTHS {
            let source = attribute("jwt", storage, auth, r#", deliver = "header""#);
            let found = errors(&source);
            if !matches!(storage, "cookie" | "header" | "none") && auth.starts_with("auth(") {
                assert!(is_right(&source), "{source}: {found:?}");
            } else {
                assert!(
                    found.iter().any(|error| error.starts_with("`deliver` is for")),
                    "{source}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn every_algorithm_is_built() {
    for algorithm in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"] {
        assert!(is_right(&attribute("jwt", "cookie", AUTHS[0], &format!(", algorithm = \"{algorithm}\""))));
    }
}
