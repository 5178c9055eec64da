//! What a layer takes as its key.

use super::Codec;

/// A key, or a ring of keys, that codec `C` can be made from: what a generated `layer` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key for codec `{C}`",
    label = "expected a key of this codec and its algorithm",
    note = "`Jwt<A>` and `Signed<A>` take a `SecretKey<A>` or a `KeyRing<SecretKey<A>>` with the same algorithm, for example \
            `SecretKey::from_env(\"SESSION_KEY\")?`",
    note = "for a codec of your own, implement `session_runtime::KeyFor` for its key"
)]
pub trait KeyFor<C: Codec> {
    /// The key as the codec keeps it.
    fn into_key(self) -> C::Key;
}
