//! The three segments of a token (RFC 7515 section 7.1).

/// A token, cut where its dots are.
pub(super) struct Segments<'t> {
    /// The header and the payload with the dot between them: what the signature is made of.
    pub(super) signed: &'t [u8],
    pub(super) payload: &'t [u8],
    pub(super) signature: &'t [u8],
}

impl<'t> Segments<'t> {
    /// Two segments behind the header, none of them empty; `rest` is what stands there. A third would be in the
    /// payload: see [`are_more`](Self::are_more).
    #[inline]
    pub(super) fn of(token: &'t [u8], rest: &'t [u8]) -> Option<Self> {
        let dot = memchr::memrchr(b'.', rest)?;
        let (payload, signature) = (&rest[..dot], &rest[dot + 1..]);
        let signed = token.get(..token.len().checked_sub(signature.len() + 1)?)?;
        (!payload.is_empty() && !signature.is_empty()).then_some(Segments { signed, payload, signature })
    }

    /// Whether there are more than three. Asked where a token is refused anyway or its header is parsed: the payload of one that
    /// a key has signed is no base64 then.
    #[cold]
    pub(super) fn are_more(&self) -> bool {
        memchr::memchr(b'.', self.payload).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_segments_behind_the_header_and_no_other_number() {
        let cut = |token: &'static str| {
            let (_, rest) = token.split_once('.').unwrap();
            Segments::of(token.as_bytes(), rest.as_bytes())
                .map(|cut| [cut.signed, cut.payload, cut.signature].map(|s| std::str::from_utf8(s).unwrap()))
        };
        assert_eq!(cut("h.p.s").unwrap(), ["h.p", "p", "s"]);
        assert_eq!(cut("h.p.q.s").unwrap(), ["h.p.q", "p.q", "s"], "which is no base64");
        let more =
            |token: &'static str| Segments::of(token.as_bytes(), &token.as_bytes()[2..]).unwrap().are_more();
        assert!(!more("h.p.s") && more("h.p.q.s") && more("h..p.s"));
        for bad in ["h.", "h.p", "h..", "h.p.", "h..s", "h.p.s."] {
            assert!(cut(bad).is_none(), "{bad}");
        }
    }
}
