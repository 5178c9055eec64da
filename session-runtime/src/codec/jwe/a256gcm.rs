//! AES with 256-bit keys in Galois/Counter Mode (NIST SP 800-38D, RFC 7518 section 5.3).

use crate::algorithm::{KeyAlgorithm, sealed::Keyed};
use crate::codec::EncodeError;
use crate::key::SecretKey;
use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use hmac::digest::InvalidLength;
use std::sync::atomic::{AtomicU32, Ordering};

/// Bytes of an initialisation vector, and their base64url.
pub(super) const IV: usize = 12;
pub(super) const IV_TEXT: usize = 16;

/// Bytes of a tag, and their base64url.
pub(super) const TAG: usize = 16;
pub(super) const TAG_TEXT: usize = 22;

/// The first number of tokens that is worth a warning. Few enough that sixteen servers which share a key, and know nothing of
/// each other's tokens, are all warned in time.
const WARNED: u32 = 1 << 28;

/// What codec [`Jwe`](super::Jwe) encrypts with: AES in Galois/Counter Mode, with keys of exactly 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct A256Gcm;

impl KeyAlgorithm for A256Gcm {
    const NAME: &'static str = "A256GCM";
    const KEY_SIZE: usize = 32;
}

impl Keyed for A256Gcm {
    type State = Sealer;
    const EXACT: bool = true;

    fn keyed(key: &[u8]) -> Result<Sealer, InvalidLength> {
        Ok(Sealer { cipher: Aes256Gcm::new_from_slice(key)?, seals: AtomicU32::new(0) })
    }
}

/// A key, expanded, which the cipher wipes when it is dropped.
pub struct Sealer {
    cipher: Aes256Gcm,
    /// How many tokens it has encrypted. With vectors drawn at random no key may encrypt more than 2^32 of them: beyond that,
    /// one of them is too likely to come twice (NIST SP 800-38D section 8.3).
    seals: AtomicU32,
}

impl SecretKey<A256Gcm> {
    /// Encrypts `text` where it stands, under a new vector from the operating system. Returns that and the tag.
    pub(super) fn seal(&self, aad: &[u8], text: &mut [u8]) -> Result<([u8; IV], [u8; TAG]), EncodeError> {
        self.count()?;
        let mut iv = [0; IV];
        getrandom::fill(&mut iv).map_err(EncodeError::NoRandomness)?;
        let cipher = &self.state().cipher;
        let tag = cipher.encrypt_inout_detached(&iv.into(), aad, text.into());
        Ok((iv, tag.map_err(|_| EncodeError::NotEncrypted)?.into()))
    }

    /// Decrypts `text` where it stands, if its tag matches; else it stays as it was. The tag is compared in constant time.
    pub(super) fn open(&self, iv: &[u8; IV], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) -> bool {
        let cipher = &self.state().cipher;
        cipher.decrypt_inout_detached(iv.into(), aad, text.into(), tag.into()).is_ok()
    }

    fn count(&self) -> Result<(), EncodeError> {
        let counted = self
            .state()
            .seals
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |seals| seals.checked_add(1));
        let seals = counted.map_err(|_| EncodeError::KeyExhausted)?.saturating_add(1);
        if seals >= WARNED && seals.is_power_of_two() {
            tracing::warn!(
                kid = self.id(),
                tokens = seals,
                "a session key has encrypted many tokens since this process began: rotate it before they are 2^32, all servers \
                 that share it counted together, for then it encrypts no more"
            );
        }
        Ok(())
    }

    /// Lets the key have encrypted this many tokens.
    #[cfg(test)]
    pub(super) fn set_seals(&self, seals: u32) {
        self.state().seals.store(seals, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn seals(&self) -> u32 {
        self.state().seals.load(Ordering::Relaxed)
    }
}
