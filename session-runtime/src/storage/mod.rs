//! Storages: where a session is kept for the next request.

mod cookie;
mod header;
mod none;
mod server;
mod side;

pub use cookie::CookieStorage;
pub use header::HeaderStorage;
pub use none::NoStorage;

pub use side::{ClientHeld, ServerHeld};
pub(crate) use side::{Pending, Side, Waiting, Work};

use crate::codec::{EncodeError, Stamp};
use crate::error::HandOutError;
use crate::store::Store;
use crate::wire::Wire;
use http::HeaderMap;

/// Where a session is kept for the next request, and how its token gets there.
///
/// Every [`Store`] is one. Implemented by hand only for another way in which clients keep tokens themselves.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session storage",
    label = "cannot keep a session",
    note = "use a built-in one such as `storage = \"cookie\"`, or implement `session_runtime::Store` for `{Self}` to keep sessions \
            on the server"
)]
pub trait Storage: Send + Sync + 'static {
    /// [`ClientSide`](crate::ClientSide), where the token is all there is, or [`ServerSide`](crate::ServerSide).
    type Side: Side;
    /// [`ByCookie`](crate::ByCookie), [`ByHeader`](crate::ByHeader), [`ByAuth`](crate::ByAuth) or
    /// [`NotDelivered`](crate::NotDelivered).
    type Delivery;
    /// What `layer` is given besides the key: `()` on the client's side, and on the server's the storage itself.
    type Store: Store;

    /// Whether it hands tokens out at all: a session that was only read is not renewed where it cannot be.
    const HANDS_OUT: bool;

    /// Writes a token into a response. `token` appends it to a buffer; it may be called once.
    ///
    /// # Errors
    /// When the token cannot be made, or is larger than clients keep.
    fn hand_out(
        headers: &mut HeaderMap,
        wire: &Wire,
        lifetime: HandOut,
        token: impl WriteToken,
    ) -> Result<(), HandOutError>;

    /// Tells the client to drop its token.
    fn take_back(headers: &mut HeaderMap, wire: &Wire);

    /// Whether the response already hands a token out.
    fn is_handed_out(headers: &HeaderMap, wire: &Wire) -> bool;
}

/// Appends a token to a buffer.
pub trait WriteToken: FnOnce(&mut Vec<u8>) -> Result<(), EncodeError> {}
impl<F: FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>> WriteToken for F {}

/// For how long a client is to keep a token.
#[derive(Debug, Clone, Copy)]
pub struct HandOut {
    /// Seconds until the session ends.
    pub max_age: u64,
    /// Whether the client keeps it when it is closed.
    pub persistent: bool,
}

impl HandOut {
    pub(crate) fn new(stamp: Stamp, now: u64, persistent: bool) -> Self {
        HandOut { max_age: stamp.expires.saturating_sub(now), persistent }
    }
}

/// A storage that hands tokens out, so that a session can be started, changed and ended through it.
#[diagnostic::on_unimplemented(
    message = "storage `{Self}` hands no tokens out: a session cannot be started, changed or ended here",
    label = "needs a storage that hands tokens out",
    note = "hand a token out yourself with `layer.tokens().issue(claims)`, or use `storage = \"cookie\"` or `storage = \"header\"`"
)]
pub trait HandsOut: Storage {}
