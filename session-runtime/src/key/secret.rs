//! A secret shared by all servers that issue and check the tokens.

use super::jwk::{Expected, Jwk};
use super::ring_key::sealed::{Keep, Kept};
use super::{KeyError, KeyId, RingKey, file, text};
use crate::algorithm::sealed::Keyed;
#[cfg(feature = "jwt")]
use crate::algorithm::{HmacAlgorithm, sealed::LARGEST_TAG};
use crate::algorithm::{Hs256, KeyAlgorithm};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A secret key for one algorithm, long enough for it.
///
/// It is checked where it is made, so a layer can be made from it without failing. Clones share it. What is kept of its bytes
/// (for `jwt` the state of a MAC that has taken them) is wiped when the last clone is dropped. `Debug` shows the algorithm and
/// the id, nothing else.
///
/// ```
/// use session_runtime::{Hs512, SecretKey};
///
/// let key: SecretKey = SecretKey::generate()?;
/// let longer = SecretKey::<Hs512>::generate()?.with_id("2026-11")?;
/// assert_eq!(longer.id(), Some("2026-11"));
/// # Ok::<(), session_runtime::KeyError>(())
/// ```
pub struct SecretKey<A: KeyAlgorithm = Hs256> {
    state: Arc<A::State>,
    id: Option<KeyId>,
}

impl<A: KeyAlgorithm> SecretKey<A> {
    /// A key of at least the algorithm's size: 32 bytes for HS256, 48 for HS384, 64 for HS512; for codec `signed` 32 bytes with
    /// SHA-256 and 20 with SHA-1. For codec `jwe` exactly 32 bytes. A secret of a Python application is text: give its bytes as they are.
    ///
    /// # Errors
    /// When it has another size, or is one byte over and over.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let bytes = bytes.as_ref();
        if bytes.len() < A::KEY_SIZE && !A::EXACT {
            return Err(KeyError::TooShort { algorithm: A::NAME, needed: A::KEY_SIZE, bytes: bytes.len() });
        }
        if bytes.len() >= A::KEY_SIZE && bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(KeyError::NotRandom { needed: A::KEY_SIZE });
        }
        Self::keyed(bytes)
    }

    /// A key written as base64, with the standard or the URL alphabet, padded or not.
    ///
    /// # Errors
    /// When it is not base64, or the bytes are no key.
    pub fn from_base64(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(&*text::base64(text)?)
    }

    /// A key written in hexadecimal digits, of either case.
    ///
    /// # Errors
    /// When it is not hexadecimal, or the bytes are no key.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(&*text::hex(text)?)
    }

    /// The key in the environment variable `name`, for example `SESSION_KEY`.
    ///
    /// A value that is an even number of hexadecimal digits is hexadecimal; any other is base64 or base64url, padded or not.
    /// `openssl rand -hex 32` and `openssl rand -base64 32` both make one. White space around it is ignored.
    ///
    /// # Errors
    /// When the variable is missing or holds no key. The message has a line that sets it to a new random one.
    pub fn from_env(name: &str) -> Result<Self, KeyError> {
        let value = match std::env::var_os(name) {
            Some(value) => value,
            None => {
                return Err(KeyError::MissingVariable {
                    name: name.to_owned(),
                    example: Self::example(name),
                });
            }
        };
        let key = match value.to_str() {
            Some(text) => text::either(text).and_then(|bytes| Self::from_bytes(&*bytes)),
            None => Err(KeyError::NotText),
        };
        key.map_err(|reason| KeyError::BadVariable {
            name: name.to_owned(),
            example: Self::example(name),
            reason: Box::new(reason),
        })
    }

    /// The key in a file, such as a mounted secret: text as in [`from_env`](Self::from_env).
    ///
    /// # Errors
    /// When the file cannot be read or holds no key.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        // Far more than any key.
        const LIMIT: usize = 4096;
        file::read(path.as_ref(), LIMIT, |text| Self::from_bytes(&*text::either(text)?))
    }

    /// A new random key. It is gone with the process: every session ends when the server restarts, and other servers do not
    /// know it. To keep one, store what [`generate_base64url`](Self::generate_base64url) returns.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        Self::keyed(&text::random(A::KEY_SIZE)?)
    }

    /// A new random key as text to be stored, for [`from_env`](Self::from_env), [`from_file`](Self::from_file) or
    /// [`from_base64`](Self::from_base64). Wiped when dropped.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn generate_base64url() -> Result<Zeroizing<String>, KeyError> {
        text::fresh(A::KEY_SIZE)
    }

    /// A partner's secret of any length, where it is not ours to choose. Logs a warning: whoever has one token can try out
    /// short secrets on their own machine until one fits (RFC 8725 section 3.5).
    ///
    /// # Errors
    /// When it is empty, or for codec `jwe`, whose cipher takes no other keys, when it has not 32 bytes.
    pub fn weak_for_interop(bytes: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return Err(KeyError::Empty);
        }
        let key = Self::keyed(bytes)?;
        tracing::warn!(
            algorithm = A::NAME,
            bytes = bytes.len(),
            needed = A::KEY_SIZE,
            "a weak session key is in use: whoever guesses it can make sessions of any user"
        );
        Ok(key)
    }

    /// The same key with an id. Tokens name it as `kid`, and a [`KeyRing`](super::KeyRing) finds it by that name. Two keys of one ring
    /// cannot have the same id.
    ///
    /// # Errors
    /// When `id` is not 1 to 64 visible ASCII characters without `"` and `\`.
    pub fn with_id(mut self, id: &str) -> Result<Self, KeyError> {
        self.id = Some(KeyId::parse(id)?);
        Ok(self)
    }

    /// The id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_ref().map(KeyId::as_str)
    }

    fn keyed(bytes: &[u8]) -> Result<Self, KeyError> {
        if A::EXACT && bytes.len() != A::KEY_SIZE {
            return Err(KeyError::WrongSize { algorithm: A::NAME, needed: A::KEY_SIZE, bytes: bytes.len() });
        }
        let state = <A as Keyed>::keyed(bytes).map_err(|_| KeyError::Length)?;
        Ok(SecretKey { state: Arc::new(state), id: None })
    }

    /// A line that sets `name` to a new key. Where there is no randomness, the command that makes one.
    fn example(name: &str) -> String {
        match text::fresh(A::KEY_SIZE) {
            Ok(key) => format!("export {name}={}", *key),
            Err(_) => format!("export {name}=\"$(openssl rand -base64 {})\"", A::KEY_SIZE),
        }
    }

    /// What is kept of the key.
    #[cfg(any(feature = "signed", feature = "jwe"))]
    pub(crate) fn state(&self) -> &A::State {
        &self.state
    }
}

