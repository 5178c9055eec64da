//! Names: `handle`, `crate`.

use super::form::{Arg, meant, set, wrong};
use super::key::{Found, Key, Scope};
use crate::attr::{Attributes, Edit, Form, Value};
use crate::mistake::Mistake;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{LitStr, Path, TypePath};

/// `AccountSession` for `Account`.
pub(crate) fn default_handle(claims: &Ident) -> Ident {
    format_ident!("{claims}Session", span = claims.span())
}

/// `handle` is a name, and not that of the claims struct.
pub(super) fn handle(found: &Found<'_>, claims: &Ident, mistakes: &mut Vec<Mistake>) -> Ident {
    let default = default_handle(claims);
    let Some(entry) = found.get(Key::Handle) else { return default };
    let given = match &entry.form {
        Form::Value(Value::Text(text)) => identifier(text),
        // `Self` is a path, and no name
        Form::Value(Value::Path(path)) => {
            path.path.get_ident().filter(|ident| syn::parse_str::<Ident>(&ident.to_string()).is_ok()).cloned()
        }
        _ => None,
    };
    let edit = |text: &str| [set(entry, text)];
    match given {
        Some(handle) if handle != *claims => return handle,
        Some(_) => {
            let what = "`handle` is the name of the claims struct itself";
            mistakes.push(Arg::new(entry, ()).instead(what, &default.to_string()));
        }
        None => {
            let meant = meant(entry).filter(|text| syn::parse_str::<Ident>(text).is_ok());
            let text = meant.unwrap_or_else(|| default.to_string());
            let mistake = wrong(entry, Key::Handle, "the name of a type");
            mistakes.extend(mistake.map(|mistake| mistake.correct(entry.id.attribute, edit(&text))));
        }
    }
    default
}

/// `crate` is the path of the runtime, alone or as a string.
pub(super) fn runtime(found: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Option<Path> {
    let entry = found.get(Key::Crate)?;
    let given = match &entry.form {
        Form::Value(Value::Path(path))
            if path.qself.is_none() && path.path.segments.iter().all(|one| one.arguments.is_none()) =>
        {
            Some(path.path.clone())
        }
        Form::Value(Value::Text(text)) => text.parse_with(Path::parse_mod_style).ok(),
        _ => None,
    };
    if given.is_none() {
        let edit = Edit::Replace(entry.id, entry.with(Form::Value(Value::Path(Box::new(default_runtime())))));
        mistakes.extend(
            wrong(entry, Key::Crate, "the path of `session_runtime`")
                .map(|mistake| mistake.correct(entry.id.attribute, [edit])),
        );
    }
    given
}

/// What an attribute with mistakes still says of names.
pub(crate) fn lenient(attributes: &Attributes, claims: &Ident) -> (Ident, Option<Path>) {
    let found = Found::read(attributes, attributes.entries(), Scope::Struct, &mut Vec::new());
    (handle(&found, claims, &mut Vec::new()), runtime(&found, &mut Vec::new()))
}

fn default_runtime() -> TypePath {
    let mut path = Path::from(Ident::new("session_runtime", Span::call_site()));
    path.leading_colon = Some(syn::token::PathSep::default());
    TypePath { attrs: Vec::new(), qself: None, path }
}

/// The identifier in a string.
pub(super) fn identifier(text: &LitStr) -> Option<Ident> {
    let mut ident = syn::parse_str::<Ident>(&text.value()).ok().filter(|ident| ident != "_")?;
    ident.set_span(text.span());
    Some(ident)
}
