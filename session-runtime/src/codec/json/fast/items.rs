//! The members of an object, the items of an array and the data of a variant, one after the other.

use super::super::key::KeyDeserializer;
use super::{Fast, NotHere};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::borrow::Cow;

/// What is inside an object or an array.
pub(super) struct Items<'f, 'de> {
    fast: &'f mut Fast<'de>,
    first: bool,
}

impl<'f, 'de> Items<'f, 'de> {
    #[inline]
    pub(super) fn of(fast: &'f mut Fast<'de>) -> Self {
        Items { fast, first: true }
    }

    /// Whether something follows before `close`.
    #[inline]
    fn more(&mut self, close: u8) -> Result<bool, NotHere> {
        if self.fast.byte() == Some(close) {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.fast.expect(',')?;
            if self.fast.byte() == Some(close) {
                return Err(NotHere);
            }
        }
        Ok(true)
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
        seed.deserialize(KeyDeserializer::new(Cow::Borrowed(key))).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotHere> {
        self.fast.expect(':')?;
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
pub(super) struct Variant<'f, 'de> {
    fast: &'f mut Fast<'de>,
}

impl<'f, 'de> Variant<'f, 'de> {
    pub(super) fn of(fast: &'f mut Fast<'de>) -> Self {
        Variant { fast }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = NotHere;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), NotHere> {
        let name = self.fast.string()?;
        self.fast.expect(':')?;
        Ok((seed.deserialize(KeyDeserializer::new(Cow::Borrowed(name)))?, self))
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
