//! Reading a payload: the layer takes its own claims out, the claims type sees the rest.

use super::fast::Fast;
use super::found::Found;
use super::key::KeyDeserializer;
use super::names::{Name, Names};
use super::rules;
use super::values::Text;
use crate::claims::Claims;
use crate::codec::Stamp;
use crate::rejection::Rejection;
use crate::settings::Settings;
use serde::Deserialize as _;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// Reads the claims out of an authentic payload, and says when their session began and ends.
///
/// One pass, where the layer owns all claims that it enforces. Where the claims type may own some, a first pass settles whose
/// they are, since `sla` may stand behind them.
///
/// `issued` is what the token says outside of its payload, for a payload that does not say it.
pub(crate) fn read<C: Claims>(
    payload: &[u8],
    settings: &'static Settings,
    now: Duration,
    issued: Option<Duration>,
) -> Result<(C, Stamp), Rejection> {
    let payload = std::str::from_utf8(payload).map_err(|_| Rejection::WrongClaims)?;
    let declared = Names::declared(settings.owned);
    let version = C::EARLIER.unwrap_or(settings.version);
    // A token that refers to a session on the server: its id is all that there is to read.
    let ours = if C::REFERENCE { Names::ALL.without(Names::ID) } else { Names::ALL };
    let mut found = Found::nothing(settings.issuer, settings.audience);
    if !settings.open && declared.is_empty() {
        let view = View { hidden: ours, found: Some(&mut found), unique: false };
        if let Some(claims) = scan::<The<C>>(payload, view) {
            found.complete(issued, settings);
            return Ok((claims, rules::judge(&found, Names::NONE, settings, now, version)?));
        }
        // The time goes before the claims: an old session whose struct has changed since then is expired.
        found.forget();
    }

    let view = View { hidden: Names::ALL, found: Some(&mut found), unique: false };
    scan::<Times>(payload, view).ok_or(Rejection::WrongClaims)?;
    found.complete(issued, settings);
    let shown = possible(settings).without(found.added.unwrap_or(Names::NONE));
    let stamp = rules::judge(&found, shown, settings, now, version)?;
    let view = View { hidden: ours.without(shown), found: None, unique: settings.open };
    let claims = scan::<The<C>>(payload, view).ok_or(Rejection::WrongClaims)?;
    Ok((claims, stamp))
}

/// The same for a payload that is the claims alone, in a token that began at `began`: every name is the claims' own.
///
/// Times that the claims type may own are enforced all the same.
pub(crate) fn read_bare<C: Claims>(
    payload: &[u8],
    settings: &'static Settings,
    now: Duration,
    began: Duration,
) -> Result<(C, Stamp), Rejection> {
    let payload = std::str::from_utf8(payload).map_err(|_| Rejection::WrongClaims)?;
    let mut found = Found::nothing(None, None);
    let owned = Names::TIMES.only(possible(settings));
    if !owned.is_empty() {
        let view = View { hidden: owned, found: Some(&mut found), unique: false };
        scan::<Times>(payload, view).ok_or(Rejection::WrongClaims)?;
    }
    let stamp = rules::judge_bare(&found, settings, now, began)?;
    let view = View { hidden: Names::NONE, found: None, unique: settings.open };
    let claims = scan::<The<C>>(payload, view).ok_or(Rejection::WrongClaims)?;
    Ok((claims, stamp))
}

/// The registered claims that may be the claims type's own.
fn possible(settings: &Settings) -> Names {
    if settings.open { Names::SHARED } else { Names::declared(settings.owned) }
}

/// What is made of an object.
trait Read {
    type Value;
    fn read<'de, D: Deserializer<'de>>(object: D) -> Result<Self::Value, D::Error>;
}

/// The claims.
struct The<C>(PhantomData<C>);

impl<C: Claims> Read for The<C> {
    type Value = C;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(object: D) -> Result<C, D::Error> {
        C::read(object)
    }
}

/// Nothing: what the layer takes out is all that is wanted.
struct Times;

impl Read for Times {
    type Value = ();

    #[inline]
    fn read<'de, D: Deserializer<'de>>(object: D) -> Result<(), D::Error> {
        IgnoredAny::deserialize(object).map(|_| ())
    }
}

