//! The three segments of a token (RFC 7515 section 7.1).

/// A token, cut where its dots are.
pub(super) struct Segments<'t> {
    /// The header and the payload with the dot between them: what the tag is made of.
    pub(super) signed: &'t [u8],
    pub(super) header: &'t [u8],
    pub(super) payload: &'t [u8],
    pub(super) signature: &'t [u8],
}

impl<'t> Segments<'t> {
    /// Exactly three segments, none of them empty.
    #[inline]
    pub(super) fn of(token: &'t [u8]) -> Option<Self> {
        let last = memchr::memrchr(b'.', token)?;
        let (signed, signature) = (token.get(..last)?, token.get(last + 1..)?);
        let first = memchr::memchr(b'.', signed)?;
        let (header, payload) = (signed.get(..first)?, signed.get(first + 1..)?);
        let well_formed = !header.is_empty()
            && !payload.is_empty()
            && !signature.is_empty()
            && memchr::memchr(b'.', payload).is_none();
        well_formed.then_some(Segments { signed, header, payload, signature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_segments_and_no_other_number() {
        let cut = |token: &str| {
            Segments::of(token.as_bytes()).map(|cut| {
                [cut.header, cut.payload, cut.signature].map(|s| String::from_utf8(s.to_vec()).unwrap())
            })
        };
        assert_eq!(cut("h.p.s").unwrap(), ["h", "p", "s"]);
        for bad in [
            "",
            ".",
            "..",
            "...",
            "h",
            "h.p",
            "h.p.",
            ".p.s",
            "h..s",
            "h.p.s.",
            ".h.p.s",
            "h.p.q.s",
            "a.b.c.d.e",
            "h.p..s",
        ] {
            assert!(cut(bad).is_none(), "{bad}");
        }
    }
}
