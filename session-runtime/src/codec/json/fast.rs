//! A JSON reader for what tokens hold almost always: compact text, whole numbers, short strings.
//!
//! Whatever it takes, serde_json takes too, and makes the same of it (a test holds the one against the other). Whatever it does
//! not take (fractions, numbers beyond 64 bits, deep nesting, mistakes) is left to serde_json, which decides alone what is wrong:
//! so there is one error here, and it says nothing.

use super::key::KeyDeserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::fmt;

/// As deep as claims are nested here. serde_json follows 128 levels.
const DEEPEST: u8 = 32;

/// How serde_json names types that only its own reader can make.
const PRIVATE: &str = "$serde_json::private";

/// Bytes that stand in strings for themselves: all but quotes, backslashes and control characters (RFC 8259 section 7).
const IN_STRINGS: [bool; 256] = {
    let mut table = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = false;
        byte += 1;
    }
    table[b'"' as usize] = false;
    table[b'\\' as usize] = false;
    table
};

/// Not to be read here.
#[derive(Debug)]
pub(super) struct NotHere;

impl fmt::Display for NotHere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("left to serde_json")
    }
}

impl std::error::Error for NotHere {}

impl Error for NotHere {
    #[inline]
    fn custom<T: fmt::Display>(_: T) -> Self {
        NotHere
    }
}

/// A place in a text.
pub(super) struct Fast<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Fast<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Fast { text, at: 0, depth: 0 }
    }

    /// Nothing but white space may be left.
    pub(super) fn end(&mut self) -> Result<(), NotHere> {
        if self.peek().is_none() { Ok(()) } else { Err(NotHere) }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space (RFC 8259 section 2).
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), NotHere> {
        if self.peek() != Some(byte) {
            return Err(NotHere);
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn word(&mut self, word: &str) -> Result<(), NotHere> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(NotHere);
        }
        self.at += word.len();
        Ok(())
    }

    /// A string; borrowed, where it has no escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<Cow<'de, str>, NotHere> {
        self.expect(b'"')?;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let len = rest.iter().position(|byte| !IN_STRINGS[usize::from(*byte)]).ok_or(NotHere)?;
        self.at += len;
        match rest.get(len) {
            Some(b'"') => {
                self.at += 1;
                self.text.get(start..start + len).map(Cow::Borrowed).ok_or(NotHere)
            }
            Some(b'\\') => self.escaped(start).map(Cow::Owned),
            _ => Err(NotHere),
        }
    }

    /// A string that begins at `start` and has an escape at this place.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<String, NotHere> {
        loop {
            match self.byte().ok_or(NotHere)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let quoted = self.text.get(start - 1..self.at).ok_or(NotHere)?;
        serde_json::from_str(quoted).map_err(|_| NotHere)
    }

    /// A whole number of at most 18 digits, and whether it is negative.
    #[inline]
    fn integer(&mut self) -> Result<(u64, bool), NotHere> {
        let negative = self.byte() == Some(b'-');
        self.at += usize::from(negative);
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (mut value, mut digits) = (0u64, 0);
        for byte in rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
        }
        self.at += digits;
        let leading_zero = digits > 1 && rest.first() == Some(&b'0');
        let fraction = matches!(rest.get(digits), Some(b'.' | b'e' | b'E'));
        // -0 is a fraction to serde_json.
        if digits == 0 || digits > 18 || leading_zero || fraction || (negative && value == 0) {
            return Err(NotHere);
        }
        Ok((value, negative))
    }

    #[inline]
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, NotHere>) -> Result<T, NotHere> {
        if self.depth == DEEPEST {
            return Err(NotHere);
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotHere> {
        self.expect(b'{')?;
        self.nested(|fast| {
            let value = visitor.visit_map(Items { fast, first: true })?;
            fast.expect(b'}').map(|()| value)
        })
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotHere> {
        self.expect(b'[')?;
        self.nested(|fast| {
            let value = visitor.visit_seq(Items { fast, first: true })?;
            fast.expect(b']').map(|()| value)
        })
    }
}

impl<'de> Deserializer<'de> for &mut Fast<'de> {
    type Error = NotHere;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        match self.peek().ok_or(NotHere)? {
            b'"' => self.deserialize_str(visitor),
            b'-' | b'0'..=b'9' => match self.integer()? {
                (value, false) => visitor.visit_u64(value),
                (value, true) => visitor.visit_i64(-value.cast_signed()),
            },
            b'{' => self.object(visitor),
            b'[' => self.array(visitor),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => Err(NotHere),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        match self.string()? {
            Cow::Borrowed(string) => visitor.visit_borrowed_str(string),
            Cow::Owned(string) => visitor.visit_str(&string),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        match self.peek() {
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        if name.starts_with(PRIVATE) { Err(NotHere) } else { visitor.visit_newtype_struct(self) }
    }

    // serde_json reads a struct from an array, too.
    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        if name.starts_with(PRIVATE) { Err(NotHere) } else { self.object(visitor) }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.object(visitor)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.array(visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        match self.peek() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(name) => visitor.visit_enum(BorrowedStrDeserializer::<NotHere>::new(name)),
                Cow::Owned(name) => visitor.visit_enum(name.as_str().into_deserializer()),
            },
            _ => {
                self.expect(b'{')?;
                self.nested(|fast| {
                    let value = visitor.visit_enum(Variant { fast })?;
                    fast.expect(b'}').map(|()| value)
                })
            }
        }
    }

    // Text as bytes.
    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotHere> {
        Err(NotHere)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotHere> {
        Err(NotHere)
    }

    // Numbers beyond 64 bits.
    fn deserialize_i128<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotHere> {
        Err(NotHere)
    }

    fn deserialize_u128<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotHere> {
        Err(NotHere)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char unit unit_struct tuple tuple_struct ignored_any
    }
}

/// What is inside an object or an array.
pub(super) struct Items<'f, 'de> {
    fast: &'f mut Fast<'de>,
    first: bool,
}

impl<'de> Items<'_, 'de> {
    /// Whether something follows before `close`.
    #[inline]
    fn more(&mut self, close: u8) -> Result<bool, NotHere> {
        let first = std::mem::take(&mut self.first);
        match self.fast.peek() {
            Some(byte) if byte == close => Ok(false),
            Some(b',') if !first => {
                self.fast.at += 1;
                Ok(true)
            }
            Some(_) if first => Ok(true),
            _ => Err(NotHere),
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = NotHere;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotHere> {
        if !self.more(b'}')? {
            return Ok(None);
        }
        let key = self.fast.string()?;
        self.fast.expect(b':')?;
        seed.deserialize(KeyDeserializer::new(key)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotHere> {
        seed.deserialize(&mut *self.fast)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotHere;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotHere> {
        if self.more(b']')? { seed.deserialize(&mut *self.fast).map(Some) } else { Ok(None) }
    }
}

/// A variant with data: an object of one member.
struct Variant<'f, 'de> {
    fast: &'f mut Fast<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = NotHere;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), NotHere> {
        let name = seed.deserialize(&mut *self.fast)?;
        self.fast.expect(b':')?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = NotHere;

    fn unit_variant(self) -> Result<(), NotHere> {
        serde::Deserialize::deserialize(self.fast)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, NotHere> {
        seed.deserialize(self.fast)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotHere> {
        self.fast.array(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        self.fast.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests;
