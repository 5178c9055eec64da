//! What serde's attributes say about a claim.

use crate::attr::{Attributes, Edit, Entry};
use crate::model::ClaimForm;
use darling::ast::NestedMeta;
use darling::util::Flag;
use darling::{FromAttributes, FromMeta};
use proc_macro2::Ident;
use syn::ext::IdentExt;

/// What `#[serde(..)]` on the struct says that matters here. serde itself reports what is wrong in it.
#[derive(Default, FromAttributes)]
#[darling(attributes(serde), allow_unknown_fields, default)]
pub(crate) struct Container {
    rename_all: Names,
    from: Option<String>,
    try_from: Option<String>,
    into: Option<String>,
}

impl Container {
    /// Another type stands in the token, with claims that the struct does not show.
    pub(crate) fn is_converted(&self) -> bool {
        [&self.from, &self.try_from, &self.into].iter().any(|other| other.is_some())
    }

    pub(crate) fn read(attributes: &[syn::Attribute]) -> Self {
        Container::from_attributes(attributes).unwrap_or_default()
    }
}

/// What `#[serde(..)]` on a field says that matters here.
#[derive(Default, FromAttributes)]
#[darling(attributes(serde), allow_unknown_fields, default)]
struct Field {
    rename: Names,
    skip: Flag,
    skip_serializing: Flag,
    skip_deserializing: Flag,
    flatten: Flag,
    with: Option<String>,
    serialize_with: Option<String>,
    deserialize_with: Option<String>,
}

/// `key = "name"`, or `key(serialize = "name", deserialize = "name")`.
#[derive(Default)]
struct Names(Vec<String>);

impl FromMeta for Names {
    fn from_string(name: &str) -> darling::Result<Self> {
        Ok(Names(vec![name.to_owned()]))
    }

    fn from_list(items: &[NestedMeta]) -> darling::Result<Self> {
        #[derive(FromMeta)]
        struct Each {
            serialize: Option<String>,
            deserialize: Option<String>,
        }
        let each = Each::from_list(items)?;
        Ok(Names(each.serialize.into_iter().chain(each.deserialize).collect()))
    }
}

/// What serde makes of a field.
pub(crate) struct Claim {
    /// Its names in the token: one, or two where it is written under one and read under another.
    pub(crate) names: Vec<String>,
    /// The field's own name.
    plain: String,
    /// Not in the token.
    pub(crate) skipped: bool,
    /// Left out where it is written, or where it is read, or both.
    pub(crate) forgotten: bool,
    /// May hold any claim.
    pub(crate) flatten: bool,
    /// Written by functions of the user's: the type does not tell its form.
    pub(crate) custom: bool,
    attributes: Attributes,
}

impl Claim {
    pub(crate) fn read(container: &Container, name: &Ident, attributes: &[syn::Attribute]) -> Self {
        let field = Field::from_attributes(attributes).unwrap_or_default();
        let (Names(renamed), Names(rules)) = (field.rename, &container.rename_all);
        let plain = name.unraw().to_string();
        let names = match (renamed.is_empty(), rules.is_empty()) {
            (false, _) => renamed,
            (true, true) => vec![plain],
            (true, false) => rules.iter().map(|rule| in_case(&plain, rule)).collect(),
        };
        Claim {
            names,
            plain: name.unraw().to_string(),
            skipped: field.skip.is_present(),
            forgotten: [field.skip, field.skip_serializing, field.skip_deserializing]
                .iter()
                .any(Flag::is_present),
            flatten: field.flatten.is_present(),
            custom: [field.with, field.serialize_with, field.deserialize_with].iter().any(Option::is_some),
            attributes: Attributes::read(attributes, "serde"),
        }
    }

    /// How it is written.
    pub(crate) fn form(&self) -> ClaimForm {
        if self.forgotten {
            ClaimForm::Skipped
        } else if self.custom {
            // where only the name under which it is read is another one, it is written under its own
            let names = self.names.iter().chain([&self.plain]).filter(|_| !self.flatten);
            ClaimForm::Custom(names.cloned().collect())
        } else {
            ClaimForm::Plain
        }
    }

    /// How to write the attribute of a claim that is skipped, so that it is kept.
    pub(crate) fn kept(&self) -> Option<String> {
        let skips = |entry: &&Entry| {
            let names = ["skip", "skip_serializing", "skip_deserializing"];
            entry.key.as_ref().is_some_and(|key| names.iter().any(|name| key == name))
        };
        let edits: Vec<Edit> =
            self.attributes.entries().filter(skips).map(|entry| Edit::Remove(entry.id)).collect();
        let at = self.attributes.entries().find(skips)?.id.attribute;
        let written = |attributes: &Attributes| attributes.all.get(at)?.written();
        Some(match written(&self.attributes.corrected(&edits)) {
            Some(written) => format!("write `{written}`"),
            None => format!("remove `{}`", written(&self.attributes)?),
        })
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
    use super::{Claim, Container, in_case};
    use quote::format_ident;
    use syn::parse_quote;

    fn claim(container: &[syn::Attribute], field: &[syn::Attribute]) -> Claim {
        Claim::read(&Container::read(container), &format_ident!("user_id"), field)
    }

    #[test]
    fn what_does_not_matter_here_hides_nothing() {
        let container: [syn::Attribute; 1] = [
            parse_quote!(#[serde(crate = "my::serde", deny_unknown_fields, bound(serialize = ""), rename_all = "camelCase")]),
        ];
        assert_eq!(claim(&container, &[]).names, ["userId"]);
        let field = [
            parse_quote!(#[serde(default = "f", alias = "a", alias = "b", skip_serializing_if = "Option::is_none")]),
            parse_quote!(#[doc = "text"]),
            parse_quote!(#[serde(rename(serialize = "out", deserialize = "in"), with = "module")]),
        ];
        let renamed = claim(&container, &field);
        assert_eq!(renamed.names, ["out", "in"]);
        assert!(renamed.custom && !renamed.skipped && !renamed.flatten);
        assert!(claim(&[], &[parse_quote!(#[serde(skip, default)])]).skipped);
        assert!(claim(&[], &[parse_quote!(#[serde(flatten)])]).flatten);
    }

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
