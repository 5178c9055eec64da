//! `#[session(..)]` as it is written: keys and values with their spans, and no rules.
//!
//! Attributes are not read into a struct here, as a parser library would do: every error prints the corrected attribute, with
//! all that the user wrote and no error touches, so what was written has to survive as it is.

mod edit;
mod names;
mod parse;
mod print;
mod time;

pub(crate) use edit::Edit;
pub(crate) use names::{
    Algorithm, Auth, Codec, Deliver, Digest, Name, OnConflict, OnStoreError, Revocation, SameSite, Storage,
};
pub(crate) use print::path_text;
pub(crate) use time::{TimeError, read as read_time, written as written_time};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::{LitBool, LitStr, Meta, TypePath};

/// All attributes of one name on one item; several of them count as one.
#[derive(Clone, Default)]
pub(crate) struct Attributes {
    pub(crate) all: Vec<Attribute>,
    /// What could not be read, each at its own tokens.
    pub(crate) slips: Vec<Slip>,
}

/// One `#[session(..)]`.
#[derive(Clone)]
pub(crate) struct Attribute {
    /// The word `session`.
    pub(crate) name: Ident,
    pub(crate) entries: Vec<Entry>,
}

/// One thing between two commas.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: Id,
    /// None for a value that stands alone, as in `auth("cookie")`.
    pub(crate) key: Option<Ident>,
    pub(crate) form: Form,
    /// All of it, for its span.
    tokens: TokenStream,
}

/// Where an entry stands: the attribute, and its number in reading order within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Id {
    pub(crate) attribute: usize,
    number: usize,
}

#[derive(Clone)]
pub(crate) enum Form {
    /// `key`
    Word,
    /// `key = value`, or a value that stands alone.
    Value(Value),
    /// `key(..)`
    List(Vec<Entry>),
    /// Could not be read; a slip says why.
    Broken,
}

#[derive(Clone)]
pub(crate) enum Value {
    Text(LitStr),
    Flag(LitBool),
    Path(Box<TypePath>),
    Number(Literal),
    /// Some other tokens.
    Other(TokenStream),
    /// Nothing follows the `=`.
    Missing,
}

/// Something that could not be read.
#[derive(Clone)]
pub(crate) struct Slip {
    pub(crate) attribute: usize,
    pub(crate) at: TokenStream,
    pub(crate) what: String,
}

impl Attributes {
    /// The attributes called `name` among those of an item.
    pub(crate) fn read(attributes: &[syn::Attribute], name: &str) -> Self {
        let mut read = Attributes::default();
        for attribute in attributes {
            if let Some(word) = attribute.path().get_ident().filter(|word| *word == name) {
                let index = read.all.len();
                let entries = parse::meta(&attribute.meta, index, &mut read.slips);
                read.all.push(Attribute { name: word.clone(), entries });
            }
        }
        read.number();
        read
    }

    /// All entries in reading order, without those inside of lists.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.all.iter().flat_map(|attribute| &attribute.entries)
    }

    /// The word `session` of the first attribute.
    pub(crate) fn name(&self) -> Option<&Ident> {
        self.all.first().map(|attribute| &attribute.name)
    }

    fn number(&mut self) {
        fn walk(entries: &mut [Entry], attribute: usize, number: &mut usize) {
            for entry in entries {
                entry.id = Id { attribute, number: *number };
                *number += 1;
                if let Form::List(inner) = &mut entry.form {
                    walk(inner, attribute, number);
                }
            }
        }
        for (index, attribute) in self.all.iter_mut().enumerate() {
            walk(&mut attribute.entries, index, &mut 0);
        }
    }
}

impl Entry {
    fn read(key: Option<Ident>, form: Form, tokens: TokenStream) -> Self {
        Entry { id: Id::default(), key, form, tokens }
    }

    /// An entry that nobody wrote, for a correction.
    pub(crate) fn new(key: &str, form: Form) -> Self {
        Entry::read(Some(Ident::new(key, Span::call_site())), form, TokenStream::new())
    }

    /// `key = "text"`, for a correction.
    pub(crate) fn text(key: &str, text: &str) -> Self {
        Entry::new(key, Form::Value(Value::text(text)))
    }

    /// `"text"` that stands alone, for a correction.
    pub(crate) fn bare(text: &str) -> Self {
        Entry::read(None, Form::Value(Value::text(text)), TokenStream::new())
    }

    /// The same with another key, for a correction.
    pub(crate) fn renamed(&self, key: &str) -> Self {
        Entry { key: Some(Ident::new(key, Span::call_site())), ..self.clone() }
    }

    /// The same with another form, for a correction.
    pub(crate) fn with(&self, form: Form) -> Self {
        Entry { form, ..self.clone() }
    }

    /// The tokens to point at for the key.
    pub(crate) fn key_tokens(&self) -> TokenStream {
        self.key.as_ref().map_or_else(|| self.tokens.clone(), ToTokens::to_token_stream)
    }

    /// The tokens to point at for the value; the key where there is none.
    pub(crate) fn value_tokens(&self) -> TokenStream {
        match &self.form {
            Form::Value(value) if !matches!(value, Value::Missing) => value.to_token_stream(),
            Form::List(_) => self.tokens.clone(),
            Form::Word | Form::Value(_) | Form::Broken => self.key_tokens(),
        }
    }
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        Value::Text(LitStr::new(text, Span::call_site()))
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Value::Text(text) => text.to_tokens(tokens),
            Value::Flag(flag) => flag.to_tokens(tokens),
            Value::Path(path) => path.to_tokens(tokens),
            Value::Number(number) => number.to_tokens(tokens),
            Value::Other(other) => other.to_tokens(tokens),
            Value::Missing => {}
        }
    }
}

impl Entry {
    /// The value as text, if it is a string.
    pub(crate) fn as_text(&self) -> Option<&LitStr> {
        match &self.form {
            Form::Value(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The entries of a list.
    pub(crate) fn list(&self) -> &[Entry] {
        match &self.form {
            Form::List(entries) => entries,
            _ => &[],
        }
    }
}

/// Whether the attribute has the form `#[name(..)]`.
fn has_parentheses(meta: &Meta) -> bool {
    matches!(meta, Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)))
}
