//! Writing a payload: the claims, then what the layer adds.

use super::buffer::Buffer;
use super::members::members;
use super::names::{Name, Names};
use super::values::is_valid;
use crate::claims::Claims;
use crate::codec::{EncodeError, Stamp};
use crate::settings::Settings;
use serde_json::Value;
use std::collections::HashSet;

/// What every payload of one claims type has in common.
pub(crate) struct Fixed {
    /// `"iss":"…"` and `"aud":"…"`, ready to be copied.
    iss: Option<Box<str>>,
    aud: Option<Box<str>>,
    /// The registered claims that the struct declares.
    declared: Names,
    open: bool,
}

impl Fixed {
    pub(crate) fn new(settings: &Settings) -> Self {
        let member =
            |name: Name, value: &str| format!("\"{}\":{}", name.text(), Value::from(value)).into_boxed_str();
        Fixed {
            iss: settings.issuer.map(|issuer| member(Name::Iss, issuer)),
            aud: settings.audience.map(|audience| member(Name::Aud, audience)),
            declared: Names::declared(settings.owned),
            open: settings.open,
        }
    }
}

/// Appends the payload to `out`, which is empty.
pub(crate) fn write<C: Claims>(
    claims: &C,
    stamp: Stamp,
    settings: &Settings,
    fixed: &Fixed,
    out: &mut Buffer,
) -> Result<(), EncodeError> {
    let taken = if fixed.open || !fixed.declared.is_empty() {
        let mut object = Buffer::new();
        serialise(claims, &mut object)?;
        settle(object.as_slice(), Names::RESERVED, out)?
    } else {
        serialise(claims, out)?;
        Names::NONE
    };
    let mut payload = Payload { first: out.as_slice().len() == 1, taken, added: Names::NONE, out };

    payload.shared_number(Name::Iat, stamp.issued)?;
    payload.shared_number(Name::Exp, stamp.expires)?;
    payload.shared(Name::Iss, fixed.iss.as_deref());
    payload.shared(Name::Aud, fixed.aud.as_deref());
    // Without an idle timeout `exp` never moves, so it says when the session ends, and nobody needs to know its start.
    if settings.idle.is_some() || taken.has(Name::Exp) || taken.has(Name::Iat) {
        payload.number(Name::Start, stamp.started)?;
        if stamp.ends != stamp.started.saturating_add(settings.lifetime) {
            payload.number(Name::End, stamp.ends)?;
        }
        if settings.idle.is_some() && taken.has(Name::Exp) {
            payload.number(Name::Idle, stamp.expires)?;
        }
    }
    if settings.version > 1 {
        payload.number(Name::Version, settings.version.into())?;
    }
    if let Some(sid) = stamp.sid.filter(|_| settings.revocation) {
        payload.comma();
        payload.out.extend(b"\"sid\":\"");
        payload.out.extend(&sid.text());
        payload.out.extend(b"\"");
    }
    if stamp.browser_session {
        payload.comma();
        payload.out.extend(b"\"sbs\":true");
    }
    payload.mark(fixed);
    out.extend(b"}");
    Ok(())
}

/// Appends a payload that is the claims alone to `out`, which is empty: every name is the claims' own.
pub(crate) fn write_bare<C: Claims>(claims: &C, fixed: &Fixed, out: &mut Buffer) -> Result<(), EncodeError> {
    if fixed.open || !fixed.declared.is_empty() {
        let mut object = Buffer::new();
        serialise(claims, &mut object)?;
        settle(object.as_slice(), Names::NONE, out)?;
    } else {
        serialise(claims, out)?;
    }
    out.extend(b"}");
    Ok(())
}

/// Appends the claims as an object without its closing brace.
fn serialise<C: Claims>(claims: &C, out: &mut Buffer) -> Result<(), EncodeError> {
    claims.write(&mut serde_json::Serializer::new(&mut *out)).map_err(EncodeError::Serialize)?;
    if out.as_slice().first() == Some(&b'{') && out.strip_last(b'}') {
        Ok(())
    } else {
        Err(EncodeError::NotAnObject)
    }
}

/// Copies an object to `out` and says which of the names that the layer shares it has.
///
/// A registered claim that is `None` is left out: `null` is none of the values that it may have, so it would only make the
/// token useless. What could not be read again is refused here, where somebody can see it: a session that is lost on the next request is not seen by anybody.
fn settle(object: &[u8], reserved: Names, out: &mut Buffer) -> Result<Names, EncodeError> {
    let mut members = members(object);
    let mut taken = Names::NONE;
    let mut seen = HashSet::new();
    out.extend(b"{");
    for member in members.by_ref() {
        if !seen.insert(member.key) {
            return Err(EncodeError::DuplicateClaim(String::from_utf8_lossy(member.key).into_owned()));
        }
        if let Some(name) = Name::of(member.key) {
            if reserved.has(name) {
                return Err(EncodeError::ReservedClaim(name.text()));
            }
            if Names::SHARED.has(name) {
                if member.value == b"null" {
                    continue;
                }
                if !is_valid(name, member.value) {
                    return Err(EncodeError::InvalidClaim(name.text()));
                }
                taken = taken.with(name);
            }
        }
        out.extend(if out.as_slice().len() == 1 { b"\"" } else { b",\"" });
        out.extend(member.key);
        out.extend(b"\":");
        out.extend(member.value);
    }
    if members.at_end() { Ok(taken) } else { Err(EncodeError::NotAnObject) }
}

/// An object that has the claims and gets the layer's.
struct Payload<'a> {
    out: &'a mut Buffer,
    /// Whether it has no member yet.
    first: bool,
    /// Shared names that the claims use.
    taken: Names,
    /// Shared names that the layer used.
    added: Names,
}

impl Payload<'_> {
    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.extend(b",");
        }
    }

    fn number(&mut self, name: Name, value: u64) -> Result<(), EncodeError> {
        self.comma();
        self.out.extend(b"\"");
        self.out.extend(name.text().as_bytes());
        self.out.extend(b"\":");
        serde_json::to_writer(&mut *self.out, &value).map_err(EncodeError::Serialize)
    }

    fn shared_number(&mut self, name: Name, value: u64) -> Result<(), EncodeError> {
        if self.taken.has(name) {
            return Ok(());
        }
        self.added = self.added.with(name);
        self.number(name, value)
    }

    fn shared(&mut self, name: Name, member: Option<&str>) {
        if let Some(member) = member.filter(|_| !self.taken.has(name)) {
            self.added = self.added.with(name);
            self.comma();
            self.out.extend(member.as_bytes());
        }
    }

    /// Names the claims that the layer added, where they could be taken for the claims' own. With a map, even if there are
    /// none: that tells an object that we wrote from a foreign one.
    fn mark(&mut self, fixed: &Fixed) {
        let doubtful = if fixed.open { self.added } else { self.added.only(fixed.declared) };
        if !fixed.open && doubtful.is_empty() {
            return;
        }
        self.comma();
        self.out.extend(b"\"");
        self.out.extend(Name::Added.text().as_bytes());
        self.out.extend(b"\":\"");
        for (index, name) in doubtful.iter().enumerate() {
            if index > 0 {
                self.out.extend(b" ");
            }
            self.out.extend(name.text().as_bytes());
        }
        self.out.extend(b"\"");
    }
}
