//! Codec, storage and auth: a built-in name, or a path to a type.

use super::foreign;
use super::form::{Arg, meant, set, wrong};
use super::key::{Found, Key};
use crate::attr::{Auth, Codec, Edit, Entry, Form, Name, Storage, Value};
use crate::mistake::Mistake;
use crate::suggest::{nearest, plain};
use quote::ToTokens;
use syn::TypePath;

/// A codec, a storage or an auth.
#[derive(Clone)]
pub(super) enum Part<T> {
    BuiltIn(T),
    Path(TypePath),
}

impl<T: Copy> Part<T> {
    pub(super) fn built_in(&self) -> Option<T> {
        match self {
            Part::BuiltIn(name) => Some(*name),
            Part::Path(_) => None,
        }
    }
}

/// Codec, storage and auth as far as they can be told.
pub(super) struct Parts<'a> {
    pub(super) codec: Option<Arg<'a, Part<Codec>>>,
    pub(super) storage: Option<Arg<'a, Part<Storage>>>,
    pub(super) auth: Option<Arg<'a, Part<Auth>>>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Self {
        Parts {
            codec: part(found, Key::Codec, mistakes),
            storage: part(found, Key::Storage, mistakes),
            auth: auth(found, mistakes),
        }
    }

    pub(super) fn codec(&self) -> Option<Codec> {
        self.codec.as_ref().and_then(|codec| codec.value.built_in())
    }

    pub(super) fn storage(&self) -> Option<Storage> {
        self.storage.as_ref().and_then(|storage| storage.value.built_in())
    }

    pub(super) fn auth(&self) -> Option<Auth> {
        self.auth.as_ref().and_then(|auth| auth.value.built_in())
    }
}

/// What stands in for a part that is not there: `"jwt"`, and a storage and an auth that fit the others.
pub(super) fn stand_in(key: Key, found: &Found<'_>) -> &'static str {
    let says = |key: Key, text: &str| {
        found.get(key).and_then(Entry::as_text).is_some_and(|value| value.value() == text)
    };
    match key {
        Key::Storage if says(Key::Codec, Codec::Opaque.text()) => Storage::Memory.text(),
        Key::Storage if says(Key::Auth, Auth::Header.text()) => Storage::Header.text(),
        Key::Storage => Storage::Cookie.text(),
        Key::Revocation => Storage::Memory.text(),
        Key::Auth if says(Key::Storage, Storage::Header.text()) => Auth::Header.text(),
        Key::Auth => Auth::Cookie.text(),
        _ => Codec::Jwt.text(),
    }
}

pub(super) fn part<'a, T: Name>(
    found: &Found<'a>,
    key: Key,
    mistakes: &mut Vec<Mistake>,
) -> Option<Arg<'a, Part<T>>> {
    let entry = found.get(key)?;
    match &entry.form {
        Form::Value(Value::Text(text)) => named(entry, &text.value(), stand_in(key, found), mistakes)
            .map(|name| Arg::new(entry, Part::BuiltIn(name))),
        Form::Value(Value::Path(path)) => match bare::<T>(path) {
            Some(name) => {
                mistakes.push(unquoted(entry, T::NOUN, path, name));
                None
            }
            None => Some(Arg::new(entry, Part::Path((**path).clone()))),
        },
        _ => {
            let text = meant(entry).filter(|text| T::of(text).is_some());
            let edit = set(entry, text.as_deref().unwrap_or(stand_in(key, found)));
            mistakes.extend(
                wrong(entry, key, "a string or a path to a type")
                    .map(|mistake| mistake.correct(entry.id.attribute, [edit])),
            );
            None
        }
    }
}

