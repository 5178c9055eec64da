//! The token stands in a cookie.

use super::{Auth, Presented};
use crate::combine::InCookie;
use crate::cookie::{CookieName, MAX_NAME_AND_VALUE};
use crate::rejection::Rejection;
use crate::wire::Wire;
use http::{HeaderMap, HeaderName, header};

/// `auth = "cookie"`: the client presents its token in the session cookie.
///
/// More than one cookie of the name (RFC 6265bis section 8.6 says how an attacker plants one): under a name with `__Host-` that is
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
        for name in wire.cookie.names() {
            read(headers, name, &mut presented);
            if !presented.is_nothing() {
                break;
            }
        }
        presented
    }

    fn varies_by(_: &Wire) -> impl Iterator<Item = HeaderName> {
        std::iter::once(header::COOKIE)
    }
}

/// The tokens in cookies of one name, in the order in which the request has them (RFC 6265bis section 5.8.3), over all its
/// `Cookie` fields: HTTP/2 may send one field per cookie.
#[inline]
fn read<'r>(headers: &'r HeaderMap, name: &CookieName, presented: &mut Presented<'r>) {
    let mut found = false;
    for field in headers.get_all(header::COOKIE) {
        for value in name.values(field) {
            if found && name.only_host() {
                *presented = Presented::refused(Rejection::Ambiguous);
                return;
            }
            presented.add(value, MAX_NAME_AND_VALUE);
            found = true;
        }
    }
}
