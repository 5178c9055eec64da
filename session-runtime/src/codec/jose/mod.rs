//! What signed and encrypted JSON Web Tokens have in common: their headers (RFC 7515 and RFC 7516, section 4 of both).

mod header;
mod media_type;
mod strict;

pub(super) use header::{Headed, Header, Kid};
use strict::parse;

/// The algorithms that a header must name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Algorithms {
    /// `alg`: how the token is signed, or how its key is found.
    pub(super) alg: &'static str,
    /// `enc`: how it is encrypted; a signed one must not have it.
    pub(super) enc: Option<&'static str>,
}

impl Algorithms {
    /// Those of a signed token.
    #[cfg(feature = "jwt")]
    pub(super) const fn signed(alg: &'static str) -> Self {
        Algorithms { alg, enc: None }
    }
}