/// The auth has a third form, `auth("cookie", "header")`.
fn auth<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, Part<Auth>>> {
    let entry = found.get(Key::Auth)?;
    let Form::List(inner) = &entry.form else {
        if entry.as_text().is_some_and(|text| plain(&text.value()) == Auth::Both.text()) {
            let what = "both auths are written `auth(\"cookie\", \"header\")`";
            mistakes
                .push(Mistake::new(entry.value_tokens(), what).correct(entry.id.attribute, [both(entry)]));
            return None;
        }
        return part(found, Key::Auth, mistakes);
    };
    let before = mistakes.len();
    let names: Vec<Auth> = inner.iter().filter_map(|entry| listed(entry, mistakes)).collect();
    if mistakes.len() > before {
        return None;
    }
    match names.as_slice() {
        [Auth::Cookie, Auth::Header] | [Auth::Header, Auth::Cookie] => {
            Some(Arg::new(entry, Part::BuiltIn(Auth::Both)))
        }
        [one, rest @ ..] if rest.iter().all(|other| other == one) => {
            let what = "`auth(..)` names `\"cookie\"` and `\"header\"`, once each";
            mistakes.push(Arg::new(entry, ()).instead(what, one.text()));
            None
        }
        _ => {
            let what = "`auth(..)` names `\"cookie\"` and `\"header\"`, once each";
            mistakes
                .push(Mistake::new(entry.value_tokens(), what).correct(entry.id.attribute, [both(entry)]));
            None
        }
    }
}

/// One of the names in `auth(..)`.
fn listed(entry: &Entry, mistakes: &mut Vec<Mistake>) -> Option<Auth> {
    let attribute = entry.id.attribute;
    match (&entry.key, &entry.form) {
        (None, Form::Value(Value::Text(text))) => named(entry, &text.value(), Auth::Cookie.text(), mistakes),
        (_, Form::Broken) => None,
        (Some(word), Form::Word) if Auth::of(&word.to_string()).is_some() => {
            let what = format!("the auth `{word}` is a string here");
            mistakes.push(
                Mistake::new(word, what)
                    .correct(attribute, [Edit::Replace(entry.id, Entry::bare(&word.to_string()))]),
            );
            None
        }
        _ => {
            let what = "`auth(..)` names `\"cookie\"` and `\"header\"`, once each";
            mistakes
                .push(Mistake::new(entry.value_tokens(), what).correct(attribute, [Edit::Remove(entry.id)]));
            None
        }
    }
}

fn both(entry: &Entry) -> Edit {
    let list = [Auth::Cookie, Auth::Header].map(|auth| Entry::bare(auth.text()));
    Edit::Replace(entry.id, entry.with(Form::List(list.into())))
}

/// A name is one of those that exist. `stand_in` is what the correction writes where there is nothing to go by.
pub(super) fn named<T: Name>(
    entry: &Entry,
    text: &str,
    stand_in: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<T> {
    let listed = |name: &T| name.text() != Auth::Both.text();
    if let Some(name) = T::of(text).filter(listed) {
        return Some(name);
    }
    let names = || T::ALL.iter().copied().filter(listed).map(T::text);
    let same = names().find(|name| plain(name) == plain(text));
    let near = same.or_else(|| foreign::value(T::NOUN, text)).or_else(|| nearest(text, names()));
    let mistake =
        Arg::new(entry, ()).instead(format!("unknown {} `{text}`", T::NOUN), near.unwrap_or(stand_in));
    mistakes.push(match near {
        Some(_) => mistake,
        None => {
            let names: Vec<String> = names().map(|name| format!("`{name:?}`")).collect();
            mistake.note(format!("; it is one of {}", names.join(", ")))
        }
    });
    None
}

/// A path that is the name of a built-in part without its quotes.
fn bare<T: Name>(path: &TypePath) -> Option<&'static str> {
    let word = path.path.get_ident()?.to_string();
    if matches!(word.as_str(), "crate" | "self" | "super" | "Self") {
        return Some(T::ALL.first()?.text());
    }
    if T::of(&word).is_some() {
        return Some(T::of(&word)?.text());
    }
    // types begin with an upper-case letter
    let is_type = word.starts_with(char::is_uppercase);
    let near =
        foreign::value(T::NOUN, &word).or_else(|| nearest(&word, T::ALL.iter().map(|name| name.text())));
    near.filter(|_| !is_type)
}

/// A built-in name is a string.
fn unquoted(entry: &Entry, noun: &str, path: &TypePath, name: &str) -> Mistake {
    let path = path.to_token_stream();
    Arg::new(entry, ())
        .instead(format!("the built-in {noun} `{name}` is a string, and `{path}` is no path to a type"), name)
}
