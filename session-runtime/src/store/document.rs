//! The document of a record: the claims and what the layer has to know of their session, as JSON that people can read.
//!
//! `{"v":1,"type":"Account","created":1700000000,"ends":1701209600,"subject":"7","claims":{…}}`

use super::StoreError;
use crate::claims::Claims;
use crate::codec::json::{self, Buffer, Fixed};
use crate::codec::{EncodeError, Stamp};
use crate::earlier::{Earlier, ReadEarlier};
use crate::rejection::Rejection;
use crate::session::{Session, settings};
use crate::settings::Settings;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::time::Duration;

/// The version of this format.
const VERSION: u32 = 1;

/// Everything but the claims, which are written behind it.
#[derive(Serialize)]
struct Head<'a> {
    v: u32,
    r#type: &'a str,
    /// That of the claims struct, from the second on.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    created: u64,
    ends: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    browser_session: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
}

#[derive(Deserialize)]
struct Document<'a> {
    v: u32,
    r#type: &'a str,
    version: Option<u32>,
    created: u64,
    ends: u64,
    #[serde(default)]
    browser_session: bool,
    #[serde(borrow)]
    claims: &'a RawValue,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// The document of a session.
pub(crate) fn write<C: Claims>(
    claims: &C,
    stamp: Stamp,
    subject: Option<&str>,
    settings: &Settings,
) -> Result<String, EncodeError> {
    let Stamp { started: created, ends, browser_session, .. } = stamp;
    let version = (settings.version > 1).then_some(settings.version);
    let head = Head { v: VERSION, r#type: settings.name, version, created, ends, browser_session, subject };
    let mut document = serde_json::to_string(&head).map_err(EncodeError::Serialize)?;
    let mut object = Buffer::new();
    json::write_bare(claims, &Fixed::new(settings), &mut object)?;
    // serde_json writes UTF-8, into a buffer of bytes.
    let object = std::str::from_utf8(object.as_slice()).map_err(|_| EncodeError::NotAnObject)?;
    document.pop();
    document.reserve_exact(object.len() + 11);
    document.push_str(",\"claims\":");
    document.push_str(object);
    document.push('}');
    Ok(document)
}

/// The claims of a document, and their session.
pub(crate) type Read<C> = Result<Result<(C, Stamp), Rejection>, StoreError>;

/// Reads a document of this version of the claims struct, or of an earlier one that it names.
pub(crate) fn read<C: Session>(document: &str, expires: u64, now: Duration) -> Read<C> {
    let text = Text { document, expires, settings: settings::<C>(), now };
    match text.read_as::<C>()? {
        Err(Rejection::EarlierVersion(version)) => {
            C::read_earlier(version, text).unwrap_or(Ok(Err(Rejection::EarlierVersion(version))))
        }
        read => Ok(read),
    }
}

#[derive(Clone, Copy)]
struct Text<'d> {
    document: &'d str,
    expires: u64,
    settings: &'static Settings,
    now: Duration,
}

impl Text<'_> {
    fn read_as<C: Claims>(self) -> Read<C> {
        read_as(self.document, self.expires, self.settings, self.now)
    }
}

impl ReadEarlier for Text<'_> {
    type Found<C> = Read<C>;

    fn read<P: Claims, const V: u32, C: From<P>>(self) -> Read<C> {
        let found = self.read_as::<Earlier<P, V>>()?;
        Ok(found.map(|(Earlier(claims), stamp)| (claims.into(), stamp)))
    }
}

/// Reads a document whose record ends at `expires`.
///
/// A session that is none any more is a [`Rejection`]; what is no document at all is a failure of the store.
fn read_as<C: Claims>(document: &str, expires: u64, settings: &'static Settings, now: Duration) -> Read<C> {
    let Document { r#type, version, created, ends, browser_session, claims, .. } =
        match serde_json::from_str::<Document<'_>>(document) {
            Ok(document) if document.v == VERSION => document,
            Ok(_) | Err(_) => return Ok(Err(of_another_version(document)?)),
        };
    if r#type != settings.name {
        return Ok(Err(Rejection::WrongType));
    }
    let ends = ends.min(created.saturating_add(settings.lifetime));
    let expires = expires.min(ends);
    if now.as_secs() >= expires {
        return Ok(Err(Rejection::Expired));
    }
    if let Err(reason) = json::is_version(version.unwrap_or(1), C::EARLIER.unwrap_or(settings.version)) {
        return Ok(Err(reason));
    }
    // An idle timeout began when the record's end was set last.
    let issued = settings.idle.map_or(created, |idle| expires.saturating_sub(idle).max(created));
    let began = Duration::from_secs(ends.saturating_sub(settings.lifetime));
    Ok(json::read_bare(claims.get().as_bytes(), settings, now, began).map(|(claims, bare)| {
        let expires = expires.min(bare.expires);
        (claims, Stamp { started: created, issued, expires, ends, browser_session, sid: None })
    }))
}

