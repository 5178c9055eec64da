//! Why a key cannot be used, and what to do about it. No message holds any part of a key in use.

use std::fmt;
use std::path::PathBuf;
use thiserror::Error;

/// Why a key, or a ring of keys, cannot be made.
///
/// `Debug` writes the same as `Display`, so that a `main` which returns it shows the advice as it is meant to be read.
#[derive(Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Fewer bytes than the algorithm asks for (RFC 7518 section 3.2).
    #[error(
        "the key has {bytes} bytes, and {algorithm} needs at least {needed}: make one with `openssl rand -base64 {needed}`; \
         a partner's short secret can be used with `SecretKey::weak_for_interop`"
    )]
    TooShort {
        /// The algorithm.
        algorithm: &'static str,
        /// The least number of bytes.
        needed: usize,
        /// The bytes that were given.
        bytes: usize,
    },
    /// More or fewer bytes than the cipher takes.
    #[error(
        "the key has {bytes} bytes, and {algorithm} takes exactly {needed}: make one with `openssl rand -base64 {needed}`"
    )]
    WrongSize {
        /// The algorithm.
        algorithm: &'static str,
        /// The number of bytes.
        needed: usize,
        /// The bytes that were given.
        bytes: usize,
    },
    /// No bytes at all.
    #[error("the key is empty")]
    Empty,
    /// The same byte over and over: a placeholder.
    #[error(
        "the key repeats one byte, so it is a placeholder and no secret: make one with `openssl rand -base64 {needed}`"
    )]
    NotRandom {
        /// The least number of bytes.
        needed: usize,
    },
    /// The MAC takes no key of this length.
    #[error("the key has a length that the MAC does not take")]
    Length,
    /// Not base64 (RFC 4648 sections 4 and 5).
    #[error(
        "the key is not base64: use letters, digits and `+/` or `-_`, with the padding complete or left out"
    )]
    NotBase64,
    /// Not hexadecimal.
    #[error("the key is not hexadecimal: use an even number of digits and letters from `a` to `f`")]
    NotHex,
    /// The environment variable is not set.
    #[error(
        "the environment variable `{name}` is not set: it holds the session key. A fresh one:\n\n    {example}\n"
    )]
    MissingVariable {
        /// The variable.
        name: String,
        /// A line for a shell that sets it to a new random key.
        example: String,
    },
    /// The environment variable holds no key.
    #[error(
        "the environment variable `{name}` holds no usable key: {reason}. A fresh one:\n\n    {example}\n"
    )]
    BadVariable {
        /// The variable.
        name: String,
        /// A line for a shell that sets it to a new random key.
        example: String,
        /// What is wrong with its value.
        reason: Box<KeyError>,
    },
    /// The environment variable is not text.
    #[error("it is not UTF-8 text: write the key as base64 or hexadecimal")]
    NotText,
    /// The key file cannot be read.
    #[error("the key file `{}` cannot be read", path.display())]
    UnreadableFile {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The key file holds no key.
    #[error("the key file `{}` holds no usable key: {reason}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with its content.
        reason: Box<KeyError>,
    },
    /// Not a key id.
    #[error("a key id has 1 to {limit} visible ASCII characters other than `\"` and `\\`")]
    InvalidId {
        /// The most characters.
        limit: usize,
    },
    /// Two keys of a ring have the same id.
    #[error("the ring already has a key with the id `{id}`: give every key its own")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// No earlier key of a ring has this id.
    #[error("no earlier key of the ring has the id `{id}`")]
    UnknownId {
        /// The id.
        id: String,
    },
    /// More earlier keys than a ring keeps.
    #[error("a ring keeps at most {limit} earlier keys: leave out the oldest")]
    TooManyKeys {
        /// The most earlier keys.
        limit: usize,
    },
    /// Not a key in PEM.
    #[error(
        "the key is not PEM: it has a line such as `-----BEGIN PRIVATE KEY-----`, base64, and a line such as \
         `-----END PRIVATE KEY-----`"
    )]
    NotPem,
    /// PEM with more than one key.
    #[error("the text holds several keys: keep only the one that is meant, or make a `KeyRing`")]
    SeveralKeys,
    /// A private key under a passphrase.
    #[error(
        "the private key is encrypted: decrypt it with `openssl pkey -in encrypted.pem -out private.pem`"
    )]
    EncryptedPem,
    /// A certificate.
    #[error(
        "this is a certificate: take the key out of it with `openssl x509 -pubkey -noout -in certificate.pem`"
    )]
    Certificate,
    /// A private key where a public one belongs.
    #[error(
        "this is a private key: whoever only verifies needs, and should have, nothing but its public half \
         (`openssl pkey -in private.pem -pubout`); whoever issues makes a `SigningKey` of it"
    )]
    PrivateWherePublic,
    /// A public key where a private one belongs.
    #[error(
        "this is a public key: tokens are made with the private one; whoever only verifies makes a `VerifyingKey` of it"
    )]
    PublicWherePrivate,
    /// Not a private key of the algorithm.
    #[error("this is no private key for {algorithm}: it is damaged, or of another algorithm or curve")]
    NotPrivate {
        /// The algorithm.
        algorithm: &'static str,
    },
    /// Not a public key of the algorithm.
    #[error("this is no public key for {algorithm}: it is damaged, or of another algorithm or curve")]
    NotPublic {
        /// The algorithm.
        algorithm: &'static str,
    },
    /// An RSA key that is too small to be safe, or larger than signatures are made with (RFC 7518 section 3.3).
    #[error(
        "an RSA key has 2048 to 8192 bits: make another one with `openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048`"
    )]
    RsaSize,
    /// Not a JWK (RFC 7517).
    #[error(
        "the key is not a JWK: it is one JSON object, each member stands once, and numbers are base64url without padding"
    )]
    NotJwk,
    /// Not a JWK set (RFC 7517 section 5).
    #[error("this is not a JWK set: it is one JSON object with a list `keys`")]
    NotJwkSet,
    /// A JWK without a member that a key of its type has.
    #[error("the JWK has no member `{member}`")]
    JwkMissing {
        /// The member.
        member: &'static str,
    },
    /// A JWK that is something else, or for something else.
    #[error("the JWK is not for {algorithm}: its `{member}` would have to be `{expected}`")]
    JwkMisfit {
        /// The member that says so.
        member: &'static str,
        /// The algorithm.
        algorithm: &'static str,
        /// What it would say.
        expected: &'static str,
    },
    /// The cryptographic library could not make a key.
    #[error("no key could be made: the operating system gives no random bytes")]
    NotGenerated,
    /// A ring of no keys.
    #[error("there is no key: a ring needs at least one")]
    NoKeys,
    /// A key that only verifies was to make tokens.
    #[error(
        "the key with the id `{id}` is the public half of a key and makes no tokens: rotate to its `SigningKey`"
    )]
    CannotSign {
        /// The id.
        id: String,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness(#[source] getrandom::Error),
}

impl fmt::Debug for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
