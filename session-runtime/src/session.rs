//! The trait that the derive implements for a claims struct.

use crate::auth::Auth;
use crate::claims::Claims;
use crate::codec::Codec;
use crate::earlier::ReadEarlier;
use crate::handle::{Handle, Patch};
use crate::revocation::Revocation;
use crate::settings::Settings;
use crate::storage::{Side, Storage};
use crate::store::SubjectKey;
use serde::Serialize;

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
    /// Whether sessions that their tokens carry can be revoked: [`NeverRevoked`](crate::NeverRevoked), or
    /// [`RevokedIn`](crate::RevokedIn) a store.
    type Revocation: Revocation;
    /// The generated type through which a handler reads and changes the session.
    type Live: From<Handle<Self>>;
    /// The generated set of field changes.
    #[doc(hidden)]
    type Patch: Patch<Self>;
    /// What the attribute says.
    const SETTINGS: Settings;

    /// Reads a session that an earlier version of the struct wrote; none where that version is not known.
    #[doc(hidden)]
    #[must_use]
    fn read_earlier<R: ReadEarlier>(_version: u32, _session: R) -> Option<R::Found<Self>> {
        None
    }

    /// Whose session it is, as text: the field with `subject`.
    #[doc(hidden)]
    #[must_use]
    fn subject_text(&self) -> Option<String> {
        None
    }

    /// The claims that a session starts from where there is none: only under `default`.
    #[doc(hidden)]
    #[must_use]
    fn default_claims() -> Option<Self> {
        None
    }
}

/// Claims that say whose session they are.
///
/// Implemented by the derive where a field has `#[session(subject)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whose session it is",
    label = "has no subject, so nobody's sessions can be found",
    note = "put `#[session(subject)]` on the field that says it, such as `user_id`"
)]
pub trait HasSubject {
    /// The type of the field with `subject`.
    type Subject: Serialize;

    /// The field with `subject`.
    fn subject(&self) -> &Self::Subject;
}

/// A subject as text: a string as it is, anything else as JSON.
pub(crate) fn subject_text(subject: &impl Serialize) -> Option<String> {
    match serde_json::to_value(subject).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The key under which a store finds the sessions of a subject.
pub(crate) fn subject_key<C: Session + HasSubject>(subject: &C::Subject) -> Option<SubjectKey> {
    Some(SubjectKey::of(C::SETTINGS.name, &subject_text(subject)?))
}

/// The settings of the tokens of `C`: those of tokens that refer to sessions, where a store keeps these.
pub(crate) const fn settings_of_tokens<C: Session>() -> &'static Settings {
    struct Of<C>(core::marker::PhantomData<C>);
    impl<C: Session> Of<C> {
        const SETTINGS: &'static Settings =
            &if <C::Storage as Storage>::Side::SERVER { C::SETTINGS.of_references() } else { C::SETTINGS };
    }
    Of::<C>::SETTINGS
}

/// The settings of `C`, in memory once.
pub(crate) const fn settings<C: Session>() -> &'static Settings {
    struct Of<C>(core::marker::PhantomData<C>);
    impl<C: Session> Of<C> {
        const SETTINGS: &'static Settings = &C::SETTINGS;
    }
    Of::<C>::SETTINGS
}
