//! A record as Redis keeps it: one JSON text that people can read, whose head the scripts read too.
//!
//! `{"version":3,"expires":1795000000,"subject":"…","document":…}`, with nothing between the quotes where there is no subject.

use super::failure::Failure;
use crate::store::{Record, Stored, SubjectKey};

/// No head is longer.
pub(super) const LONGEST_HEAD: usize = 200;

/// What is there is nothing that was stored.
pub(super) const NO_RECORD: Failure = Failure::Corrupt("its text does not begin as a session's does");

/// What a text begins with, up to the subject.
pub(super) fn beginning(version: u64, expires: u64) -> String {
    format!("{}\"expires\":{expires},", beginning_at(version))
}

/// What a text of this version begins with, whatever its end.
pub(super) fn beginning_at(version: u64) -> String {
    format!("{{\"version\":{version},")
}

/// The text of a record.
pub(super) fn text(version: u64, record: &Record) -> String {
    let subject = record.subject.as_ref().map(SubjectKey::to_string).unwrap_or_default();
    let (beginning, document) = (beginning(version, record.expires), &record.document);
    format!("{beginning}\"subject\":\"{subject}\",\"document\":{document}}}")
}

/// What stands before the document.
pub(super) struct Head<'t> {
    version: u64,
    expires: u64,
    /// In hexadecimal digits.
    pub(super) subject: Option<&'t str>,
    /// The rest: the document, and the brace behind it.
    rest: &'t str,
}

impl<'t> Head<'t> {
    /// Of a text that may be cut off behind the head.
    pub(super) fn of(text: &'t str) -> Result<Self, Failure> {
        Self::parse(text).ok_or(NO_RECORD)
    }

    fn parse(text: &'t str) -> Option<Self> {
        let (version, rest) = text.strip_prefix("{\"version\":")?.split_once(",\"expires\":")?;
        let (expires, rest) = rest.split_once(",\"subject\":\"")?;
        let (subject, rest) = rest.split_once("\",\"document\":")?;
        let subject = Some(subject).filter(|subject| !subject.is_empty());
        if !subject.is_none_or(|subject| subject.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return None;
        }
        Some(Head { version: number(version)?, expires: number(expires)?, subject, rest })
    }
}

/// Digits alone, as the scripts want them: `parse` takes a sign too.
fn number(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The record that a text is.
pub(super) fn stored(mut text: String) -> Result<Stored, Failure> {
    let Head { version, expires, rest, .. } = Head::of(&text)?;
    let start = text.len() - rest.len();
    if !rest.ends_with('}') {
        return Err(Failure::Corrupt("its text breaks off"));
    }
    text.pop();
    text.drain(..start);
    Ok(Stored { document: text, expires, version })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_record_and_anything_else_is_a_failure() {
        let text = r#"{"version":2,"expires":7,"subject":"0a","document":{"v":1,"claims":{"document":{}}}}"#;
        assert_eq!(Head::of(text).unwrap().subject, Some("0a"));
        let found = stored(text.into()).unwrap();
        assert_eq!((found.version, found.expires), (2, 7));
        assert_eq!(found.document, r#"{"v":1,"claims":{"document":{}}}"#);
        assert_eq!(Head::of(&text[..51]).unwrap().rest, "", "a head is enough");

        for bad in [
            "",
            "{}",
            "null",
            &text[1..],
            &text[..49],
            &text[..51],
            &text.replace(":2,", ":two,"),
            &text.replace(":2,", ":-2,"),
            &text.replace(":2,", ":+2,"),
            &text.replace("0a", "0g"),
            &text.replace(":2,", ":18446744073709551616,"),
            &text.replace(":7,", ":,"),
            &text.replace("expires", "ends"),
            &text.replace("subject", "whose"),
            &text[..text.len() - 4],
        ] {
            assert!(matches!(stored(bad.into()), Err(Failure::Corrupt(_))), "{bad}");
        }
    }

    #[test]
    fn what_is_written_is_json_and_is_read_back() {
        for subject in [None, Some(SubjectKey::from_bytes([0xab; 32]))] {
            let record = Record { document: r#"{"v":1}"#.into(), expires: 7, subject };
            let written = text(3, &record);
            assert!(written.starts_with(&beginning(3, 7)) && written.starts_with(&beginning_at(3)));
            let json: serde_json::Value = serde_json::from_str(&written).unwrap();
            assert_eq!((&json["version"], &json["expires"]), (&3.into(), &7.into()));
            assert_eq!((&json["document"]["v"], json.as_object().unwrap().len()), (&1.into(), 4));
            let subject = subject.map(|subject| subject.to_string());
            assert_eq!(Head::of(&written).unwrap().subject, subject.as_deref());
            let read = stored(written).unwrap();
            assert_eq!((read.version, read.expires, read.document), (3, 7, record.document));
        }
    }

    #[test]
    fn the_longest_head_is_read_whole() {
        let subject = Some(SubjectKey::from_bytes([0xff; 32]));
        let longest = text(u64::MAX, &Record { document: String::new(), expires: u64::MAX, subject });
        assert!(longest.len() <= LONGEST_HEAD && Head::of(&longest).is_ok());
    }
}
