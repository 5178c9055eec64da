//! The header that a codec issues, ready to be copied and compared.

use super::{Algorithms, parse};
use crate::codec::base64_text::Base64;
use crate::key::KeyId;
use crate::rejection::Rejection;
use serde_json::Value;

/// The key that a header names, if any.
pub(crate) type Kid = Option<KeyId>;

/// Base64 turns three bytes into four characters, so a header with a key id begins like any other, up to the last whole
/// group before the id.
const GROUP: usize = 3;

/// After a key id.
const CLOSE: &[u8] = b"\"}";

/// The most bytes of a header that are not in its stem: the incomplete group, the id, and what follows.
const TAIL: usize = GROUP - 1 + KeyId::LIMIT + CLOSE.len();

/// A token, cut behind its header.
pub(crate) struct Headed<'t> {
    /// The key that the header names, where it is spelt as this codec spells it; otherwise it has to be [parsed](Header::parse).
    pub(crate) kid: Option<Kid>,
    pub(crate) header: &'t [u8],
    /// What follows the dot.
    pub(crate) rest: &'t [u8],
}

/// The headers of one claims type's tokens.
pub(crate) struct Header {
    algorithms: Algorithms,
    typ: &'static str,
    /// The segment of a key without an id, and its dot.
    plain: Box<[u8]>,
    /// What all segments of keys with an id begin with.
    stem: Box<[u8]>,
    /// The bytes between the stem and the id: fewer than a group.
    rest: Box<[u8]>,
}

impl Header {
    pub(crate) fn new(algorithms: Algorithms, typ: &'static str, base64url: &Base64) -> Self {
        let enc = algorithms.enc.map(|enc| format!(",\"enc\":{}", Value::from(enc))).unwrap_or_default();
        let open = format!("{{\"alg\":{}{enc},\"typ\":{}", Value::from(algorithms.alg), Value::from(typ));
        let mut plain = Vec::new();
        base64url.append(format!("{open}}}").as_bytes(), &mut plain);
        plain.push(b'.');

        let open = format!("{open},\"kid\":\"").into_bytes();
        let (whole, rest) = open.split_at(open.len() / GROUP * GROUP);
        let mut stem = Vec::new();
        base64url.append(whole, &mut stem);
        Header { algorithms, typ, plain: plain.into(), stem: stem.into(), rest: rest.into() }
    }

    /// More characters than any header of ours has.
    pub(crate) fn longest(&self) -> usize {
        self.stem.len() + 2 * TAIL
    }

    /// Appends the segment that names this key, and its dot.
    pub(crate) fn issue(&self, kid: Option<&KeyId>, base64url: &Base64, out: &mut Vec<u8>) {
        let Some(kid) = kid else {
            out.extend_from_slice(&self.plain);
            return;
        };
        let mut tail = [0; TAIL];
        let mut len = 0;
        for part in [&*self.rest, kid.as_bytes(), CLOSE] {
            tail[len..len + part.len()].copy_from_slice(part);
            len += part.len();
        }
        out.extend_from_slice(&self.stem);
        base64url.append(&tail[..len], out);
        out.push(b'.');
    }

    /// Cuts off the header of a token; none where there is no dot. A header that is spelt as this codec spells it is compared, and never
    /// parsed.
    #[inline]
    pub(crate) fn cut<'t>(&self, token: &'t [u8], base64url: &Base64) -> Option<Headed<'t>> {
        if let Some(rest) = token.strip_prefix(&*self.plain) {
            return Some(Headed { kid: Some(None), header: &token[..self.plain.len() - 1], rest });
        }
        let dot = memchr::memchr(b'.', token)?;
        let (header, rest) = (&token[..dot], &token[dot + 1..]);
        Some(Headed { kid: self.recognise(header, base64url).map(Some), header, rest })
    }

    /// The key that a header names which somebody else has spelt.
    #[cold]
    pub(crate) fn parse(&self, header: &[u8], base64url: &Base64) -> Result<Kid, Rejection> {
        parse(header, self.algorithms, self.typ, base64url)
    }

    /// The key named by a segment, if it is spelt as this codec spells it. Nothing is parsed.
    fn recognise(&self, segment: &[u8], base64url: &Base64) -> Option<KeyId> {
        let mut tail = [0; TAIL];
        let tail = base64url.decode(segment.strip_prefix(&*self.stem)?, &mut tail)?;
        let kid = tail.strip_prefix(&*self.rest)?.strip_suffix(CLOSE)?;
        // An id has no quotes and no escapes, so this is all there is in the header.
        KeyId::new(kid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    const HS256: Algorithms = Algorithms { alg: "HS256", enc: None };
    const DIR: Algorithms = Algorithms { alg: "dir", enc: Some("A256GCM") };

    #[test]
    fn what_is_issued_is_recognised_and_is_the_expected_json() {
        let kinds = [(HS256, r#""alg":"HS256""#), (DIR, r#""alg":"dir","enc":"A256GCM""#)];
        let typs = ["t+jwt", "ty+jwt", "typ+jwt", "JWT"];
        for ((algorithms, members), typ) in kinds.into_iter().flat_map(|kind| typs.map(|typ| (kind, typ))) {
            let base64url = Base64::url();
            let header = Header::new(algorithms, typ, &base64url);
            for id in [None, Some("k"), Some("2026-11"), Some(&*"x".repeat(64))] {
                let kid = id.and_then(|id| KeyId::new(id.as_bytes()));
                let mut out = Vec::new();
                header.issue(kid.as_ref(), &base64url, &mut out);
                let (dot, segment) = out.split_last().unwrap();
                assert_eq!(*dot, b'.');
                assert!(segment.len() < header.longest());
                let json = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(segment).unwrap()).unwrap();
                let expected = match id {
                    None => format!(r#"{{{members},"typ":"{typ}"}}"#),
                    Some(id) => format!(r#"{{{members},"typ":"{typ}","kid":"{id}"}}"#),
                };
                assert_eq!(json, expected);
                let token = [&*out, b"p.s"].concat();
                let cut = header.cut(&token, &base64url).unwrap();
                assert_eq!(cut.kid.expect("recognised").as_ref().map(KeyId::as_str), id);
                assert_eq!((cut.header, cut.rest), (segment, &b"p.s"[..]));
                assert_eq!(header.recognise(segment, &base64url).is_some(), kid.is_some());
            }
        }
    }

    #[test]
    fn anything_else_is_left_to_the_parser() {
        let base64url = Base64::url();
        let header = Header::new(HS256, "t+jwt", &base64url);
        for json in [
            r#"{"typ":"t+jwt","alg":"HS256"}"#,
            r#"{"alg":"HS256","typ":"t+jwt" }"#,
            r#"{"alg":"HS256","typ":"t+jwt","kid":""}"#,
            r#"{"alg":"HS256","typ":"t+jwt","kid":"a","crit":["x"]}"#,
            r#"{"alg":"HS256","typ":"t+jwt","kid":"a\u0062"}"#,
            r#"{"alg":"HS256","typ":"t+jwt","kid":1}"#,
            r#"{"alg":"HS256","typ":"t+jwt","kid":"a"} "#,
            r#"{"alg":"dir","enc":"A256GCM","typ":"t+jwt"}"#,
        ] {
            let segment = BASE64_URL_SAFE_NO_PAD.encode(json);
            assert!(!segment.as_bytes().starts_with(&header.plain), "{json}");
            assert!(header.recognise(segment.as_bytes(), &base64url).is_none(), "{json}");
        }
    }
}