/// Reads one object and nothing after it.
#[inline]
fn scan<R: Read>(payload: &str, mut view: View<'_>) -> Option<R::Value> {
    let mut fast = Fast::new(payload);
    if let Ok(value) = R::read(Object { inner: &mut fast, view: view.again() })
        && fast.end().is_ok()
    {
        return Some(value);
    }
    if let Some(found) = &mut view.found {
        found.forget();
    }
    scan_slowly::<R>(payload, view)
}

/// The same for any JSON, and the last word on it.
#[cold]
fn scan_slowly<R: Read>(payload: &str, view: View<'_>) -> Option<R::Value> {
    let mut json = serde_json::Deserializer::from_str(payload);
    let value = R::read(Object { inner: &mut json, view }).ok()?;
    json.end().ok()?;
    Some(value)
}

/// How a payload is looked at.
struct View<'f> {
    /// The names that the claims type does not see.
    hidden: Names,
    /// Where the layer keeps what it takes out.
    found: Option<&'f mut Found>,
    /// Whether no name at all may stand twice. serde refuses a second field of a struct; a map takes it.
    unique: bool,
}

impl View<'_> {
    fn again(&mut self) -> View<'_> {
        View { hidden: self.hidden, found: self.found.as_deref_mut(), unique: self.unique }
    }
}

/// An object without the layer's claims.
///
/// Every way in which a claims type can ask for an object ends in a map, so that no struct is read from an array
/// (RFC 7519 section 7.2).
struct Object<'f, D> {
    inner: D,
    view: View<'f>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<'_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Filtered { visitor: AsMap(visitor), view: self.view })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Filtered { visitor: AsEnum { visitor, name, variants }, view: self.view })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// What a claims type makes of the members that it sees.
trait Build<'de> {
    type Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn build<M: MapAccess<'de>>(self, members: M) -> Result<Self::Value, M::Error>;
}

struct AsMap<V>(V);

impl<'de, V: Visitor<'de>> Build<'de> for AsMap<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn build<M: MapAccess<'de>>(self, members: M) -> Result<V::Value, M::Error> {
        self.0.visit_map(members)
    }
}

struct AsEnum<V> {
    visitor: V,
    name: &'static str,
    variants: &'static [&'static str],
}

impl<'de, V: Visitor<'de>> Build<'de> for AsEnum<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn build<M: MapAccess<'de>>(self, members: M) -> Result<V::Value, M::Error> {
        MapAccessDeserializer::new(members).deserialize_enum(self.name, self.variants, self.visitor)
    }
}

struct Filtered<'f, F> {
    visitor: F,
    view: View<'f>,
}

impl<'de, F: Build<'de>> Visitor<'de> for Filtered<'_, F> {
    type Value = F::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    #[inline]
    fn visit_map<M: MapAccess<'de>>(self, inner: M) -> Result<F::Value, M::Error> {
        let names = self.view.unique.then(HashSet::new);
        let mut members = Members { inner, view: self.view, seen: Names::NONE, names };
        let value = self.visitor.build(&mut members)?;
        // An enum stops after its variant; what follows may only be ours.
        match members.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(IgnoredAny) => Err(M::Error::custom("a member too many")),
        }
    }
}

/// The members of an object without those of the layer.
struct Members<'de, 'f, M> {
    inner: M,
    view: View<'f>,
    /// Names that mean something to the layer, as they were met.
    seen: Names,
    /// All other names, where none may stand twice.
    names: Option<HashSet<Cow<'de, str>>>,
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for Members<'de, '_, M> {
    type Error = M::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, M::Error> {
        while let Some(Text(key)) = self.inner.next_key()? {
            if let Some(name) = Name::of(key.as_bytes()) {
                // RFC 7519 section 4 lets a parser take the last of two. Another one may take the first: neither is safe.
                if self.seen.has(name) {
                    return Err(M::Error::custom("a claim stands twice"));
                }
                self.seen = self.seen.with(name);
                if self.view.hidden.has(name) {
                    match &mut self.view.found {
                        Some(found) => found.take(name, &mut self.inner)?,
                        None => self.inner.next_value::<IgnoredAny>().map(|_| ())?,
                    }
                    continue;
                }
            } else if let Some(names) = &mut self.names
                && !names.insert(key.clone())
            {
                return Err(M::Error::custom("a claim stands twice"));
            }
            return seed.deserialize(KeyDeserializer::new(key)).map(Some);
        }
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.inner.next_value_seed(seed)
    }
}