/// What a document is that is none of this version: no session where a later program wrote it, and else a failure.
fn of_another_version(document: &str) -> Result<Rejection, StoreError> {
    let Version { v } = serde_json::from_str(document)
        .map_err(|_| StoreError::Corrupt("its document is not JSON with a version"))?;
    match v {
        0 => Err(StoreError::Corrupt("its document has a version that never was")),
        VERSION => Err(StoreError::Corrupt("its document lacks what every session has")),
        _ => Ok(Rejection::NewerVersion),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Claims {
        name: String,
    }

    const SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000).idle(100, 25);
    static SETTINGS_REF: &Settings = &SETTINGS;
    const STAMP: Stamp =
        Stamp { started: 50, issued: 50, expires: 150, ends: 1050, browser_session: true, sid: None };

    fn read_at(
        document: &str,
        expires: u64,
        now: u64,
    ) -> Result<Result<(Claims, Stamp), Rejection>, StoreError> {
        read_as(document, expires, SETTINGS_REF, Duration::from_secs(now))
    }

    #[test]
    fn is_readable_json_and_is_read_back() {
        let claims = Claims { name: "Ada \"é\"".into() };
        let document = write(&claims, STAMP, Some("7"), SETTINGS_REF).unwrap();
        assert_eq!(
            document,
            r#"{"v":1,"type":"Account","created":50,"ends":1050,"browser_session":true,"subject":"7","claims":{"name":"Ada \"é\""}}"#
        );
        let (read, stamp) = read_at(&document, 150, 149).unwrap().unwrap();
        assert_eq!((read, stamp), (claims.clone(), STAMP));
        // touched at 120
        let (_, stamp) = read_at(&document, 220, 149).unwrap().unwrap();
        assert_eq!((stamp.issued, stamp.expires), (120, 220));
    }

    #[test]
    fn the_end_is_ours_to_judge_whatever_the_store_keeps() {
        let document = write(&Claims { name: String::new() }, STAMP, None, SETTINGS_REF).unwrap();
        assert_eq!(read_at(&document, 150, 150).unwrap(), Err(Rejection::Expired));
        assert_eq!(read_at(&document, u64::MAX, 1050).unwrap(), Err(Rejection::Expired));
        assert!(read_at(&document, u64::MAX, 1049).unwrap().is_ok());
    }

    #[test]
    fn what_is_no_session_of_this_type_is_none_and_garbage_is_a_failure() {
        let document = write(&Claims { name: String::new() }, STAMP, None, SETTINGS_REF).unwrap();
        for (changed, reason) in [
            (document.replace("\"v\":1", "\"v\":2"), Rejection::NewerVersion),
            (document.replace("Account", "Admin"), Rejection::WrongType),
            (document.replace("\"name\"", "\"title\""), Rejection::WrongClaims),
            (document.replace("{\"name\":\"\"}", "[]"), Rejection::WrongClaims),
        ] {
            assert_eq!(read_at(&changed, 150, 60).unwrap(), Err(reason), "{changed}");
        }
        assert_eq!(read_at(r#"{"v":7}"#, 150, 60).unwrap(), Err(Rejection::NewerVersion));
        for garbage in [
            "",
            "x",
            "{}",
            "null",
            "[1]",
            r#"{"v":1}"#,
            r#"{"v":-1}"#,
            r#"{"v":0}"#,
            &document[..document.len() - 1],
        ] {
            assert!(matches!(read_at(garbage, 150, 60), Err(StoreError::Corrupt(_))), "{garbage}");
        }
    }
}
