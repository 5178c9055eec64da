//! Runs the derive on text, and reads errors out of what it writes.

use crate::derive::derive;
use proc_macro2::TokenStream;
use syn::{Expr, ExprLit, File, Item, Lit};

/// A claims struct with this attribute.
pub(super) fn account(attribute: &str) -> String {
    format!("{attribute} pub struct Account {{ #[session(subject)] user_id: u64, name: String }}")
}

/// A claims struct with these fields and the usual attribute.
pub(super) fn fields(fields: &str) -> String {
    format!(
        "#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] pub struct Account {{ {fields} }}"
    )
}

/// What the derive writes, as a file.
pub(super) fn expand(source: &str) -> File {
    let tokens: TokenStream = source.parse().unwrap_or_else(|error| panic!("{error}: {source}"));
    syn::parse2(derive(tokens)).unwrap_or_else(|error| panic!("{error}: {source}"))
}

/// The texts of the errors, in order.
pub(super) fn errors(source: &str) -> Vec<String> {
    errors_in(&expand(source))
}

pub(super) fn errors_in(file: &File) -> Vec<String> {
    let texts = file.items.iter().filter_map(|item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
            match item.mac.parse_body::<Expr>() {
                Ok(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
                _ => None,
            }
        }
        _ => None,
    });
    texts.collect()
}

/// The expansion as text, for what has no errors.
pub(super) fn text(source: &str) -> String {
    let file = expand(source);
    assert_eq!(errors_in(&file), [""; 0], "{source}");
    prettyplease::unparse(&file)
}

/// The verb of a help line, and the text in its first backticks.
pub(super) fn help(error: &str) -> Option<(&str, &str)> {
    let line = error.split_once("\nhelp: ")?.1;
    let (verb, rest) = line.split_once(" `")?;
    Some((verb, rest.split_once('`')?.0))
}

/// `source` without the marks around the place that is wrong.
pub(super) fn unmarked(source: &str) -> String {
    source.replace(['⟦', '⟧'], "")
}

/// `source` with the help line applied to the marked place; none when the help line is in words.
pub(super) fn corrected(source: &str, error: &str) -> Option<String> {
    let (verb, text) = help(error)?;
    let (before, rest) = source.split_once('⟦')?;
    let (marked, after) = rest.split_once('⟧')?;
    match verb {
        "write" => Some(format!("{before}{text}{after}")),
        "add" => Some(format!("{before}{text} {marked}{after}")),
        "remove" => Some(format!("{before}{after}")),
        _ => None,
    }
}

/// Without what a formatter adds.
pub(super) fn dense(text: &str) -> String {
    text.split_whitespace().collect::<String>().replace(",)", ")").replace(",>", ">")
}

#[track_caller]
pub(super) fn has(text: &str, part: &str) {
    assert!(text.contains(part), "no {part} in {text}");
}

#[track_caller]
pub(super) fn lacks(text: &str, part: &str) {
    assert!(!text.contains(part), "{part} in {text}");
}
