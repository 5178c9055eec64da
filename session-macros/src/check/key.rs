//! Keys: which exist, where they belong, and which are written.

use super::misplaced::{keyless, twice, unknown};
use crate::attr::{Attributes, Entry, Form};
use crate::mistake::Mistake;

macro_rules! keys {
    ($($key:ident = $text:literal),+ $(,)?) => {
        /// A word that stands before `=` or `(`, or alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key),+
        }

        impl Key {
            pub(crate) const fn text(self) -> &'static str {
                match self {
                    $(Key::$key => $text),+
                }
            }
        }
    };
}

keys! {
    Codec = "codec", Storage = "storage", Auth = "auth", Algorithm = "algorithm", Digest = "digest", Typ = "typ", Salt = "salt",
    Issuer = "issuer", Audience = "audience", Lifetime = "lifetime", Idle = "idle", RenewAfter = "renew_after",
    Leeway = "leeway", Cookie = "cookie", Header = "header", Deliver = "deliver", Csrf = "csrf", Default = "default",
    OnStoreError = "on_store_error", OnConflict = "on_conflict", Revocation = "revocation", Version = "version",
    Previous = "previous", Handle = "handle", Crate = "crate",
    Name = "name", Path = "path", Domain = "domain", SameSite = "same_site", Secure = "secure", HttpOnly = "http_only",
    Partitioned = "partitioned", Persistent = "persistent", PreviousNames = "previous_names", Scheme = "scheme",
    Subject = "subject", Rotate = "rotate", Readonly = "readonly", Get = "get", SkipAccessors = "skip_accessors",
    Merge = "merge",
}

/// A place where keys stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Struct,
    Cookie,
    Header,
    Field,
}

impl Scope {
    pub(super) const ALL: [Scope; 4] = [Scope::Struct, Scope::Cookie, Scope::Header, Scope::Field];

    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Scope::Struct => &[
                Key::Codec,
                Key::Storage,
                Key::Auth,
                Key::Algorithm,
                Key::Digest,
                Key::Typ,
                Key::Salt,
                Key::Issuer,
                Key::Audience,
                Key::Lifetime,
                Key::Idle,
                Key::RenewAfter,
                Key::Leeway,
                Key::Cookie,
                Key::Header,
                Key::Deliver,
                Key::Csrf,
                Key::Default,
                Key::OnStoreError,
                Key::OnConflict,
                Key::Revocation,
                Key::Version,
                Key::Previous,
                Key::Handle,
                Key::Crate,
            ],
            Scope::Cookie => &[
                Key::Name,
                Key::Path,
                Key::Domain,
                Key::SameSite,
                Key::Secure,
                Key::HttpOnly,
                Key::Partitioned,
                Key::Persistent,
                Key::PreviousNames,
            ],
            Scope::Header => &[Key::Name, Key::Scheme, Key::Deliver],
            Scope::Field => {
                &[Key::Subject, Key::Rotate, Key::Readonly, Key::Get, Key::SkipAccessors, Key::Merge]
            }
        }
    }

    pub(super) const fn place(self) -> &'static str {
        match self {
            Scope::Struct => "on the struct",
            Scope::Cookie => "in `cookie(..)`",
            Scope::Header => "in `header(..)`",
            Scope::Field => "on a field",
        }
    }

    /// The list that holds these keys.
    pub(super) const fn list(self) -> Option<Key> {
        match self {
            Scope::Cookie => Some(Key::Cookie),
            Scope::Header => Some(Key::Header),
            Scope::Struct | Scope::Field => None,
        }
    }
}

/// The entries of one scope by their keys, each key once.
#[derive(Default)]
pub(crate) struct Found<'a>(Vec<(Key, &'a Entry)>);

impl<'a> Found<'a> {
    pub(crate) fn get(&self, key: Key) -> Option<&'a Entry> {
        self.0.iter().find(|(found, _)| *found == key).map(|(_, entry)| *entry)
    }

    /// Every key is one of the scope's, stands alone or before `=` or `(`, and is given once.
    pub(crate) fn read(
        attributes: &Attributes,
        entries: impl IntoIterator<Item = &'a Entry>,
        scope: Scope,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut found = Found::default();
        for entry in entries {
            let Some(word) = &entry.key else {
                if !matches!(entry.form, Form::Broken) {
                    mistakes.push(keyless(entry));
                }
                continue;
            };
            let word = word.to_string();
            match scope.keys().iter().copied().find(|key| key.text() == word) {
                None => mistakes.push(unknown(attributes, entry, &word, scope)),
                Some(key) => match found.get(key) {
                    Some(first) => mistakes.push(twice(first, entry, &word)),
                    None => found.0.push((key, entry)),
                },
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_derive_has_every_key() {
        let page = include_str!("../lib.rs");
        let (on_struct, on_field) = page.split_once("/// # On a field").unwrap();
        let names = |rows: &str| rows.lines().filter_map(|row| row.split('|').nth(1)).collect::<String>();
        for scope in Scope::ALL {
            let names = match scope.list().map(Key::text) {
                Some(list) => {
                    on_struct.lines().find(|row| row.contains(&format!("| `{list}(..)`"))).unwrap().to_owned()
                }
                None => names(if scope == Scope::Field { on_field } else { on_struct }),
            };
            for key in scope.keys() {
                let is_there =
                    ["`", "(", " ="].iter().any(|end| names.contains(&format!("`{}{end}", key.text())));
                assert!(is_there, "`{}` {}", key.text(), scope.place());
            }
        }
    }
}
