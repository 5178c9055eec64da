//! The values of the claims that the layer reads.

use super::names::{Name, Names};
use crate::revocation::Sid;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// A NumericDate (RFC 7519 section 2): seconds since the Unix epoch, whole or with a fraction.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumericDate(pub(super) Duration);

impl NumericDate {
    /// The largest number that every JSON implementation keeps exactly (RFC 7493 section 2.2): 285 million years.
    const LIMIT: u64 = 1 << 53;
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let date = deserializer.deserialize_any(DateVisitor)?;
        if date.as_secs() <= Self::LIMIT {
            Ok(NumericDate(date))
        } else {
            Err(D::Error::custom("not a time"))
        }
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Duration;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds")
    }

    #[inline]
    fn visit_u64<E>(self, seconds: u64) -> Result<Duration, E> {
        Ok(Duration::from_secs(seconds))
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Duration, E> {
        seconds.try_into().map(Duration::from_secs).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Duration, E> {
        Duration::try_from_secs_f64(seconds).map_err(E::custom)
    }

    // So serde_json hands out numbers where an application has switched on its `arbitrary_precision`.
    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Duration, M::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))?;
        match number.as_u64() {
            Some(seconds) => Ok(Duration::from_secs(seconds)),
            None => number
                .as_f64()
                .map_or_else(|| Err(M::Error::custom("not a time")), |date| self.visit_f64(date)),
        }
    }
}

/// Text, borrowed from the payload where it has no escapes.
pub(super) struct Text<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// `sid`: the id of a session, where it is one. Others write there what they like.
pub(super) struct SessionId(pub(super) Option<Sid>);

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = SessionId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E>(self, text: &str) -> Result<SessionId, E> {
                Ok(SessionId(Sid::parse(text)))
            }

            fn visit_bool<E>(self, _: bool) -> Result<SessionId, E> {
                Ok(SessionId(None))
            }

            fn visit_u64<E>(self, _: u64) -> Result<SessionId, E> {
                Ok(SessionId(None))
            }

            fn visit_i64<E>(self, _: i64) -> Result<SessionId, E> {
                Ok(SessionId(None))
            }

            fn visit_f64<E>(self, _: f64) -> Result<SessionId, E> {
                Ok(SessionId(None))
            }

            fn visit_unit<E>(self) -> Result<SessionId, E> {
                Ok(SessionId(None))
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<SessionId, S::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(SessionId(None))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<SessionId, M::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(SessionId(None))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Whom a token is meant for: one name or several (RFC 7519 section 4.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// We are named.
    Us,
    /// Only others are.
    Others,
}

/// Reads an audience and looks for our name in it.
pub(super) struct AudienceVisitor(pub(super) Option<&'static str>);

impl AudienceVisitor {
    fn named(&self, name: &str) -> Audience {
        if self.0 == Some(name) { Audience::Us } else { Audience::Others }
    }
}

impl<'de> Visitor<'de> for AudienceVisitor {
    type Value = Audience;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a list of texts")
    }

    fn visit_str<E>(self, name: &str) -> Result<Audience, E> {
        Ok(self.named(name))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Audience, S::Error> {
        let mut audience = Audience::Others;
        while let Some(Text(name)) = list.next_element()? {
            if self.named(&name) == Audience::Us {
                audience = Audience::Us;
            }
        }
        Ok(audience)
    }
}

/// `sla`: names of registered claims, separated by spaces.
pub(super) fn added(text: &str) -> Option<Names> {
    let mut names = Names::NONE;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        names = names.with(Name::of(word.as_bytes()).filter(|name| Names::SHARED.has(*name))?);
    }
    Some(names)
}

/// Whether a value that the claims type wrote under a shared name is one that can be read again.
pub(super) fn is_valid(name: Name, value: &[u8]) -> bool {
    match name {
        Name::Exp | Name::Nbf | Name::Iat => serde_json::from_slice::<NumericDate>(value).is_ok(),
        Name::Iss => serde_json::from_slice::<Text<'_>>(value).is_ok(),
        Name::Aud => {
            let mut json = serde_json::Deserializer::from_slice(value);
            (&mut json).deserialize_any(AudienceVisitor(None)).is_ok()
        }
        _ => serde_json::from_slice::<IgnoredAny>(value).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_whole_or_fractions_finite_and_in_range() {
        let date = |text: &str| serde_json::from_str::<NumericDate>(text).map(|NumericDate(date)| date);
        assert_eq!(date("1700000000").unwrap(), Duration::from_secs(1_700_000_000));
        assert_eq!(date("1700000000.25").unwrap(), Duration::from_millis(1_700_000_000_250));
        assert_eq!(date("1.7e9").unwrap(), Duration::from_secs(1_700_000_000));
        assert_eq!(date("0").unwrap(), Duration::ZERO);
        assert!(date("9007199254740992").is_ok());
        for bad in [
            "9007199254740994",
            "18446744073709551615",
            "1e30",
            "1e300",
            "1e400",
            "-1",
            "-0.5",
            "NaN",
            "null",
            "true",
        ] {
            assert!(date(bad).is_err(), "{bad}");
        }
        for bad in ["\"1700000000\"", "[1700000000]", "{}", &"9".repeat(30)] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_list_of_added_claims_holds_shared_names_only() {
        assert_eq!(added(""), Some(Names::NONE));
        assert_eq!(added("iat exp"), Some(Names::NONE.with(Name::Iat).with(Name::Exp)));
        assert_eq!(added("iat sub"), None);
        assert_eq!(added("iat,exp"), None);
    }
}
