//! `version` and `previous`: what the claims struct is, and what it was.

use super::form::{Arg, wrong};
use super::key::{Found, Key};
use super::part::Parts;
use crate::attr::{Digest, Edit, Entry, Form, Storage, Value};
use crate::mistake::Mistake;
use crate::model::Version;
use proc_macro2::Literal;
use syn::{Path, TypePath};

/// The version of the claims struct, and the structs of the versions before it, the latest first.
pub(super) fn read(
    found: &Found<'_>,
    parts: &Parts<'_>,
    digest: Option<Digest>,
    mistakes: &mut Vec<Mistake>,
) -> Version {
    let given = number(found, mistakes);
    let previous = previous(found, mistakes).unwrap_or_default();
    mistakes.extend(is_said_in_the_token(given.as_ref(), parts, digest));
    let version = given.as_ref().map_or(1, |given| given.value);
    if mistakes.is_empty() {
        mistakes.extend(counts(found, given.as_ref(), version, &previous));
    }
    Version { version, previous }
}

/// `version` is a whole number from 1 on.
fn number<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, u32>> {
    let entry = found.get(Key::Version)?;
    let number = match &entry.form {
        Form::Value(Value::Number(number)) => number.to_string().parse().ok().filter(|number| *number > 0),
        _ => None,
    };
    if number.is_none() {
        let mistake = wrong(entry, Key::Version, "a whole number, from 1 on");
        mistakes.extend(
            mistake.map(|mistake| {
                mistake.correct(entry.id.attribute, [Edit::Replace(entry.id, with(entry, 2))])
            }),
        );
    }
    number.map(|number| Arg::new(entry, number))
}

fn with(entry: &Entry, version: usize) -> Entry {
    entry.with(Form::Value(Value::Number(Literal::usize_unsuffixed(version))))
}

/// `version = …` where there is none.
fn version_entry(version: usize) -> Entry {
    Entry::new(Key::Version.text(), Form::Value(Value::Number(Literal::usize_unsuffixed(version))))
}

/// `previous` is a path, or a list of them.
fn previous(found: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Option<Vec<TypePath>> {
    let entry = found.get(Key::Previous)?;
    let given = match &entry.form {
        Form::Value(Value::Path(path)) => Some(vec![(**path).clone()]),
        Form::List(inner) => {
            inner.iter().map(path).collect::<Option<Vec<_>>>().filter(|paths| !paths.is_empty())
        }
        _ => None,
    };
    if given.is_none() {
        let mistake = wrong(
            entry,
            Key::Previous,
            "the struct of the version before, or a list of them, the latest first",
        );
        mistakes.extend(mistake.map(|mistake| mistake.correct(entry.id.attribute, [Edit::Remove(entry.id)])));
    }
    given
}

/// A path alone is a word where it has one name.
fn path(entry: &Entry) -> Option<TypePath> {
    match (&entry.key, &entry.form) {
        (Some(word), Form::Word) => {
            Some(TypePath { attrs: Vec::new(), qself: None, path: Path::from(word.clone()) })
        }
        (None, Form::Value(Value::Path(path))) => Some((**path).clone()),
        _ => None,
    }
}

/// There are as many structs before this one as versions, or fewer: what is older is no session any more.
fn counts(
    found: &Found<'_>,
    given: Option<&Arg<'_, u32>>,
    version: u32,
    previous: &[TypePath],
) -> Option<Mistake> {
    if previous.len() < version as usize {
        return None;
    }
    let entry = found.get(Key::Previous)?;
    let what = format!(
        "`previous` names {} before version {version}",
        if previous.len() == 1 { "a version".to_owned() } else { format!("{} versions", previous.len()) }
    );
    let needed = previous.len() + 1;
    let mistake = Mistake::new(entry.value_tokens(), what);
    Some(match given {
        Some(given) => mistake
            .correct(given.entry.id.attribute, [Edit::Replace(given.entry.id, with(given.entry, needed))]),
        None => mistake.correct(entry.id.attribute, [Edit::Add(entry.id.attribute, version_entry(needed))]),
    })
}

/// A token with digest `sha1` is exactly Starlette's, and says no version. A store keeps it beside the claims.
fn is_said_in_the_token(
    given: Option<&Arg<'_, u32>>,
    parts: &Parts<'_>,
    digest: Option<Digest>,
) -> Option<Mistake> {
    let given = given.filter(|given| given.value > 1)?;
    if digest != Some(Digest::Sha1) || parts.storage().is_none_or(Storage::is_on_the_server) {
        return None;
    }
    let what = "`version` does not go with digest `sha1`: its tokens are Starlette's, which say none";
    Some(given.without(what).note(", or `digest = \"sha256\"`"))
}
