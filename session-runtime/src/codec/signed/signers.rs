//! The MACs of a key ring, made once per ring and not once per token.

use super::SignerDigest;
use crate::key::{KeyRing, Keys, SecretKey};
use arc_swap::{ArcSwap, Guard};
use std::sync::Arc;

/// A ring of secrets, and what the salt makes of them.
pub(super) struct Signers<D: SignerDigest> {
    ring: KeyRing<SecretKey<D>>,
    salt: &'static str,
    derived: ArcSwap<Derived<D>>,
}

/// What was made of the keys that the ring held at one moment.
pub(super) struct Derived<D: SignerDigest> {
    /// Kept, so that the address of these keys is never that of others.
    keys: Arc<Keys<SecretKey<D>>>,
    /// In the order of the keys.
    signers: Vec<D::Signer>,
}

impl<D: SignerDigest> Signers<D> {
    pub(super) fn new(ring: KeyRing<SecretKey<D>>, salt: &'static str) -> Self {
        let derived = ArcSwap::from_pointee(Derived::new(Guard::into_inner(ring.load()), salt));
        Signers { ring, salt, derived }
    }

    /// The signers of what the ring holds now.
    pub(super) fn load(&self) -> Guard<Arc<Derived<D>>> {
        let (keys, derived) = (self.ring.load(), self.derived.load());
        if Arc::ptr_eq(&keys, &derived.keys) {
            return derived;
        }
        let derived = Arc::new(Derived::new(Guard::into_inner(keys), self.salt));
        // Two threads may do this at once. If the one with older keys is last, the next token does it again.
        self.derived.store(Arc::clone(&derived));
        Guard::from_inner(derived)
    }
}

impl<D: SignerDigest> Derived<D> {
    fn new(keys: Arc<Keys<SecretKey<D>>>, salt: &str) -> Self {
        let signer = |key: &SecretKey<D>| D::derive(key.state(), salt);
        let signers = keys.all().map(signer).collect();
        Derived { keys, signers }
    }

    /// The one that makes tokens at the time `now`, unless all are retired.
    pub(super) fn current(&self, now: u64) -> Option<&D::Signer> {
        self.signers.get(self.keys.current_place(now)?)
    }

    /// Finds one that verifies at the time `now`, and says whether it is another one than the current.
    pub(super) fn find(&self, now: u64, verifies: impl Fn(&D::Signer) -> bool) -> Option<bool> {
        let place = self.keys.places(now).find(|place| self.signers.get(*place).is_some_and(&verifies))?;
        Some(self.keys.current_place(now) != Some(place))
    }
}
