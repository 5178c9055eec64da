//! The trait that the derive implements for a claims struct.

use crate::auth::Auth;
use crate::claims::Claims;
use crate::codec::Codec;
use crate::handle::{Handle, Patch};
use crate::settings::Settings;
use crate::storage::Storage;

/// A claims struct with everything that makes it a session: its codec, storage and auth, and what its attribute says.
///
/// Implemented by `#[derive(Session)]`, never by hand. The derive also writes `layer`, the live session with its accessors
/// (`AccountSession` for `Account`), and its extractors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session",
    label = "has no codec, storage and auth",
    note = "add `#[derive(session_runtime::Session)]` and `#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")]` to `{Self}`"
)]
pub trait Session: Claims {
    /// How claims become a token.
    type Codec: Codec;
    /// Where the token is kept for the next request.
    type Storage: Storage;
    /// How the client presents it.
    type Auth: Auth;
    /// The generated type through which a handler reads and changes the session.
    type Live: From<Handle<Self>>;
    /// The generated set of field changes.
    #[doc(hidden)]
    type Patch: Patch<Self>;
    /// What the attribute says.
    const SETTINGS: Settings;

    /// The claims that a session starts from where there is none: only under `default`.
    #[doc(hidden)]
    #[must_use]
    fn default_claims() -> Option<Self> {
        None
    }
}

/// The settings of `C`, in memory once.
pub(crate) const fn settings<C: Session>() -> &'static Settings {
    struct Of<C>(core::marker::PhantomData<C>);
    impl<C: Session> Of<C> {
        const SETTINGS: &'static Settings = &C::SETTINGS;
    }
    Of::<C>::SETTINGS
}
