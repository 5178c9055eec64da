//! The three segments of a token (RFC 7515 section 7.1).

use crate::rejection::Rejection;

/// A token, cut where its dots are.
pub(super) struct Segments<'t> {
    /// The header and the payload with the dot between them: what the signature is made of.
    pub(super) signed: &'t [u8],
    pub(super) payload: &'t [u8],
    pub(super) signature: &'t [u8],
}

impl<'t> Segments<'t> {
    /// Two segments behind the header, none of them empty; `rest` is what stands there. That there is no third shows when no key fits,
    /// or when the payload is decoded, for no base64 has a dot.
    #[inline]
    pub(super) fn of(token: &'t [u8], rest: &'t [u8]) -> Option<Self> {
        let dot = memchr::memrchr(b'.', rest)?;
        let (payload, signature) = (&rest[..dot], &rest[dot + 1..]);
        let signed = token.get(..token.len().checked_sub(signature.len() + 1)?)?;
        (!payload.is_empty() && !signature.is_empty()).then_some(Segments { signed, payload, signature })
    }

    /// Why a token is refused that no key has signed.
    pub(super) fn refused(&self) -> Rejection {
        match memchr::memchr(b'.', self.payload) {
            Some(_) => Rejection::Malformed,
            None => Rejection::BadSignature,
        }
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
        let refused =
            |token: &'static str| Segments::of(token.as_bytes(), &token.as_bytes()[2..]).unwrap().refused();
        assert_eq!((refused("h.p.s"), refused("h.p.q.s")), (Rejection::BadSignature, Rejection::Malformed));
        for bad in ["h.", "h.p", "h..", "h.p.", "h..s", "h.p.s."] {
            assert!(cut(bad).is_none(), "{bad}");
        }
    }
}
