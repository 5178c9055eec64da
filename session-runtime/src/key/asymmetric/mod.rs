//! Keys in pairs: one half makes tokens, the other, which may be known to everybody, only verifies them.
//!
//! The primitives are those of `aws-lc-rs`, named here and nowhere chosen by a process-wide default.

mod algorithm;
mod codec;
mod ec;
mod ed;
mod kept;
mod pem;
mod public;
mod rsa;
mod signing;
mod source;
mod verifying;

pub use algorithm::{AsymmetricAlgorithm, EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
pub use signing::SigningKey;
pub use verifying::VerifyingKey;
