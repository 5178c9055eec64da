//! The public half of a key.

use super::kept::KeptKey;
use super::pem::{self, Label};
use super::public::Public;
use super::{AsymmetricAlgorithm, SigningKey, source};
use crate::key::jwk::{Expected, Jwk};
use crate::key::sealed::Keep;
use crate::key::{EarlierKey, KeyError, KeyId, RingKey};
use aws_lc_rs::signature::ParsedPublicKey;
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

/// The public half of a [`SigningKey`], for one algorithm: it verifies tokens and makes none.
///
/// For servers that only read what another issues: under `storage = "none"` a layer takes one, or a
/// [`KeyRing`](crate::KeyRing) of them. And for the earlier keys of a ring whose private half is gone.
///
/// Its id is the thumbprint of RFC 7638, unless a JWK or [`with_id`](Self::with_id) says otherwise: both halves find the same
/// one by themselves.
///
/// ```
/// use session_runtime::{Es256, SigningKey, VerifyingKey};
///
/// let key = SigningKey::<Es256>::generate()?;
/// let public = VerifyingKey::<Es256>::from_jwk(&key.verifying_key().to_jwk())?;
/// assert_eq!(public.id(), key.id());
/// # Ok::<(), session_runtime::KeyError>(())
/// ```
///
/// A layer that hands tokens out takes none, and one that was made of a public key issues none:
#[cfg_attr(feature = "macros", doc = "```compile_fail,E0277")]
#[cfg_attr(not(feature = "macros"), doc = "```ignore")]
/// # use session_runtime::{Es256, Session, VerifyingKey};
/// #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
/// #[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
/// struct Account { name: String }
///
/// fn layer(key: VerifyingKey<Es256>) {
///     Account::layer(key); // `VerifyingKey` is not a key for codec `Jwt<Es256>`
/// }
/// ```
#[cfg_attr(feature = "macros", doc = "```compile_fail,E0277")]
#[cfg_attr(not(feature = "macros"), doc = "```ignore")]
/// # use session_runtime::{Es256, Session, VerifyingKey};
/// #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
/// #[session(codec = "jwt", algorithm = "ES256", storage = "none", auth = "header")]
/// struct Known { name: String }
///
/// fn issue(key: VerifyingKey<Es256>) {
///     let layer = Known::layer(key);
///     layer.tokens().issue(&Known { name: "Ada".into() }); // a layer made from a `VerifyingKey` issues no tokens
/// }
/// ```
/// The second without its last line, and the first with a `SigningKey`, compile:
#[cfg_attr(feature = "macros", doc = "```")]
#[cfg_attr(not(feature = "macros"), doc = "```ignore")]
/// # use session_runtime::{Es256, Session, SigningKey, VerifyingKey};
/// # #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
/// # #[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
/// # struct Account { name: String }
/// # #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
/// # #[session(codec = "jwt", algorithm = "ES256", storage = "none", auth = "header")]
/// # struct Known { name: String }
/// fn layers(signing: SigningKey<Es256>, public: VerifyingKey<Es256>) {
///     let _ = Account::layer(signing).tokens().issue(&Account { name: "Ada".into() });
///     let _ = Known::layer(public).tokens().verify("a token");
/// }
/// ```
pub struct VerifyingKey<A: AsymmetricAlgorithm> {
    half: Arc<Half>,
    id: KeyId,
    algorithm: PhantomData<fn() -> A>,
}

/// What clones share.
struct Half {
    parsed: ParsedPublicKey,
    public: Public,
}

