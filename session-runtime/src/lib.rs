#![cfg_attr(docsrs, feature(doc_cfg))]
//! Typed, statically dispatched sessions for tower and axum.
//!
//! A claims struct says in one attribute how its sessions travel; the derive writes the layer, the typed accessors and the
//! extractors, and refuses combinations that cannot work or are not safe.

// The derive names this crate by its own name, here too.
extern crate self as session_runtime;

mod absent;
#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
mod algorithm;
mod auth;
mod checked;
mod claims;
mod clock;
mod codec;
mod combine;
mod cookie;
mod csrf;
mod earlier;
mod error;
#[cfg(feature = "axum")]
mod extract;
mod future;
mod handle;
mod held;
mod jwks;
#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
mod key;
mod layer;
mod load;
#[doc(hidden)]
pub mod private;
mod rejection;
mod response;
mod revocation;
mod revoke;
mod save;
mod service;
mod session;
mod sessions;
mod settings;
mod slot;
mod state;
mod storage;
mod store;
mod tokens;
mod verify;
mod wire;

#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
pub use algorithm::{HmacAlgorithm, Hs256, Hs384, Hs512, KeyAlgorithm};
pub use auth::{Auth, BothAuth, CookieAuth, HeaderAuth, Presented};
pub use claims::Claims;
pub use clock::Clock;
#[cfg(feature = "jwe")]
pub use codec::{A256Gcm, Jwe};
pub use codec::{
    CanIssue, Codec, Decoded, EncodeError, Issuing, KeyFor, NoKey, Opaque, PublishesKeys, Referred,
    SelfContained, Stamp, Verifying, VerifyingKeyFor,
};
#[cfg(feature = "jwt")]
pub use codec::{Jwt, JwtAlgorithm};
#[cfg(feature = "signed")]
pub use codec::{Sha1, Sha256, Signed, SignerDigest};
pub use combine::{
    ByAuth, ByCookie, ByHeader, ClientSide, InBoth, InCookie, InHeader, NotDelivered, Reference, ServerSide,
    Undecided,
};
pub use cookie::CookiePolicy;
pub use error::{ConfigError, HandOutError, SessionError};
#[cfg(feature = "axum")]
pub use extract::SessionRejection;
pub use future::SessionFuture;
pub use jwks::JwkSet;
#[cfg(feature = "jwt-asymmetric")]
pub use key::{
    AsymmetricAlgorithm, EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512, SigningKey,
    VerifyingKey,
};
#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
pub use key::{EarlierKey, KeyError, KeyRing, RingKey, SecretKey};
pub use layer::SessionLayer;
pub use rejection::Rejection;
pub use revocation::{Irrevocable, NeverRevoked, Revocable, Revocation, Revocations, RevokedIn, Sid};
pub use service::SessionService;
pub use session::{HasSubject, Session};
#[cfg(feature = "macros")]
pub use session_macros::Session;
pub use sessions::{Listed, Sessions};
pub use settings::{CookieSettings, HeaderSettings, OnConflict, OnStoreError, Owned, SameSite, Settings};
pub use slot::{SessionSlot, StartOptions};
pub use storage::{
    ClientHeld, CookieStorage, HandOut, HandsOut, HeaderStorage, NoStorage, ServerHeld, Storage, WriteToken,
};
#[cfg(feature = "memory")]
pub use store::MemoryStore;
#[cfg(feature = "mysql")]
pub use store::MySqlStore;
#[cfg(feature = "postgres")]
pub use store::PostgresStore;
#[cfg(feature = "sqlite")]
pub use store::SqliteStore;
#[cfg(feature = "conformance")]
pub use store::conformance;
pub use store::{
    IndexBySubject, Indexed, Record, RecordKey, SessionId, Store, StoreError, Stored, SubjectKey, Sweep,
};
#[cfg(feature = "redis")]
pub use store::{RedisStore, RedisUrlError};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use store::{Sweeper, sweep_every};
pub use tokens::{SessionTokens, Verified};
pub use wire::Wire;

/// The README's code, compiled.
#[cfg(all(doctest, feature = "axum", feature = "jwt", feature = "macros"))]
#[doc = include_str!("../../README.md")]
struct Readme;
