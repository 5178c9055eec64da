//! Forms of values: which key takes a string, which a flag.

use super::key::{Found, Key};
use crate::attr::{Edit, Entry, Form, Value};
use crate::mistake::Mistake;
use syn::LitStr;

/// A value with the entry that it stands in.
#[derive(Clone)]
pub(super) struct Arg<'a, T> {
    pub(super) entry: &'a Entry,
    pub(super) value: T,
}

impl<'a, T> Arg<'a, T> {
    pub(super) fn new(entry: &'a Entry, value: T) -> Self {
        Arg { entry, value }
    }

    /// A mistake about the value.
    pub(super) fn mistake(&self, what: impl Into<String>) -> Mistake {
        Mistake::new(self.entry.value_tokens(), what)
    }

    /// A mistake about the value that another text corrects.
    pub(super) fn instead(&self, what: impl Into<String>, text: &str) -> Mistake {
        self.mistake(what).correct(self.entry.id.attribute, [set(self.entry, text)])
    }

    /// A mistake that goes with the entry.
    pub(super) fn without(&self, what: impl Into<String>) -> Mistake {
        Mistake::new(self.entry.key_tokens(), what)
            .correct(self.entry.id.attribute, [Edit::Remove(self.entry.id)])
    }
}

/// Gives an entry this text.
pub(super) fn set(entry: &Entry, text: &str) -> Edit {
    Edit::Replace(entry.id, entry.with(Form::Value(Value::text(text))))
}

/// The string that a key has. `example` is what the correction writes where there is nothing to go by.
pub(super) fn text<'a>(
    found: &Found<'a>,
    key: Key,
    example: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<Arg<'a, String>> {
    let entry = found.get(key)?;
    if let Some(text) = entry.as_text() {
        return Some(Arg::new(entry, text.value()));
    }
    let meant = meant(entry).unwrap_or_else(|| example.to_owned());
    mistakes.extend(
        wrong(entry, key, "a string")
            .map(|mistake| mistake.correct(entry.id.attribute, [set(entry, &meant)])),
    );
    None
}

/// The flag that a key has: alone it is on.
pub(super) fn flag<'a>(found: &Found<'a>, key: Key, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, bool>> {
    let entry = found.get(key)?;
    let meant = match &entry.form {
        Form::Word => return Some(Arg::new(entry, true)),
        Form::Value(Value::Flag(flag)) => return Some(Arg::new(entry, flag.value)),
        _ => entry
            .as_text()
            .map(LitStr::value)
            .or_else(|| meant(entry))
            .is_none_or(|text| !matches!(text.to_lowercase().as_str(), "false" | "off" | "no" | "0")),
    };
    let flag = Value::Flag(syn::LitBool::new(meant, proc_macro2::Span::call_site()));
    let edit = Edit::Replace(entry.id, entry.with(Form::Value(flag)));
    mistakes.extend(
        wrong(entry, key, "`true` or `false`").map(|mistake| mistake.correct(entry.id.attribute, [edit])),
    );
    None
}

/// A value has the form that its key takes. Nothing to say where a slip already does.
pub(super) fn wrong(entry: &Entry, key: Key, takes: &str) -> Option<Mistake> {
    let key = key.text();
    match &entry.form {
        Form::Broken => None,
        Form::Word | Form::Value(Value::Missing) => {
            Some(Mistake::new(entry.key_tokens(), format!("`{key}` needs a value")))
        }
        Form::Value(_) | Form::List(_) => {
            Some(Mistake::new(entry.value_tokens(), format!("`{key}` takes {takes}")))
        }
    }
}

/// The text that somebody meant who wrote `lax`, `15` or `("lax")`.
pub(super) fn meant(entry: &Entry) -> Option<String> {
    match &entry.form {
        Form::Value(Value::Path(path)) => path.path.get_ident().map(ToString::to_string),
        Form::Value(Value::Number(number)) => {
            Some(number.to_string()).filter(|text| !text.contains(['"', '\'']))
        }
        Form::List(inner) => match inner.as_slice() {
            [Entry { key: None, form: Form::Value(Value::Text(text)), .. }] => Some(text.value()),
            [Entry { key: Some(word), form: Form::Word, .. }] => Some(word.to_string()),
            _ => None,
        },
        _ => None,
    }
}
