//! A private key with its public half.

use super::kept::KeptKey;
use super::pem::{self, Label};
use super::verifying::expected;
use super::{AsymmetricAlgorithm, VerifyingKey, source};
use crate::key::jwk::Jwk;
use crate::key::sealed::Keep;
use crate::key::{KeyError, RingKey};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A private key for one algorithm, with its public half: it makes tokens and verifies them.
///
/// It is checked where it is made, so a layer can be made from it without failing. Clones share it; it is wiped when the last one
/// is dropped. `Debug` shows the algorithm and the id, nothing else.
///
/// Its id is the thumbprint of RFC 7638, unless a JWK or [`with_id`](Self::with_id) says otherwise, so that every token names
/// its key.
///
/// ```
/// use session_runtime::{EdDsa, SigningKey};
///
/// let key = SigningKey::<EdDsa>::from_pem(
///     "-----BEGIN PRIVATE KEY-----\n\
///      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
///      -----END PRIVATE KEY-----\n",
/// )?;
/// // RFC 8037 appendix A.3
/// assert_eq!(key.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
/// # Ok::<(), session_runtime::KeyError>(())
/// ```
///
/// A key of another algorithm is none for a layer:
#[cfg_attr(feature = "macros", doc = "```compile_fail,E0277")]
#[cfg_attr(not(feature = "macros"), doc = "```ignore")]
/// # use session_runtime::{Rs256, Session, SigningKey};
/// #[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
/// #[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
/// struct Account { name: String }
///
/// fn layer(key: SigningKey<Rs256>) {
///     Account::layer(key); // `SigningKey<Rs256>` is not a key for codec `Jwt<Es256>`
/// }
/// ```
/// A ring of private keys takes public halves as earlier keys, and a ring of public ones no private key:
/// ```
/// # use session_runtime::{Es256, KeyError, KeyRing, SigningKey, VerifyingKey};
/// fn ring(new: SigningKey<Es256>, old: VerifyingKey<Es256>) -> Result<KeyRing<SigningKey<Es256>>, KeyError> {
///     KeyRing::new(new).with_earlier(old)
/// }
/// ```
/// ```compile_fail,E0277
/// # use session_runtime::{Es256, KeyError, KeyRing, SigningKey, VerifyingKey};
/// fn ring(new: VerifyingKey<Es256>, old: SigningKey<Es256>) -> Result<KeyRing<VerifyingKey<Es256>>, KeyError> {
///     KeyRing::new(new).with_earlier(old) // cannot be an earlier key beside a `VerifyingKey<Es256>`
/// }
/// ```
pub struct SigningKey<A: AsymmetricAlgorithm> {
    pair: Arc<A::Pair>,
    public: VerifyingKey<A>,
}

impl<A: AsymmetricAlgorithm> SigningKey<A> {
    /// A private key in PEM: `PRIVATE KEY` (PKCS#8, as `openssl genpkey` writes it), `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
    ///
    /// # Errors
    /// When it is none, is encrypted or public, is of another algorithm or curve, or an RSA key of less than 2048 bits.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::parse(text)? {
            (Label::Private, der) => Self::from_der(&der),
            (Label::Public, _) => Err(KeyError::PublicWherePrivate),
        }
    }

    /// A private key in DER: PKCS#8, or the private key of RFC 8017 (RSA) or of RFC 5915 (elliptic curves).
    ///
    /// # Errors
    /// As those of [`from_pem`](Self::from_pem).
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        Self::of(A::pair_from_der(der)?)
    }

    /// A JWK with its private members (RFC 7517). What its `alg`, `use` and `key_ops` say is obeyed; its `kid` becomes
    /// the id. An RSA key has all members of two primes.
    ///
    /// # Errors
    /// When it is none, has no private members, is of another algorithm or curve, or for another use.
    pub fn from_jwk(json: &str) -> Result<Self, KeyError> {
        Self::from_parsed_jwk(&Jwk::parse(json)?)
    }

    fn from_parsed_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        jwk.check(&expected::<A>("sign"))?;
        if !jwk.is_private() {
            return Err(KeyError::PublicWherePrivate);
        }
        let key = Self::of(A::pair_from_jwk(jwk)?)?;
        Ok(SigningKey { public: key.public.named(jwk)?, ..key })
    }

    /// The key in the environment variable `name`: PEM or a JWK.
    ///
    /// # Errors
    /// When the variable is missing or holds no private key of this algorithm. The message has a line that sets it to a new one.
    pub fn from_env(name: &str) -> Result<Self, KeyError> {
        source::from_env(name, || format!("export {name}=\"$({})\"", A::COMMAND), Self::from_text)
    }

    /// The key in a file, such as a mounted secret: PEM or a JWK.
    ///
    /// # Errors
    /// When the file cannot be read or holds no private key of this algorithm.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        source::from_file(path.as_ref(), Self::from_text)
    }

    fn from_text(text: &str) -> Result<Self, KeyError> {
        if source::is_jwk(text) { Self::from_jwk(text) } else { Self::from_pem(text) }
    }

    /// A new random key; of RSA one of 2048 bits. It is gone with the process: every session ends when the server restarts, and
    /// other servers do not know it. To keep one, store what [`generate_pem`](Self::generate_pem) returns.
    ///
    /// # Errors
    /// When the cryptographic library cannot make one.
    pub fn generate() -> Result<Self, KeyError> {
        Self::of(A::generate()?)
    }

    /// A new random key as text to be stored, for [`from_env`](Self::from_env), [`from_file`](Self::from_file) or
    /// [`from_pem`](Self::from_pem). Wiped when dropped.
    ///
    /// # Errors
    /// When the cryptographic library cannot make one.
    pub fn generate_pem() -> Result<Zeroizing<String>, KeyError> {
        Ok(pem::write(&A::pair_to_der(&A::generate()?)?))
    }

    /// The same key with another id. Tokens name it as `kid`, and a [`KeyRing`](crate::KeyRing) finds it by that name.
    ///
    /// # Errors
    /// When `id` is not 1 to 64 visible ASCII characters without `"` and `\`.
    pub fn with_id(self, id: &str) -> Result<Self, KeyError> {
        Ok(SigningKey { public: self.public.with_id(id)?, ..self })
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.public.id()
    }

    /// The public half, with the same id.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey<A> {
        self.public.clone()
    }

    fn of(pair: A::Pair) -> Result<Self, KeyError> {
        let public = VerifyingKey::checked(A::public_of(&pair)?)?;
        Ok(SigningKey { pair: Arc::new(pair), public })
    }
}

impl<A: AsymmetricAlgorithm> Clone for SigningKey<A> {
    fn clone(&self) -> Self {
        SigningKey { pair: Arc::clone(&self.pair), public: self.public.clone() }
    }
}

impl<A: AsymmetricAlgorithm> fmt::Debug for SigningKey<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &A::NAME)
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}

impl<A: AsymmetricAlgorithm> Keep for SigningKey<A> {
    type Kept = KeptKey<A>;

    fn keep(self) -> KeptKey<A> {
        KeptKey { public: self.public, pair: Some(self.pair) }
    }

    /// A ring that makes tokens may hold public halves, too.
    fn from_jwk(jwk: &Jwk) -> Result<KeptKey<A>, KeyError> {
        if jwk.is_private() {
            Self::from_parsed_jwk(jwk).map(Self::keep)
        } else {
            <VerifyingKey<A> as Keep>::from_jwk(jwk)
        }
    }
}

impl<A: AsymmetricAlgorithm> RingKey for SigningKey<A> {
    fn id(&self) -> Option<&str> {
        Some(SigningKey::id(self))
    }
}
