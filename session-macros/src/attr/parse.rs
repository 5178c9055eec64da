//! Tokens to entries. Whatever cannot be read is noted as a slip and skipped up to the next comma, so that the rest still counts.

use super::{Entry, Form, Slip, Value, has_parentheses};
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{LitBool, LitStr, Meta, PathArguments, TypePath};

/// Lists within lists within the attribute are no keys of ours.
const DEEPEST: usize = 2;

/// The entries of attribute number `attribute`.
pub(super) fn meta(meta: &Meta, attribute: usize, slips: &mut Vec<Slip>) -> Vec<Entry> {
    let mut reader = Reader { attribute, depth: 0, slips };
    if !has_parentheses(meta) {
        let name = meta.path().to_token_stream().to_string();
        reader.slip(meta.to_token_stream(), format!("`#[{name}(..)]` takes its keys in parentheses"));
    }
    match meta {
        Meta::List(list) => reader.entries(list.tokens.clone()),
        Meta::Path(_) | Meta::NameValue(_) => Vec::new(),
    }
}

struct Reader<'s> {
    attribute: usize,
    depth: usize,
    slips: &'s mut Vec<Slip>,
}

impl Reader<'_> {
    fn slip(&mut self, at: impl ToTokens, what: impl Into<String>) {
        let attribute = self.attribute;
        self.slips.push(Slip { attribute, at: at.to_token_stream(), what: what.into() });
    }

    fn entries(&mut self, tokens: TokenStream) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut segment = Vec::new();
        let mut brackets = Brackets::default();
        for token in flat(tokens) {
            if brackets.separates(&token) {
                if segment.is_empty() {
                    self.slip(&token, "expected a key before this `,`");
                }
                self.segment(&segment, &mut entries);
                segment.clear();
            } else {
                segment.push(token);
            }
        }
        self.segment(&segment, &mut entries);
        entries
    }

    /// What stands between two commas: one entry, or more where a comma is missing.
    fn segment(&mut self, mut tokens: &[TokenTree], entries: &mut Vec<Entry>) {
        while !tokens.is_empty() {
            let (entry, rest) = self.entry(tokens);
            entries.push(entry);
            if let Some(next) = rest.first() {
                self.slip(next, format!("expected `,` before `{}`", plain(next)));
            }
            tokens = rest;
        }
    }

    fn entry<'t>(&mut self, tokens: &'t [TokenTree]) -> (Entry, &'t [TokenTree]) {
        match tokens {
            [TokenTree::Ident(key), rest @ ..] if !is_path_separator(rest) => {
                let (form, rest) = self.form(key, rest);
                (Entry::read(Some(key.clone()), form, stream(before(tokens, rest))), rest)
            }
            _ => match value(tokens) {
                (Value::Other(_) | Value::Missing, _) => {
                    self.slip(stream(tokens), "expected a key");
                    (Entry::read(None, Form::Broken, stream(tokens)), &[])
                }
                (value, rest) => (Entry::read(None, Form::Value(value), stream(before(tokens, rest))), rest),
            },
        }
    }

    fn form<'t>(&mut self, key: &Ident, rest: &'t [TokenTree]) -> (Form, &'t [TokenTree]) {
        match rest {
            [TokenTree::Group(group), after @ ..] => {
                if group.delimiter() != Delimiter::Parenthesis {
                    self.slip(group, format!("`{key}(..)` takes parentheses"));
                }
                if self.depth == DEEPEST {
                    self.slip(group, format!("`{key}(..)` is a list where none can be"));
                    return (Form::Broken, after);
                }
                let slips = self.slips.len();
                self.depth += 1;
                let inner = self.entries(group.stream());
                self.depth -= 1;
                // a list in a list is no form that a key has: one mistake is enough
                let broken = self.depth > 0 && self.slips.len() > slips;
                (if broken { Form::Broken } else { Form::List(inner) }, after)
            }
            [TokenTree::Punct(first), after @ ..] if matches!(first.as_char(), '=' | ':') => {
                let after = match after {
                    [TokenTree::Punct(second), more @ ..]
                        if first.spacing() == Spacing::Joint && matches!(second.as_char(), '=' | '>') =>
                    {
                        self.slip(stream(before(rest, more)), format!("expected `=` after `{key}`"));
                        more
                    }
                    _ if first.as_char() == ':' => {
                        self.slip(first, format!("expected `=` after `{key}`"));
                        after
                    }
                    _ => after,
                };
                let (value, rest) = value(after);
                (Form::Value(value), rest)
            }
            [TokenTree::Literal(literal), ..] => {
                self.slip(literal, format!("expected `=` after `{key}`"));
                let (value, rest) = value(rest);
                (Form::Value(value), rest)
            }
            [] | [TokenTree::Ident(_), ..] => (Form::Word, rest),
            [TokenTree::Punct(_), ..] => {
                self.slip(stream(rest), format!("expected `=` after `{key}`"));
                (Form::Broken, &[])
            }
        }
    }
}

