//! `merge`: how two changes of one field become one.

use super::form::Arg;
use super::key::{Found, Key};
use crate::attr::{Edit, Entry, Form, Value, path_text};
use crate::mistake::Mistake;
use quote::ToTokens;
use syn::{ExprPath, PathArguments, Type, TypePath};

/// The function that a field's `merge` names, where the field changes and somebody else can change it at the same time.
pub(super) fn read(
    keys: &Found<'_>,
    ty: &Type,
    shared: bool,
    fixed: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<ExprPath> {
    let given = Arg::new(keys.get(Key::Merge)?, ());
    if !shared {
        mistakes.push(given.without(
            "`merge` is for a storage on the server: nobody else changes a session that its client holds",
        ));
        return None;
    }
    if fixed {
        // `field.rs` says so
        return None;
    }
    if let Some(key) = [Key::Subject, Key::Rotate].into_iter().find(|key| keys.get(*key).is_some()) {
        let what = format!(
            "`merge` combines two changes, but with `{}` the first one ends the session's id, and the second is lost",
            key.text()
        );
        mistakes.push(given.without(what));
        return None;
    }
    match &given.entry.form {
        Form::Value(Value::Path(path)) => Some(called(path)),
        _ => {
            mistakes.extend(no_path(given.entry, ty));
            None
        }
    }
}

/// A path as an expression: `sum::<u32>` where a type would be `sum<u32>`.
fn called(path: &TypePath) -> ExprPath {
    let TypePath { qself, path, .. } = path.clone();
    let mut path = path;
    for segment in &mut path.segments {
        if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            arguments.colon2_token.get_or_insert_with(Default::default);
        }
    }
    ExprPath { attrs: Vec::new(), qself, path }
}

/// `merge` is a path. A string may be one in quotes.
fn no_path(entry: &Entry, ty: &Type) -> Option<Mistake> {
    let mistake = super::form::wrong(entry, Key::Merge, "a path to a function")?;
    let quoted = entry.as_text().and_then(|text| text.parse::<TypePath>().ok());
    let attribute = entry.id.attribute;
    Some(match quoted {
        Some(path) => {
            let path = Form::Value(Value::Path(Box::new(path)));
            mistake.correct(attribute, [Edit::Replace(entry.id, entry.with(path))])
        }
        None => {
            let ty = path_text(ty.to_token_stream());
            let note = format!(", or name a `fn(base: &{ty}, mine: {ty}, theirs: &{ty}) -> {ty}`");
            mistake.correct(attribute, [Edit::Remove(entry.id)]).note(note)
        }
    })
}
