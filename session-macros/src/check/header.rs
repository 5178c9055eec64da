//! `header(..)`: the request header that presents a token, and the response header that hands one out.

use super::cookie::is_token;
use super::form::{Arg, text, wrong};
use super::key::{Found, Key, Scope};
use super::part::Parts;
use crate::attr::{Attributes, Auth, Edit, Entry, Form};
use crate::mistake::Mistake;
use crate::model;
use syn::LitStr;

const NAME: &str = "authorization";
const SCHEME: &str = "Bearer";
const DELIVER: &str = "session-token";

/// The headers, if any is used.
pub(super) fn read(
    attributes: &Attributes,
    found: &Found<'_>,
    parts: &Parts<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Option<model::Header> {
    // A storage that hands tokens out in a header fits no other auth.
    let used = parts.auth.as_ref().map(|auth| auth.value.built_in() != Some(Auth::Cookie));
    let Some(entry) = found.get(Key::Header) else {
        return parts.auth().is_some_and(|auth| auth != Auth::Cookie).then(default);
    };
    let storage_may = parts.storage.as_ref().is_some_and(|storage| storage.value.built_in().is_none());
    if used == Some(false) && !storage_may {
        mistakes.push(Arg::new(entry, ()).without("`header(..)` names headers, but here none is used"));
        return None;
    }
    let Form::List(inner) = &entry.form else {
        let name = entry.as_text().map(LitStr::value).filter(|name| is_token(name));
        let name = Entry::text(Key::Name.text(), name.as_deref().unwrap_or(NAME));
        let edit = Edit::Replace(entry.id, entry.with(Form::List(vec![name])));
        mistakes.extend(
            wrong(entry, Key::Header, "its keys in parentheses")
                .map(|mistake| mistake.correct(entry.id.attribute, [edit])),
        );
        return None;
    };
    if inner.is_empty() {
        mistakes.push(Arg::new(entry, ()).without("`header()` says nothing"));
        return None;
    }
    let inner = Found::read(attributes, inner, Scope::Header, mistakes);
    let default = default();
    Some(model::Header {
        name: token(&inner, Key::Name, &default.name, mistakes).to_ascii_lowercase(),
        scheme: token(&inner, Key::Scheme, &default.scheme, mistakes),
        deliver: token(&inner, Key::Deliver, &default.deliver, mistakes).to_ascii_lowercase(),
    })
}

fn default() -> model::Header {
    model::Header { name: NAME.to_owned(), scheme: SCHEME.to_owned(), deliver: DELIVER.to_owned() }
}

/// Names of headers (RFC 9110 section 5.1) and schemes (section 11.1) are tokens.
fn token(found: &Found<'_>, key: Key, default: &str, mistakes: &mut Vec<Mistake>) -> String {
    let Some(given) = text(found, key, default, mistakes) else { return default.to_owned() };
    if !is_token(&given.value) {
        let kept: String = given.value.trim().trim_end_matches(':').replace([' ', '_'], "-");
        let kept = if is_token(&kept) { &kept } else { default };
        let noun = if key == Key::Scheme { "an authentication scheme" } else { "the name of a header" };
        let what = format!("`{}` cannot be {noun}: letters, digits and !#$%&'*+-.^_|~", given.value);
        mistakes.push(given.instead(what, kept));
    }
    given.value
}
