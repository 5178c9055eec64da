//! The claims as JSON, in the one form that we write, without a parser: anything else goes to serde_json.

use super::LONGEST;
use crate::claims::Claims;

/// Reads them.
pub(super) fn read(json: &[u8]) -> Option<Claims> {
    fast(json).or_else(|| serde_json::from_slice(json).ok())
}

fn fast(json: &[u8]) -> Option<Claims> {
    let (user_id, rest) = number(json.strip_prefix(b"{\"user_id\":")?)?;
    let (name, rest) = text(rest.strip_prefix(b",\"name\":")?)?;
    let (roles, rest) = texts(rest.strip_prefix(b",\"roles\":[")?)?;
    let rest = rest.strip_prefix(b",\"dark\":")?;
    let (dark, rest) = match rest.strip_prefix(b"true") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix(b"false")?),
    };
    let (since, rest) = number(rest.strip_prefix(b",\"since\":")?)?;
    let (visits, rest) = number(rest.strip_prefix(b",\"visits\":")?)?;
    let (iat, rest) = number(rest.strip_prefix(b",\"iat\":")?)?;
    let (exp, rest) = number(rest.strip_prefix(b",\"exp\":")?)?;
    let visits = u32::try_from(visits).ok()?;
    (rest == b"}").then(|| Claims { user_id, name: name.into(), roles, dark, since, visits, iat, exp })
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 || (length > 1 && bytes[0] == b'0') {
        return None;
    }
    for byte in &bytes[..length] {
        value = value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
    }
    Some((value, &bytes[length..]))
}

/// A text without escapes.
fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let bytes = bytes.strip_prefix(b"\"")?;
    let end = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20))?;
    if bytes[end] != b'"' {
        return None;
    }
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

fn texts(mut bytes: &[u8]) -> Option<(Vec<String>, &[u8])> {
    let mut found = Vec::new();
    if let Some(rest) = bytes.strip_prefix(b"]") {
        return Some((found, rest));
    }
    loop {
        let (one, rest) = text(bytes)?;
        if found.is_empty() {
            found.reserve(8);
        }
        found.push(one.to_owned());
        match rest.split_first()? {
            (b',', rest) => bytes = rest,
            (b']', rest) => return Some((found, rest)),
            _ => return None,
        }
    }
}

/// Writes them, and says how long they are.
pub(super) fn write(claims: &Claims, into: &mut [u8; LONGEST]) -> usize {
    let mut out = Writer { into, at: 0 };
    let mut digits = itoa::Buffer::new();
    out.put(b"{\"user_id\":");
    out.put(digits.format(claims.user_id).as_bytes());
    out.put(b",\"name\":");
    out.text(&claims.name);
    out.put(b",\"roles\":[");
    for (index, role) in claims.roles.iter().enumerate() {
        if index > 0 {
            out.put(b",");
        }
        out.text(role);
    }
    out.put(b"],\"dark\":");
    out.put(if claims.dark { b"true" } else { b"false" });
    out.put(b",\"since\":");
    out.put(digits.format(claims.since).as_bytes());
    out.put(b",\"visits\":");
    out.put(digits.format(claims.visits).as_bytes());
    out.put(b",\"iat\":");
    out.put(digits.format(claims.iat).as_bytes());
    out.put(b",\"exp\":");
    out.put(digits.format(claims.exp).as_bytes());
    out.put(b"}");
    out.at
}

struct Writer<'a> {
    into: &'a mut [u8; LONGEST],
    at: usize,
}

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) {
        self.into[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// A text, which our claims have no escapes in.
    fn text(&mut self, text: &str) {
        assert!(!text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..0x20)), "escapes");
        self.put(b"\"");
        self.put(text.as_bytes());
        self.put(b"\"");
    }
}
