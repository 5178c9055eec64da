//! The token stands in a request header, behind a scheme (RFC 9110 section 11.4, RFC 6750 section 2.1).

use super::{Auth, Presented};
use crate::combine::InHeader;
use crate::rejection::Rejection;
use crate::wire::Wire;
use http::{HeaderMap, HeaderName};

/// Bytes of a token in a header.
pub(crate) const MAX_TOKEN: usize = 8192;

/// `auth = "header"`: the client presents its token as `Authorization: Bearer <token>`, or in the header and with the scheme
/// that the attribute names.
#[derive(Debug, Clone, Copy)]
pub struct HeaderAuth;

#[diagnostic::do_not_recommend]
impl Auth for HeaderAuth {
    type Presents = InHeader;
    const CHALLENGES: bool = true;

    #[inline]
    fn read<'r>(headers: &'r HeaderMap, wire: &Wire) -> Presented<'r> {
        read(headers, wire).unwrap_or_default()
    }

    fn varies_by(wire: &Wire) -> impl Iterator<Item = HeaderName> {
        wire.header.iter().map(|names| names.present.clone())
    }
}

/// What the header presents; none when it is missing or has another scheme.
#[inline]
pub(super) fn read<'r>(headers: &'r HeaderMap, wire: &Wire) -> Option<Presented<'r>> {
    let names = wire.header.as_ref()?;
    let mut fields = headers.get_all(&names.present).iter();
    let field = fields.next()?.as_bytes();
    if fields.next().is_some() {
        return Some(Presented::refused(Rejection::DuplicateHeader));
    }
    let (scheme, rest) = field.split_at_checked(names.scheme.len())?;
    if !scheme.eq_ignore_ascii_case(names.scheme.as_bytes()) {
        return None;
    }
    match rest {
        [b' ', token @ ..] => {
            let token = token.trim_ascii();
            let one = !token.is_empty() && token.iter().all(|b| b.is_ascii_graphic() && *b != b',');
            Some(if one || token.len() > MAX_TOKEN {
                Presented::nothing().token(token, MAX_TOKEN)
            } else {
                Presented::refused(Rejection::Malformed)
            })
        }
        // `Bearer`, or `Bearer` and a tab: ours, but nothing that is a token
        [] | [b'\t', ..] => Some(Presented::refused(Rejection::Malformed)),
        _ => None,
    }
}
