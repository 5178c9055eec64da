//! Entries back to text, as one writes them by hand.

use super::{Attribute, Entry, Form, Value};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

impl Attribute {
    /// `#[session(codec = "jwt", ..)]`, without what could not be read; none when there is nothing in it.
    pub(crate) fn written(&self) -> Option<String> {
        let entries = entries(&self.entries);
        (!entries.is_empty()).then(|| format!("#[{}({entries})]", self.name))
    }
}

fn entries(entries: &[Entry]) -> String {
    let texts: Vec<String> = entries.iter().filter_map(entry).collect();
    texts.join(", ")
}

fn entry(entry: &Entry) -> Option<String> {
    let key = entry.key.as_ref().map(ToString::to_string);
    match (&key, &entry.form) {
        (_, Form::Broken | Form::Value(Value::Missing)) => None,
        (_, Form::Word) => key,
        (Some(key), Form::Value(written)) => Some(format!("{key} = {}", value(written))),
        (None, Form::Value(written)) => Some(value(written)),
        (_, Form::List(inner)) => Some(format!("{}({})", key.unwrap_or_default(), entries(inner))),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Path(path) => path_text(path.to_token_stream()),
        value => value.to_token_stream().to_string(),
    }
}

/// A path or a type without the blanks that a token stream prints: `crate::Codec<A, B>`.
pub(crate) fn path_text(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if is_word && after_word {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                text.push_str(&path_text(group.stream()));
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if matches!(punct.as_char(), ',' | ';') {
                    text.push(' ');
                }
            }
            word => text.push_str(&word.to_string()),
        }
        after_word = is_word;
    }
    text
}
