//! What a request presents: no token, one, or more than one.

use crate::rejection::Rejection;

/// How many tokens of one request are tried at most: each costs a MAC.
const MAX_TOKENS: usize = 4;

/// The tokens that a request presents, in its own order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Presented<'r> {
    tokens: [&'r [u8]; MAX_TOKENS],
    count: usize,
    rejection: Option<Rejection>,
}

impl<'r> Presented<'r> {
    /// Nothing is presented.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Something is presented, and whatever it is, it is refused.
    #[must_use]
    pub fn refused(rejection: Rejection) -> Self {
        Presented { rejection: Some(rejection), ..Self::default() }
    }

    /// Adds a token of at most `limit` bytes; longer ones, and more than four, are never looked at.
    #[must_use]
    pub fn token(mut self, token: &'r [u8], limit: usize) -> Self {
        self.add(token, limit);
        self
    }

    #[inline]
    pub(crate) fn add(&mut self, token: &'r [u8], limit: usize) {
        if token.len() > limit {
            self.rejection = Some(Rejection::TooLong);
        } else if let Some(place) = self.tokens.get_mut(self.count) {
            *place = token;
            self.count += 1;
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.count == 0 && self.rejection.is_none()
    }

    pub(crate) fn tokens(&self) -> &[&'r [u8]] {
        self.tokens.get(..self.count).unwrap_or_default()
    }

    pub(crate) fn rejection(&self) -> Option<Rejection> {
        self.rejection
    }
}

/// The same, kept beyond the request, for a handler that asks later.
#[derive(Clone, Default)]
pub(crate) struct Captured {
    tokens: Vec<Box<[u8]>>,
    rejection: Option<Rejection>,
}

impl Captured {
    pub(crate) fn new(presented: &Presented<'_>) -> Self {
        Captured {
            tokens: presented.tokens().iter().map(|&t| t.into()).collect(),
            rejection: presented.rejection,
        }
    }

    pub(crate) fn presented(&self) -> Presented<'_> {
        let mut presented = Presented { rejection: self.rejection, ..Presented::default() };
        for token in &self.tokens {
            presented = presented.token(token, usize::MAX);
        }
        presented
    }
}
