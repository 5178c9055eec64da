//! What a layer takes as its key.

use super::Codec;

/// A key, or a ring of keys, that codec `C` can make and read tokens with: what a generated `layer` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key for codec `{C}`",
    label = "expected a key of this codec and its algorithm",
    note = "`Jwt<A>` and `Signed<A>` take a `SecretKey<A>` or a `KeyRing<SecretKey<A>>` with the same algorithm, for example \
            `SecretKey::from_env(\"SESSION_KEY\")?`; with `ES256`, `RS256` and the like `Jwt<A>` takes a `SigningKey<A>` or a \
            `KeyRing<SigningKey<A>>`, and only under `storage = \"none\"` a `VerifyingKey<A>`",
    note = "for a codec of your own, implement `session_runtime::KeyFor` for its key"
)]
pub trait KeyFor<C: Codec> {
    /// The key as the codec keeps it.
    fn into_key(self) -> C::Key;
}

/// A key, or a ring of keys, that codec `C` can at least read tokens with: what a generated `layer` takes where it hands none
/// out (`storage = "none"`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key for codec `{C}`",
    label = "expected a key of this codec and its algorithm",
    note = "`Jwt<A>` takes a `VerifyingKey<A>` or a `KeyRing<VerifyingKey<A>>` with the same algorithm here, for example \
            `VerifyingKey::from_file(\"public.pem\")?`, or, to issue tokens as well, a `SigningKey<A>` or a \
            `KeyRing<SigningKey<A>>`"
)]
pub trait VerifyingKeyFor<C: Codec> {
    /// [`Issuing`] or [`Verifying`].
    type Power;
    /// The key as the codec keeps it.
    fn into_verifying_key(self) -> C::Key;
}

#[diagnostic::do_not_recommend]
impl<C: Codec, K: KeyFor<C>> VerifyingKeyFor<C> for K {
    type Power = Issuing;

    fn into_verifying_key(self) -> C::Key {
        self.into_key()
    }
}

/// A layer whose key makes tokens.
#[derive(Debug, Clone, Copy)]
pub struct Issuing;

/// A layer whose key only verifies tokens: the public half of one.
#[derive(Debug, Clone, Copy)]
pub struct Verifying;

/// That a layer's key makes tokens.
#[diagnostic::on_unimplemented(
    message = "a layer made from a `VerifyingKey` issues no tokens",
    label = "needs a key that signs",
    note = "make the layer from a `SigningKey`, or from a `KeyRing` whose current key is one"
)]
pub trait CanIssue {}
#[diagnostic::do_not_recommend]
impl CanIssue for Issuing {}
