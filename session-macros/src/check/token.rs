//! What the token says: algorithm, `typ`, issuer, audience.

use super::form::{Arg, text};
use super::key::{Found, Key};
use super::part::{Parts, named};
use super::signer;
use crate::attr::{Algorithm, Codec, Edit, Entry, Name};
use crate::mistake::Mistake;
use crate::model::Token;
use syn::Ident;
use syn::ext::IdentExt;

/// `algorithm` names one of JOSE's, on codec `jwt`.
pub(super) fn algorithm<'a>(
    found: &Found<'a>,
    parts: &Parts<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Option<Arg<'a, Algorithm>> {
    let given = text(found, Key::Algorithm, Algorithm::Hs256.text(), mistakes)?;
    if let Some(codec) = &parts.codec
        && codec.value.built_in() != Some(Codec::Jwt)
    {
        mistakes.push(given.without("`algorithm` belongs to codec `jwt`"));
        return None;
    }
    if given.value.eq_ignore_ascii_case("none") {
        mistakes.push(given.instead(
            "algorithm `none` signs nothing, so anybody could write a token",
            Algorithm::Hs256.text(),
        ));
        return None;
    }
    let name = named(given.entry, &given.value, Algorithm::Hs256.text(), mistakes)?;
    Some(Arg::new(given.entry, name))
}

/// `typ`, `issuer`, `audience` and `salt`.
pub(super) fn read(
    found: &Found<'_>,
    parts: &Parts<'_>,
    claims: &Ident,
    mistakes: &mut Vec<Mistake>,
) -> Option<Token> {
    let typ = typ(found, parts, claims, mistakes);
    let issuer = named_party(found, parts, Key::Issuer, "https://example.com", mistakes);
    let audience = named_party(found, parts, Key::Audience, "example-api", mistakes);
    let salt = signer::salt(found, parts, mistakes);
    Some(Token { typ: typ?, salt, issuer, audience })
}

/// `typ` is a media type (RFC 7515 section 4.1.9), of a codec that has one; by default it is made of the claims type's name.
fn typ(found: &Found<'_>, parts: &Parts<'_>, claims: &Ident, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let default = default_typ(claims);
    let stand_in = default.clone().unwrap_or_else(|| "claims+jwt".to_owned());
    let Some(entry) = found.get(Key::Typ) else {
        if matches!(parts.codec(), Some(Codec::Signed | Codec::Opaque)) {
            // no token says it; only a challenge shows it
            return Some(stand_in);
        }
        if default.is_none()
            && let Some(first) = found.get(Key::Codec)
        {
            let what = format!(
                "`{claims}` has letters that cannot stand in the token's `typ`, so it has to be given"
            );
            let attribute = first.id.attribute;
            let added = Edit::Add(attribute, Entry::text(Key::Typ.text(), &stand_in));
            mistakes.push(Mistake::new(claims, what).correct(attribute, [added]));
        }
        return default;
    };
    if matches!(parts.codec(), Some(Codec::Signed | Codec::Opaque)) {
        mistakes.push(Arg::new(entry, ()).without("`typ` belongs to the codecs `jwt` and `jwe`"));
        return None;
    }
    let given = text(found, Key::Typ, &stand_in, mistakes)?;
    if !is_media_type(&given.value) {
        let what = format!("`{}` is no media type, as a `typ` has to be", given.value);
        mistakes.push(given.instead(what, &stand_in));
        return None;
    }
    Some(given.value)
}

/// `issuer` and `audience` are not empty, and stand in a token that says something.
fn named_party(
    found: &Found<'_>,
    parts: &Parts<'_>,
    key: Key,
    example: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<String> {
    let given = text(found, key, example, mistakes)?;
    if parts.codec() == Some(Codec::Opaque) {
        let what =
            format!("no token of codec `opaque` says its `{}`: it is an id and nothing else", key.text());
        mistakes.push(given.without(what));
        return None;
    }
    if given.value.trim().is_empty() {
        mistakes.push(given.instead(format!("`{}` is empty", key.text()), example));
        return None;
    }
    Some(given.value)
}

/// `account+jwt` for `Account`, `my-claims+jwt` for `MyClaims`; none where a letter of the name cannot stand in a media type.
fn default_typ(claims: &Ident) -> Option<String> {
    let letters: Vec<char> = claims.unraw().to_string().chars().collect();
    if !letters.iter().all(char::is_ascii) {
        return None;
    }
    let mut kebab = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after_lower = before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let before_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let begins_word = letter.is_ascii_uppercase() && (after_lower || before_lower);
        if (begins_word || *letter == '_') && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        if letter.is_ascii_alphanumeric() {
            kebab.push(letter.to_ascii_lowercase());
        }
    }
    let kebab = kebab.trim_end_matches('-');
    (!kebab.is_empty()).then(|| format!("{kebab}+jwt")).filter(|typ| is_media_type(typ))
}

/// RFC 6838 section 4.2, with or without the part before the slash.
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        (1..=127).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    match text.split_once('/') {
        Some((kind, name)) => is_name(kind) && is_name(name),
        None => is_name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn typ_is_the_name_in_kebab_case() {
        for (name, typ) in [
            ("Account", "account+jwt"),
            ("MyClaims", "my-claims+jwt"),
            ("HTTPAccount", "http-account+jwt"),
            ("Account2", "account2+jwt"),
            ("V2Account", "v2-account+jwt"),
            ("my_claims", "my-claims+jwt"),
            ("__Odd_", "odd+jwt"),
        ] {
            assert_eq!(default_typ(&Ident::new(name, Span::call_site())).as_deref(), Some(typ), "{name}");
        }
        for name in ["Über", "Ж", "__"] {
            assert_eq!(default_typ(&Ident::new(name, Span::call_site())), None, "{name}");
        }
        assert_eq!(default_typ(&Ident::new_raw("type", Span::call_site())).as_deref(), Some("type+jwt"));
    }

    #[test]
    fn media_types() {
        for typ in ["JWT", "account+jwt", "application/account+jwt", "at+jwt", "a.b-c_d^e!f#g$h&i"] {
            assert!(is_media_type(typ), "{typ}");
        }
        for typ in ["", "a b", "a/b/c", "/a", "a/", "-a", "ä", "a\"", "a;b", "a,b"] {
            assert!(!is_media_type(typ), "{typ}");
        }
    }
}