impl<A: AsymmetricAlgorithm> VerifyingKey<A> {
    /// A key in PEM: `PUBLIC KEY`, or for RSA also `RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// When it is none, is a private key or a certificate, is of another algorithm or curve, or an RSA key of less than 2048 bits.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::parse(text)? {
            (Label::Public, der) => Self::from_der(&der),
            (Label::Private, _) => Err(KeyError::PrivateWherePublic),
        }
    }

    /// A key in DER: the `SubjectPublicKeyInfo` of RFC 5280, or for RSA also the public key of RFC 8017.
    ///
    /// # Errors
    /// As those of [`from_pem`](Self::from_pem).
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        Self::checked(A::public_from_der(der)?)
    }

    /// A JWK (RFC 7517). What its `alg`, `use` and `key_ops` say is obeyed; its `kid` becomes the id.
    ///
    /// # Errors
    /// When it is none, has private members, is of another algorithm or curve, or for another use.
    pub fn from_jwk(json: &str) -> Result<Self, KeyError> {
        Self::from_parsed_jwk(&Jwk::parse(json)?)
    }

    fn from_parsed_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        jwk.check(&expected::<A>("verify"))?;
        if jwk.is_private() {
            return Err(KeyError::PrivateWherePublic);
        }
        Self::checked(A::public_from_jwk(jwk)?)?.named(jwk)
    }

    /// The key in the environment variable `name`: PEM or a JWK.
    ///
    /// # Errors
    /// When the variable is missing or holds no public key of this algorithm.
    pub fn from_env(name: &str) -> Result<Self, KeyError> {
        let example = || format!("export {name}=\"$(openssl pkey -in private.pem -pubout)\"");
        source::from_env(name, example, Self::from_text)
    }

    /// The key in a file: PEM or a JWK.
    ///
    /// # Errors
    /// When the file cannot be read or holds no public key of this algorithm.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        source::from_file(path.as_ref(), Self::from_text)
    }

    fn from_text(text: &str) -> Result<Self, KeyError> {
        if source::is_jwk(text) { Self::from_jwk(text) } else { Self::from_pem(text) }
    }

    pub(super) fn checked(public: Public) -> Result<Self, KeyError> {
        let parsed = A::parse(&public)?;
        let id = KeyId::parse(&public.thumbprint())?;
        Ok(VerifyingKey { half: Arc::new(Half { parsed, public }), id, algorithm: PhantomData })
    }

    /// With the id that a JWK says, if it says one.
    pub(super) fn named(self, jwk: &Jwk) -> Result<Self, KeyError> {
        let id = jwk.kid()?.unwrap_or(self.id);
        Ok(VerifyingKey { id, ..self })
    }

    /// The same key with another id. Tokens name it as `kid`, and a [`KeyRing`](crate::KeyRing) finds it by that name.
    ///
    /// # Errors
    /// When `id` is not 1 to 64 visible ASCII characters without `"` and `\`.
    pub fn with_id(self, id: &str) -> Result<Self, KeyError> {
        Ok(VerifyingKey { id: KeyId::parse(id)?, ..self })
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// A JWK for whoever verifies tokens, with `alg`, `use` and `kid`.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        self.half.public.jwk(A::NAME, self.id())
    }

    pub(super) fn kid(&self) -> &KeyId {
        &self.id
    }

    pub(super) fn public(&self) -> &Public {
        &self.half.public
    }

    pub(super) fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        self.half.parsed.verify_sig(text, signature).is_ok()
    }
}

/// What a JWK of this algorithm has to be.
pub(super) fn expected<A: AsymmetricAlgorithm>(operation: &'static str) -> Expected {
    Expected { algorithm: A::NAME, kty: A::KTY, crv: A::CRV, operation }
}

impl<A: AsymmetricAlgorithm> Clone for VerifyingKey<A> {
    fn clone(&self) -> Self {
        VerifyingKey { half: Arc::clone(&self.half), id: self.id, algorithm: PhantomData }
    }
}

impl<A: AsymmetricAlgorithm> fmt::Debug for VerifyingKey<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("algorithm", &A::NAME)
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}

impl<A: AsymmetricAlgorithm> Keep for VerifyingKey<A> {
    const ISSUES: bool = false;
    type Kept = KeptKey<A>;

    fn keep(self) -> KeptKey<A> {
        KeptKey { public: self, pair: None }
    }

    fn from_jwk(jwk: &Jwk) -> Result<KeptKey<A>, KeyError> {
        Self::from_parsed_jwk(jwk).map(Self::keep)
    }
}

impl<A: AsymmetricAlgorithm> RingKey for VerifyingKey<A> {
    fn id(&self) -> Option<&str> {
        Some(VerifyingKey::id(self))
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsymmetricAlgorithm> EarlierKey<SigningKey<A>> for VerifyingKey<A> {}
