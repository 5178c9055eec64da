//! The token stands in a cookie.

use super::{Auth, Presented};
use crate::combine::InCookie;
use crate::cookie::MAX_NAME_AND_VALUE;
use crate::rejection::Rejection;
use crate::wire::Wire;
use http::{HeaderMap, HeaderName, header};

/// `auth = "cookie"`: the client presents its token in the session cookie.
///
/// More than one cookie of the name (RFC 6265bis section 8.6 says how an attacker plants one): under a prefixed name that is
/// no session, since only this host can have set it; else up to four are tried.
#[derive(Debug, Clone, Copy)]
pub struct CookieAuth;

#[diagnostic::do_not_recommend]
impl Auth for CookieAuth {
    type Presents = InCookie;
    const CHALLENGES: bool = false;

    #[inline]
    fn read<'r>(headers: &'r HeaderMap, wire: &Wire) -> Presented<'r> {
        let mut presented = Presented::nothing();
        for (index, value) in wire.cookie.values(headers).enumerate() {
            if index > 0 && wire.cookie.prefixed() {
                return Presented::refused(Rejection::Ambiguous);
            }
            presented = presented.token(value, MAX_NAME_AND_VALUE);
        }
        presented
    }

    fn varies_by(_: &Wire) -> impl Iterator<Item = HeaderName> {
        std::iter::once(header::COOKIE)
    }
}
