//! A record as Redis keeps it: one JSON text that people can read, whose head the scripts read too.
//!
//! `{"version":3,"expires":1795000000,"subject":"…","document":…}`, with nothing between the quotes where there is no subject.

use super::failure::Failure;
use crate::store::Stored;

/// No head is longer. The scripts know the number too.
pub(super) const LONGEST_HEAD: usize = 200;

/// What stands before the document.
pub(super) struct Head<'t> {
    version: u64,
    expires: u64,
    /// In hexadecimal digits; empty where there is none.
    pub(super) subject: &'t str,
    /// The rest: the document, and the brace behind it.
    rest: &'t str,
}

impl<'t> Head<'t> {
    /// Of a text that may be cut off behind the head.
    pub(super) fn of(text: &'t str) -> Result<Self, Failure> {
        Self::parse(text).ok_or(Failure::Corrupt("its text does not begin as a session's does"))
    }

    fn parse(text: &'t str) -> Option<Self> {
        let (version, rest) = text.strip_prefix("{\"version\":")?.split_once(",\"expires\":")?;
        let (expires, rest) = rest.split_once(",\"subject\":\"")?;
        let (subject, rest) = rest.split_once("\",\"document\":")?;
        Some(Head { version: version.parse().ok()?, expires: expires.parse().ok()?, subject, rest })
    }
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
        assert_eq!(Head::of(text).unwrap().subject, "0a");
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
    fn the_longest_head_is_read_whole() {
        let (number, subject) = (u64::MAX, "f".repeat(64));
        let text = format!(r#"{{"version":{number},"expires":{number},"subject":"{subject}","document":"#);
        assert!(text.len() <= LONGEST_HEAD && Head::of(&text).is_ok());
    }
}
