//! A header that somebody else spelt, read strictly (RFC 7515 sections 4 and 5.2, RFC 7516 sections 4 and 5.2, RFC 8725).

use super::{Algorithms, Kid, media_type};
use crate::codec::base64_text::Base64;
use crate::key::KeyId;
use crate::rejection::Rejection;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The most bytes of a header. It is read before the token is known to be authentic.
const LONGEST: usize = 512;

/// The most members, for the same reason.
const MEMBERS: usize = 16;

/// Checks a header segment and says which key it names.
pub(crate) fn parse(
    segment: &[u8],
    algorithms: Algorithms,
    typ: &str,
    base64url: &Base64,
) -> Result<Kid, Rejection> {
    let mut space = [0; LONGEST];
    let json = base64url.decode(segment, &mut space).ok_or(Rejection::Malformed)?;
    // As text first: serde_json does not look at bytes of strings that it skips.
    let json = std::str::from_utf8(json).map_err(|_| Rejection::Malformed)?;
    let members: Members<'_> = serde_json::from_str(json).map_err(|_| Rejection::Malformed)?;

    let alg = matches!(&members.alg, Some(Text::Is(alg)) if alg == algorithms.alg);
    let enc = match (&members.enc, algorithms.enc) {
        (Some(Text::Is(found)), Some(enc)) => found == enc,
        (_, Some(_)) => false,
        (_, None) => true,
    };
    if !alg || !enc {
        return Err(Rejection::WrongAlgorithm);
    }
    // `enc` asks for a decryption, and a signed token has nothing to decrypt.
    if members.unsupported || (members.enc.is_some() && algorithms.enc.is_none()) {
        return Err(Rejection::UnsupportedHeader);
    }
    if !matches!(&members.typ, Some(Text::Is(found)) if media_type::same(found, typ)) {
        return Err(Rejection::WrongType);
    }
    match &members.kid {
        None => Ok(None),
        // No key of ours has an id that is not well-formed.
        Some(Text::Is(kid)) => KeyId::new(kid.as_bytes()).map(Some).ok_or(Rejection::UnknownKey),
        Some(Text::Isnt) => Err(Rejection::Malformed),
    }
}

/// Members that ask for something that we do not do, or bring a key or the address of one. To ignore them would be to
/// process the token otherwise than its issuer meant it.
///
/// `x5t` and `x5t#S256` are none of them: they only describe a key, which is found otherwise or not at all, and so is every
/// member that is not known (RFC 7515 section 4). So are claims that an issuer repeats in the header of an encrypted token
/// (RFC 7519 section 5.3): those of the payload are the ones that count.
fn is_unsupported(name: &str) -> bool {
    let by_all = matches!(name, "crit" | "b64" | "zip" | "jwk" | "jku" | "x5u" | "x5c");
    // What ways of finding a key other than `dir` read (RFC 7518 sections 4.6 to 4.8).
    by_all || matches!(name, "epk" | "apu" | "apv" | "iv" | "tag" | "p2s" | "p2c")
}

#[derive(Default)]
struct Members<'h> {
    alg: Option<Text<'h>>,
    enc: Option<Text<'h>>,
    typ: Option<Text<'h>>,
    kid: Option<Text<'h>>,
    unsupported: bool,
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `deserialize_struct`, which takes an array, too.
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
        let mut members = Members::default();
        let mut names = [const { Cow::Borrowed("") }; MEMBERS];
        let mut count = 0;
        while let Some(name) = map.next_key::<Text<'de>>()? {
            let Text::Is(name) = name else { return Err(M::Error::custom("not a name")) };
            // Compared after their escapes are resolved: one name, one meaning (RFC 7515 section 4).
            if names[..count].contains(&name) {
                return Err(M::Error::custom("a member stands twice"));
            }
            match &*name {
                "alg" => members.alg = Some(map.next_value()?),
                "enc" => members.enc = Some(map.next_value()?),
                "typ" => members.typ = Some(map.next_value()?),
                "kid" => members.kid = Some(map.next_value()?),
                other => {
                    members.unsupported |= is_unsupported(other);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            *names.get_mut(count).ok_or_else(|| M::Error::custom("too many members"))? = name;
            count += 1;
        }
        Ok(members)
    }
}

/// A value that should be text.
enum Text<'h> {
    Is(Cow<'h, str>),
    Isnt,
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text::Is(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text::Is(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Text<'de>, E> {
        Ok(Text::Isnt)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Text<'de>, E> {
        Ok(Text::Isnt)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Text<'de>, E> {
        Ok(Text::Isnt)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Text<'de>, E> {
        Ok(Text::Isnt)
    }

    fn visit_unit<E>(self) -> Result<Text<'de>, E> {
        Ok(Text::Isnt)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Text<'de>, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Text::Isnt)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Text<'de>, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text::Isnt)
    }
}
