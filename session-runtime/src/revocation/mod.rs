//! Ending sessions that their tokens carry: a list of those that were ended, kept in a store until their last token is over.

mod id;
mod list;
mod mark;
mod revocations;

pub use id::Sid;
pub use revocations::Revocations;

pub(crate) use list::{check, is_covered, revoke, revoke_all};

use crate::storage::{ClientHeld, Pending, Side, Waiting};
use crate::store::Store;

/// Whether the sessions of a claims type can be revoked: [`NeverRevoked`], or [`RevokedIn`] a store.
pub trait Revocation: Send + Sync + 'static {
    /// What `layer` is given for it: `()` where nothing is revoked.
    type Store: Store;
    /// Whether tokens say which session they are of, and a store is asked whether that was ended.
    #[doc(hidden)]
    const ON: bool;
    /// What a response waits for.
    #[doc(hidden)]
    type Pending<R, T, S: Side>: Pending<R, T>;
}

/// A token of such a session is valid until it expires.
#[derive(Debug, Clone, Copy)]
pub struct NeverRevoked;

/// The sessions that were ended are listed in a store `S`: `revocation = "redis"`.
#[derive(Debug, Clone, Copy)]
pub struct RevokedIn<S>(core::marker::PhantomData<fn() -> S>);

impl Revocation for NeverRevoked {
    type Store = ();
    const ON: bool = false;
    type Pending<R, T, S: Side> = S::Pending<R, T>;
}

impl<S: Store> Revocation for RevokedIn<S> {
    type Store = S;
    const ON: bool = true;
    type Pending<R, T, Z: Side> = Waiting<R, T>;
}

/// Claims whose sessions can be revoked although their tokens carry them.
#[diagnostic::on_unimplemented(
    message = "sessions of this type are never revoked: their tokens are valid until they expire",
    label = "needs `revocation`",
    note = "add `revocation = \"memory\"`, `revocation = \"redis\"` or a store of your own to the `#[session(..)]` attribute"
)]
pub trait Revocable: Revocation {}
#[diagnostic::do_not_recommend]
impl<S: Store> Revocable for RevokedIn<S> {}

/// Claims whose tokens are all that there is to look at.
#[diagnostic::on_unimplemented(
    message = "a token alone does not tell whether its session was revoked",
    label = "needs a look at the list of revoked sessions",
    note = "use `layer.revocations().verify(token).await`, which takes it"
)]
pub trait Irrevocable: Revocation {}
#[diagnostic::do_not_recommend]
impl Irrevocable for NeverRevoked {}

/// Compiles where tokens carry the sessions: those that a store keeps are ended there.
#[doc(hidden)]
#[must_use]
pub const fn is_client_held<S: ClientHeld>() -> bool {
    true
}