#[cfg(feature = "jwt")]
impl<A: HmacAlgorithm> SecretKey<A> {
    /// Writes the tag of `text` to the first bytes of `tag`.
    pub(crate) fn tag(&self, text: &[u8], tag: &mut [u8; LARGEST_TAG]) {
        A::tag(&self.state, text, tag);
    }

    /// Whether `tag` is the tag of `text`, in constant time.
    pub(crate) fn verify(&self, text: &[u8], tag: &[u8]) -> bool {
        A::verify(&self.state, text, tag)
    }
}

impl<A: KeyAlgorithm> Clone for SecretKey<A> {
    fn clone(&self) -> Self {
        SecretKey { state: Arc::clone(&self.state), id: self.id }
    }
}

impl<A: KeyAlgorithm> fmt::Debug for SecretKey<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey")
            .field("algorithm", &A::NAME)
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}

impl<A: KeyAlgorithm> Kept for SecretKey<A> {
    fn kid(&self) -> Option<&KeyId> {
        self.id.as_ref()
    }
}

impl<A: KeyAlgorithm> Keep for SecretKey<A> {
    type Kept = Self;

    fn keep(self) -> Self {
        self
    }

    fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        let expected = Expected { algorithm: A::NAME, kty: "oct", crv: None, operation: "verify" };
        jwk.check(&expected)?;
        let key = Self::from_bytes(Jwk::needed(&jwk.k, "k")?)?;
        Ok(SecretKey { id: jwk.kid()?, ..key })
    }
}

impl<A: KeyAlgorithm> RingKey for SecretKey<A> {
    fn id(&self) -> Option<&str> {
        SecretKey::id(self)
    }
}
