//! What the layer found in a payload for itself.

use super::names::{Name, Names};
use super::values::{Audience, AudienceVisitor, NumericDate, SessionId, Text, added};
use crate::revocation::Sid;
use crate::settings::Settings;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess};
use std::time::Duration;

/// The claims that the layer enforces, as far as a payload has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    issuer: Option<&'static str>,
    audience: Option<&'static str>,
    /// Whether `iss` is the configured one.
    pub(super) iss: Option<bool>,
    pub(super) aud: Option<Audience>,
    pub(super) exp: Option<Duration>,
    pub(super) nbf: Option<Duration>,
    pub(super) iat: Option<Duration>,
    pub(super) start: Option<Duration>,
    pub(super) idle: Option<Duration>,
    pub(super) end: Option<Duration>,
    /// What `sbs` says.
    pub(super) browser_session: bool,
    /// What `sid` says, where it is the id of a session that can be revoked.
    pub(super) session: Option<Sid>,
    /// What `svn` says.
    pub(super) version: Option<u32>,
    /// What `sla` says.
    pub(super) added: Option<Names>,
}

impl Found {
    /// Nothing yet; the configured issuer and audience are what `iss` and `aud` will be compared with.
    pub(super) fn nothing(issuer: Option<&'static str>, audience: Option<&'static str>) -> Self {
        Found {
            issuer,
            audience,
            iss: None,
            aud: None,
            exp: None,
            nbf: None,
            iat: None,
            start: None,
            idle: None,
            end: None,
            browser_session: false,
            session: None,
            version: None,
            added: None,
        }
    }

    /// As it was before anything was found.
    pub(super) fn forget(&mut self) {
        *self = Found::nothing(self.issuer, self.audience);
    }

    /// Adds the time of issue from outside of the payload, and the end that follows from it, where the payload has none.
    pub(super) fn complete(&mut self, issued: Option<Duration>, settings: &Settings) {
        let Some(issued) = issued else { return };
        self.iat = self.iat.or(Some(issued));
        let longest = Duration::from_secs(settings.idle.unwrap_or(settings.lifetime));
        self.exp = self.exp.or(Some(issued.saturating_add(longest)));
    }

    /// Reads the value of `name`, which comes next in `map`.
    pub(super) fn take<'de, M: MapAccess<'de>>(&mut self, name: Name, map: &mut M) -> Result<(), M::Error> {
        match name {
            Name::Iss => self.iss = Some(self.issuer == Some(&*map.next_value::<Text<'de>>()?.0)),
            Name::Aud => self.aud = Some(map.next_value_seed(AudienceSeed(self.audience))?),
            Name::Exp => self.exp = date(map)?,
            Name::Nbf => self.nbf = date(map)?,
            Name::Iat => self.iat = date(map)?,
            Name::Start => self.start = date(map)?,
            Name::Idle => self.idle = date(map)?,
            Name::End => self.end = date(map)?,
            Name::Added => {
                let names = added(&map.next_value::<Text<'de>>()?.0);
                self.added = Some(names.ok_or_else(|| M::Error::custom("not a list of claims"))?);
            }
            Name::Browser => self.browser_session = map.next_value()?,
            Name::Version => self.version = map.next_value().map(Some)?,
            Name::Session => self.session = map.next_value::<SessionId>()?.0,
            Name::Sub | Name::Jti => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

fn date<'de, M: MapAccess<'de>>(map: &mut M) -> Result<Option<Duration>, M::Error> {
    map.next_value().map(|NumericDate(date)| Some(date))
}

struct AudienceSeed(Option<&'static str>);

impl<'de> DeserializeSeed<'de> for AudienceSeed {
    type Value = Audience;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Audience, D::Error> {
        deserializer.deserialize_any(AudienceVisitor(self.0))
    }
}
