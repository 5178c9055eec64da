//! The token stands in a header or in a cookie.

use super::{Auth, CookieAuth, Presented, header};
use crate::combine::{Chosen, InBoth, Undecided};
use crate::wire::Wire;
use http::{HeaderMap, HeaderName};
use std::marker::PhantomData;

/// `auth("cookie", "header")`: a header with our scheme wins, valid or not; only without one is the cookie read.
///
/// There is no fallback from a header that is refused: a client that presents two identities gets the one it named, or none.
///
/// `D` says how a server-held session hands its token out: [`ByCookie`](crate::ByCookie), [`ByHeader`](crate::ByHeader), or
/// nothing yet where the storage settles it.
#[derive(Debug, Clone, Copy)]
pub struct BothAuth<D = Undecided>(PhantomData<fn() -> D>);

#[diagnostic::do_not_recommend]
impl<D: Chosen> Auth for BothAuth<D> {
    type Presents = InBoth<D>;
    const CHALLENGES: bool = true;

    fn is_ambient(headers: &HeaderMap, wire: &Wire) -> bool {
        header::read(headers, wire).is_none()
    }

    #[inline]
    fn read<'r>(headers: &'r HeaderMap, wire: &Wire) -> Presented<'r> {
        header::read(headers, wire).unwrap_or_else(|| CookieAuth::read(headers, wire))
    }

    fn varies_by(wire: &Wire) -> impl Iterator<Item = HeaderName> {
        header::HeaderAuth::varies_by(wire).chain(CookieAuth::varies_by(wire))
    }
}