/// Reads one value; what follows it has to be another entry, or the whole is no value.
fn value(tokens: &[TokenTree]) -> (Value, &[TokenTree]) {
    let other = || (Value::Other(stream(tokens)), &[][..]);
    let (value, rest) = match tokens {
        [] => (Value::Missing, tokens),
        [token @ TokenTree::Literal(literal), rest @ ..] => {
            match syn::parse2::<LitStr>(token.to_token_stream()) {
                Ok(text) if text.suffix().is_empty() => (Value::Text(text), rest),
                _ => (Value::Number(literal.clone()), rest),
            }
        }
        [TokenTree::Ident(word), rest @ ..]
            if (word == "true" || word == "false") && !is_path_separator(rest) =>
        {
            (Value::Flag(LitBool::new(word == "true", word.span())), rest)
        }
        _ => match path.parse2(stream(tokens)) {
            Ok((path, left)) => {
                let left = left.into_iter().count();
                (Value::Path(Box::new(path)), tokens.get(tokens.len() - left..).unwrap_or_default())
            }
            Err(_) => return other(),
        },
    };
    match rest {
        [] | [TokenTree::Ident(_) | TokenTree::Literal(_), ..] => (value, rest),
        [TokenTree::Group(_) | TokenTree::Punct(_), ..] => other(),
    }
}

/// A path to a type, and what follows it.
fn path(input: ParseStream<'_>) -> syn::Result<(TypePath, TokenStream)> {
    let path = TypePath::parse(input)?;
    if let Some(last) = path.path.segments.last()
        && matches!(last.arguments, PathArguments::Parenthesized(_))
    {
        return Err(input.error("expected a path"));
    }
    Ok((path, input.parse()?))
}

/// Finds the commas that separate entries, not those of `Codec<A, B>`, nor those of a closure where a path should stand.
#[derive(Default)]
struct Brackets {
    open: usize,
    /// The character before, where it stands directly before the next one: `->` closes nothing.
    joined: Option<char>,
    after_equals: bool,
    in_parameters: bool,
}

impl Brackets {
    fn separates(&mut self, token: &TokenTree) -> bool {
        let TokenTree::Punct(punct) = token else {
            self.joined = None;
            self.after_equals = false;
            return false;
        };
        match punct.as_char() {
            '<' => self.open += 1,
            '>' if !matches!(self.joined, Some('-' | '=')) => self.open = self.open.saturating_sub(1),
            ',' if self.open == 0 && !self.in_parameters => return true,
            '|' => self.in_parameters = self.after_equals && !self.in_parameters,
            _ => {}
        }
        self.after_equals = punct.as_char() == '=';
        self.joined = (punct.spacing() == Spacing::Joint).then(|| punct.as_char());
        false
    }
}

/// Takes off the invisible groups around what a `macro_rules!` macro inserted.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                all.extend(flat(group.stream()))
            }
            token => all.push(token),
        }
    }
    all
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(one), TokenTree::Punct(two), ..]
        if one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':')
}

/// What `tokens` have before `rest`, which they end with.
fn before<'t>(tokens: &'t [TokenTree], rest: &[TokenTree]) -> &'t [TokenTree] {
    tokens.get(..tokens.len() - rest.len()).unwrap_or_default()
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// A token for a message: of a group only its brackets.
fn plain(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(..)".to_owned(),
            Delimiter::Bracket => "[..]".to_owned(),
            Delimiter::Brace => "{..}".to_owned(),
            Delimiter::None => "..".to_owned(),
        },
        token => token.to_string(),
    }
}
