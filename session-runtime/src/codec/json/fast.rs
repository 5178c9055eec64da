//! A JSON reader for what tokens hold almost always: compact text, whole numbers, short strings.
//!
//! Whatever it takes, serde_json takes too, and makes the same of it (a test holds the one against the other). Whatever it does
//! not take (white space, escapes, fractions, numbers beyond 64 bits, deep nesting, mistakes) is left to serde_json, which
//! decides alone what is wrong: so there is one error here, and it says nothing. Claims types may get over an error and read on: what
//! is refused stays where it is, so that the rest is refused then.

mod items;

use items::{Items, Variant};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// As deep as claims are nested here. serde_json follows 128 levels.
const DEEPEST: u8 = 32;

/// How serde_json names types that only its own reader can make.
const PRIVATE: &str = "$serde_json::private";

/// How many of the bytes stand in a string for themselves, up to the first quote, backslash or control character
/// (RFC 8259 section 7).
#[inline(always)]
fn plain(mut bytes: &[u8]) -> usize {
    let mut len = 0;
    while let Some((chunk, rest)) = bytes.split_first_chunk() {
        let stops = stops(u64::from_le_bytes(*chunk));
        if stops != 0 {
            return len + stops.trailing_zeros() as usize / 8;
        }
        (bytes, len) = (rest, len + 8);
    }
    len + bytes.iter().take_while(|byte| **byte >= b' ' && !matches!(**byte, b'"' | b'\\')).count()
}

/// The high bits of the bytes that do not stand for themselves. Above the first one, others may be set.
#[inline(always)]
fn stops(chunk: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let less = |chunk: u64, than: u8| chunk.wrapping_sub(ONES * u64::from(than)) & !chunk;
    let equal = |to: u8| less(chunk ^ (ONES * u64::from(to)), 1);
    (less(chunk, b' ') | equal(b'"') | equal(b'\\')) & HIGH
}

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

/// What is left of a text.
pub(super) struct Fast<'de> {
    rest: &'de str,
    depth: u8,
}

impl<'de> Fast<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Fast { rest: text, depth: 0 }
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), NotHere> {
        if self.rest.is_empty() { Ok(()) } else { Err(NotHere) }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    #[inline]
    fn expect(&mut self, char: char) -> Result<(), NotHere> {
        self.rest = self.rest.strip_prefix(char).ok_or(NotHere)?;
        Ok(())
    }

    #[inline]
    fn word(&mut self, word: &str) -> Result<(), NotHere> {
        self.rest = self.rest.strip_prefix(word).ok_or(NotHere)?;
        Ok(())
    }

    /// A string without escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<&'de str, NotHere> {
        self.expect('"')?;
        let (string, rest) = self.rest.split_at_checked(plain(self.rest.as_bytes())).ok_or(NotHere)?;
        self.rest = rest;
        self.expect('"')?;
        Ok(string)
    }

    /// A whole number of at most 18 digits, and whether it is negative.
    #[inline]
    fn integer(&mut self) -> Result<(u64, bool), NotHere> {
        let negative = self.byte() == Some(b'-');
        let text = self.rest.get(usize::from(negative)..).ok_or(NotHere)?;
        let (mut value, mut digits) = (0u64, 0);
        for byte in text.bytes() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
        }
        let leading_zero = digits > 1 && text.starts_with('0');
        let rest = text.get(digits..).ok_or(NotHere)?;
        let fraction = matches!(rest.as_bytes().first(), Some(b'.' | b'e' | b'E'));
        // -0 is a fraction to serde_json.
        if digits == 0 || digits > 18 || leading_zero || fraction || (negative && value == 0) {
            return Err(NotHere);
        }
        self.rest = rest;
        Ok((value, negative))
    }

    #[inline]
    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotHere> {
        match self.integer()? {
            (value, false) => visitor.visit_u64(value),
            (value, true) => visitor.visit_i64(-value.cast_signed()),
        }
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
        self.expect('{')?;
        self.nested(|fast| {
            let value = visitor.visit_map(Items::of(fast))?;
            fast.expect('}').map(|()| value)
        })
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotHere> {
        self.expect('[')?;
        self.nested(|fast| {
            let value = visitor.visit_seq(Items::of(fast))?;
            fast.expect(']').map(|()| value)
        })
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
            self.number(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Fast<'de> {
    type Error = NotHere;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        match self.byte().ok_or(NotHere)? {
            b'"' => self.deserialize_str(visitor),
            b'-' | b'0'..=b'9' => self.number(visitor),
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
        visitor.visit_borrowed_str(self.string()?)
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
        match self.byte() {
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
        match self.byte() {
            Some(b'"') => visitor.visit_enum(BorrowedStrDeserializer::<NotHere>::new(self.string()?)),
            _ => {
                self.expect('{')?;
                self.nested(|fast| {
                    let value = visitor.visit_enum(Variant::of(fast))?;
                    fast.expect('}').map(|()| value)
                })
            }
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        match self.byte() {
            Some(b't' | b'f') => self.deserialize_any(visitor),
            _ => Err(NotHere),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotHere> {
        self.word("null").and_then(|()| visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotHere> {
        self.array(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NotHere> {
        self.array(visitor)
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
        ignored_any
    }
}

#[cfg(test)]
mod tests;
