//! Why a session does not have a method.
//!
//! Where a configuration has none, generated code has a hidden one under a bound that never holds: nobody can call it, and whoever
//! tries reads the reason instead of "no method found". For a storage that hands nothing out the bound is `HandsOut`.

/// A field that is `readonly`.
pub struct Readonly;

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "a `readonly` field has no setter",
    label = "nothing changes this field while the session lasts",
    note = "take `readonly` off the field, or begin a new session with `slot.start(..)`"
)]
pub trait HasSetter {}
