//! What serde's attributes say about a claim.

use crate::attr::{Attributes, Edit, Entry, Form};
use proc_macro2::Ident;
use syn::ext::IdentExt;

/// What `#[serde(..)]` on the struct says.
#[derive(Default)]
pub(crate) struct Container {
    rename_all: Vec<String>,
}

impl Container {
    pub(crate) fn read(attributes: &[syn::Attribute]) -> Self {
        let attributes = Attributes::read(attributes, "serde");
        Container { rename_all: attributes.entries().flat_map(|entry| texts(entry, "rename_all")).collect() }
    }
}

/// What `#[serde(..)]` on a field says.
pub(crate) struct Claim {
    /// Its names in the token: one, or two where it is written under one and read under another.
    pub(crate) names: Vec<String>,
    /// Not in the token.
    pub(crate) skipped: bool,
    /// May hold any claim.
    pub(crate) flatten: bool,
    /// Written by functions of the user's: the type does not tell its form.
    pub(crate) custom: bool,
    attributes: Attributes,
}

impl Claim {
    pub(crate) fn read(container: &Container, field: &Ident, attributes: &[syn::Attribute]) -> Self {
        let attributes = Attributes::read(attributes, "serde");
        let has = |key: &str| {
            attributes.entries().any(|entry| entry.key.as_ref().is_some_and(|found| found == key))
        };
        let renamed: Vec<String> = attributes.entries().flat_map(|entry| texts(entry, "rename")).collect();
        let plain = field.unraw().to_string();
        let names = match (renamed.is_empty(), container.rename_all.is_empty()) {
            (false, _) => renamed,
            (true, true) => vec![plain],
            (true, false) => container.rename_all.iter().map(|rule| in_case(&plain, rule)).collect(),
        };
        Claim {
            names,
            skipped: has("skip"),
            flatten: has("flatten"),
            custom: ["with", "serialize_with", "deserialize_with"].into_iter().any(has),
            attributes,
        }
    }

    /// The attribute that gives the claim the name `name`, and whether it takes the place of one that is there.
    pub(crate) fn renamed(&self, name: &str) -> (String, bool) {
        let there =
            self.attributes.entries().find(|entry| entry.key.as_ref().is_some_and(|key| key == "rename"));
        let written = there.and_then(|entry| {
            let edit = Edit::Replace(entry.id, Entry::text("rename", name));
            self.attributes.corrected(&[edit]).all.get(entry.id.attribute)?.written()
        });
        match written {
            Some(written) => (written, true),
            None => (format!("#[serde(rename = {name:?})]"), false),
        }
    }
}

/// The names in `key = "name"`, or in `key(serialize = "name", deserialize = "name")`.
fn texts(entry: &Entry, key: &str) -> Vec<String> {
    if entry.key.as_ref().is_none_or(|found| found != key) {
        return Vec::new();
    }
    let own = entry.as_text().into_iter();
    let inner = match &entry.form {
        Form::List(inner) => inner.iter().filter_map(Entry::as_text).collect(),
        _ => Vec::new(),
    };
    own.chain(inner).map(syn::LitStr::value).collect()
}

/// A field's name under `rename_all`, for the rules that serde has.
fn in_case(field: &str, rule: &str) -> String {
    let pascal = || -> String {
        let words = field.split('_').map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        });
        words.collect()
    };
    match rule {
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "PascalCase" => pascal(),
        "camelCase" => {
            let pascal = pascal();
            let mut letters = pascal.chars();
            letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
        }
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_case;

    #[test]
    fn cases() {
        for (rule, expected) in [
            ("lowercase", "user_id"),
            ("snake_case", "user_id"),
            ("UPPERCASE", "USER_ID"),
            ("PascalCase", "UserId"),
            ("camelCase", "userId"),
            ("SCREAMING_SNAKE_CASE", "USER_ID"),
            ("kebab-case", "user-id"),
            ("SCREAMING-KEBAB-CASE", "USER-ID"),
        ] {
            assert_eq!(in_case("user_id", rule), expected);
        }
    }
}
