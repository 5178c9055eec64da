//! The three parts of a token.

/// A token, cut at its last two dots, as itsdangerous cuts it. The payload has no dots, since it is base64.
pub(super) struct Segments<'t> {
    /// The payload and the timestamp with the dot between them: what the tag is made of.
    pub(super) signed: &'t [u8],
    pub(super) payload: &'t [u8],
    /// Empty in the first second of 1970.
    pub(super) timestamp: &'t [u8],
    pub(super) signature: &'t [u8],
}

impl<'t> Segments<'t> {
    #[inline]
    pub(super) fn of(token: &'t [u8]) -> Option<Self> {
        let last = memchr::memrchr(b'.', token)?;
        let (signed, signature) = (token.get(..last)?, token.get(last + 1..)?);
        let first = memchr::memchr(b'.', signed)?;
        let (payload, timestamp) = (signed.get(..first)?, signed.get(first + 1..)?);
        let well_formed =
            !payload.is_empty() && !signature.is_empty() && memchr::memchr(b'.', timestamp).is_none();
        well_formed.then_some(Segments { signed, payload, timestamp, signature })
    }
}
