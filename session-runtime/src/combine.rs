//! Which codec, storage and auth fit together.
//!
//! The macro decides the built-in names with a short text; this relation is the truth for all of them, paths included. It is
//! stated over what parts *are* (`SelfContained`, `ClientSide`, `ByCookie`, …), so a part that a user writes needs one
//! associated type per side and no impl per pair.

use crate::auth::Auth;
use crate::codec::{Codec, SelfContained};
use crate::storage::Storage;
use crate::wire::Way;

/// What a codec's tokens are: they only refer to a session, whose claims are kept elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

/// The storage is with the client: the token is all there is.
#[derive(Debug, Clone, Copy)]
pub struct ClientSide;
/// The storage is on the server, and the token refers to what it keeps.
#[derive(Debug, Clone, Copy)]
pub struct ServerSide;

/// The storage hands tokens out in `Set-Cookie`.
#[derive(Debug, Clone, Copy)]
pub struct ByCookie;
/// The storage hands tokens out in a response header.
#[derive(Debug, Clone, Copy)]
pub struct ByHeader;
/// The storage hands tokens out in the way in which the auth reads them.
#[derive(Debug, Clone, Copy)]
pub struct ByAuth;
/// The storage hands nothing out: the token comes from elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct NotDelivered;

/// The client presents its token in the `Cookie` header.
#[derive(Debug, Clone, Copy)]
pub struct InCookie;
/// The client presents its token in a header such as `Authorization`.
#[derive(Debug, Clone, Copy)]
pub struct InHeader;
/// The client may do either; `D` says how a server-held session hands its token out.
#[derive(Debug, Clone, Copy)]
pub struct InBoth<D>(core::marker::PhantomData<fn() -> D>);
/// Nobody has said how a session with two auths hands its token out.
#[derive(Debug, Clone, Copy)]
pub struct Undecided;

/// How a client presents its token, and so how a session on the server hands one out to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no way in which a client presents its token",
    label = "neither `InCookie` nor `InHeader` nor `InBoth`",
    note = "use `session_runtime::InCookie` for what browsers add by themselves, and `session_runtime::InHeader` for anything else"
)]
pub trait Presents {
    /// How, where there is one way, or one was chosen. [`Reaches`] refuses a storage on the server where none was.
    #[doc(hidden)]
    const WAY: Way;
    /// Whether a cookie may authenticate.
    #[doc(hidden)]
    const COOKIE: bool;
}
#[diagnostic::do_not_recommend]
impl Presents for InCookie {
    const WAY: Way = Way::Cookie;
    const COOKIE: bool = true;
}
#[diagnostic::do_not_recommend]
impl Presents for InHeader {
    const WAY: Way = Way::Header;
    const COOKIE: bool = false;
}
#[diagnostic::do_not_recommend]
impl<D: Chosen> Presents for InBoth<D> {
    const COOKIE: bool = true;
    const WAY: Way = D::WAY;
}

/// Which of two ways a session on the server hands its token out in.
pub trait Chosen: 'static {
    #[doc(hidden)]
    const WAY: Way;
}
impl Chosen for ByCookie {
    const WAY: Way = Way::Cookie;
}
impl Chosen for ByHeader {
    const WAY: Way = Way::Header;
}
impl Chosen for Undecided {
    const WAY: Way = Way::Cookie;
}

/// What codec `C` makes can be kept on the `Side` where storage `S` is.
#[diagnostic::on_unimplemented(
    message = "codec `{C}` cannot be kept in storage `{S}`",
    label = "`{C}` makes a `{Self}` token, but `{S}` is `{Side}`",
    note = "a token that only refers to a session needs a storage on the server"
)]
pub trait FitsIn<C: ?Sized, S: ?Sized, Side> {}
#[diagnostic::do_not_recommend]
impl<C: ?Sized, S: ?Sized> FitsIn<C, S, ClientSide> for SelfContained {}
#[diagnostic::do_not_recommend]
impl<C: ?Sized, S: ?Sized> FitsIn<C, S, ServerSide> for SelfContained {}
#[diagnostic::do_not_recommend]
impl<C: ?Sized, S: ?Sized> FitsIn<C, S, ServerSide> for Reference {}

/// What storage `S` hands out is something that auth `A` can find in a later request.
#[diagnostic::on_unimplemented(
    message = "a session from storage `{S}` never reaches auth `{A}`",
    label = "`{S}` hands out `{Self}`, but `{A}` reads `{Presents}`",
    note = "use a header auth with a header storage, or a storage that sets a cookie; \
            a storage on the server with two auths needs `deliver = \"cookie\"` or `deliver = \"header\"`"
)]
pub trait Reaches<S: ?Sized, A: ?Sized, Presents> {}

macro_rules! reaches {
    ($($delivery:ty => $($presents:ty),+;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl<S: ?Sized, A: ?Sized> Reaches<S, A, $presents> for $delivery {}
    )+)*};
}
reaches! {
    ByCookie => InCookie, InHeader;
    ByHeader => InHeader;
    ByAuth => InCookie, InHeader, InBoth<ByCookie>, InBoth<ByHeader>;
    NotDelivered => InCookie, InHeader;
}
// The storage settles how its token is handed out, so `D` need not.
#[diagnostic::do_not_recommend]
impl<S: ?Sized, A: ?Sized, D> Reaches<S, A, InBoth<D>> for ByCookie {}
#[diagnostic::do_not_recommend]
impl<S: ?Sized, A: ?Sized, D> Reaches<S, A, InBoth<D>> for NotDelivered {}

/// Compiles when the parts fit. In an item of its own, so that a bad combination is one error.
pub const fn fits<C: Codec, S: Storage, A: Auth>()
where
    C::Output: FitsIn<C, S, S::Side>,
    S::Delivery: Reaches<S, A, A::Presents>,
{
}

#[cfg(test)]
mod tests;
