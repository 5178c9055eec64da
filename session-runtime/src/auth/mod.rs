//! Auths: how a client presents its token.

mod both;
mod cookie;
mod header;
mod presented;

pub use both::BothAuth;
pub use cookie::CookieAuth;
pub use header::HeaderAuth;
pub(crate) use header::MAX_TOKEN;
pub(crate) use presented::Captured;
pub use presented::Presented;

use crate::combine::Presents;
use crate::wire::Wire;
use http::{HeaderMap, HeaderName};

/// Finds the token that a client presents in a request.
///
/// An auth decides nothing about a token; it only says where it stands. The layer tries what it finds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session auth",
    label = "cannot find a token in a request",
    note = "use `auth = \"cookie\"` or `auth = \"header\"`, or implement `session_runtime::Auth` for `{Self}`"
)]
pub trait Auth: Send + Sync + 'static {
    /// [`InCookie`](crate::InCookie), [`InHeader`](crate::InHeader) or [`InBoth`](crate::InBoth).
    type Presents: Presents;

    /// Whether a 401 answer carries `WWW-Authenticate`: yes where a header authenticates, since no scheme stands for cookies.
    const CHALLENGES: bool;

    /// Whether what [`read`](Self::read) finds is something that browsers add by themselves, to requests of other sites, too:
    /// a cookie, and no header before it.
    fn is_ambient(_headers: &HeaderMap, _wire: &Wire) -> bool {
        Self::Presents::COOKIE
    }

    /// What the request presents.
    fn read<'r>(headers: &'r HeaderMap, wire: &Wire) -> Presented<'r>;

    /// The request headers that decide what [`read`](Self::read) finds: a response that depends on the session names them in
    /// `Vary` (RFC 9110 section 12.5.5).
    fn varies_by(wire: &Wire) -> impl Iterator<Item = HeaderName>;
}
