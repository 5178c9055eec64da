//! The current key, and earlier ones that still verify.

use super::KeyError;
use arc_swap::{ArcSwap, Guard};
use std::fmt;
use std::sync::Arc;

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// A key that can stand in a [`KeyRing`].
pub trait RingKey: sealed::Sealed + Clone + Send + Sync + 'static {
    /// Its id, if it has one.
    fn id(&self) -> Option<&str>;
}

/// The current key, which makes tokens, and up to eight earlier ones whose tokens are still accepted.
///
/// Clones share the ring, and it can be replaced while the server runs: keep a clone, and [`rotate`](Self::rotate) it. Give the keys ids:
/// a token names its key, and one that names a key which is not in the ring costs no cryptography. A token that
/// names none is tried with each key, the current one first.
///
/// A session that is read with an earlier key gets a token of the current one as soon as it is written. When the longest lifetime has passed
/// since a rotation, the earlier key can be left out.
///
/// ```
/// use session_runtime::{KeyRing, SecretKey};
///
/// let march: SecretKey = SecretKey::generate()?.with_id("2026-03")?;
/// let april = SecretKey::generate()?.with_id("2026-04")?;
/// let ring = KeyRing::new(april).with_earlier(march)?;
/// // Later, while layers made from clones of `ring` are serving:
/// ring.rotate(SecretKey::generate()?.with_id("2026-05")?)?;
/// # Ok::<(), session_runtime::KeyError>(())
/// ```
pub struct KeyRing<K> {
    keys: Arc<ArcSwap<Keys<K>>>,
}

/// What a ring holds at one moment.
pub(crate) struct Keys<K> {
    current: K,
    /// The latest first.
    earlier: Vec<K>,
}

impl<K> KeyRing<K> {
    /// The most earlier keys: what a token without an id can cost is bounded.
    pub const EARLIER: usize = 8;
}

impl<K: RingKey> KeyRing<K> {
    /// A ring of one key.
    #[must_use]
    pub fn new(current: K) -> Self {
        KeyRing { keys: Arc::new(ArcSwap::from_pointee(Keys { current, earlier: Vec::new() })) }
    }

    /// Adds a key that makes no tokens but still verifies them, after those that are there.
    ///
    /// # Errors
    /// When a key of the ring has the same id, or there are eight earlier keys already.
    pub fn with_earlier(self, key: K) -> Result<Self, KeyError> {
        self.change(|keys| {
            let mut earlier = keys.earlier.clone();
            earlier.push(key.clone());
            Keys::new(keys.current.clone(), earlier)
        })?;
        Ok(self)
    }

    /// Makes `current` the current key of this ring and of all its clones. The one before becomes the first of the earlier
    /// keys; of more than eight, the oldest is dropped.
    ///
    /// Where several servers share sessions, each must know the new key before one of them issues with it: give it to all of
    /// them as an earlier key, and then [`promote`](Self::promote) it.
    ///
    /// # Errors
    /// When a key that stays has the same id; the ring stays as it was.
    pub fn rotate(&self, current: K) -> Result<(), KeyError> {
        self.change(|keys| {
            let mut earlier = Vec::with_capacity(keys.earlier.len() + 1);
            earlier.push(keys.current.clone());
            earlier.extend(keys.earlier.iter().take(Self::EARLIER - 1).cloned());
            Keys::new(current.clone(), earlier)
        })
    }

    /// Makes the earlier key with this id the current one, of this ring and of all its clones; the one before becomes the first
    /// of the earlier keys.
    ///
    /// # Errors
    /// When no earlier key has the id; the ring stays as it was.
    pub fn promote(&self, id: &str) -> Result<(), KeyError> {
        self.change(|keys| {
            let mut earlier = keys.earlier.clone();
            let place = earlier.iter().position(|key| key.id() == Some(id));
            let current = earlier.remove(place.ok_or_else(|| KeyError::UnknownId { id: id.to_owned() })?);
            earlier.insert(0, keys.current.clone());
            Keys::new(current, earlier)
        })
    }

    /// Replaces all keys of this ring and of all its clones. Tokens made with a key that is left out are no longer accepted.
    ///
    /// # Errors
    /// When two keys have the same id, or there are more than eight earlier ones; the ring stays as it was.
    pub fn replace(&self, current: K, earlier: impl IntoIterator<Item = K>) -> Result<(), KeyError> {
        // One more than fits is enough to know that there are too many.
        let earlier = earlier.into_iter().take(Self::EARLIER + 1).collect();
        self.keys.store(Arc::new(Keys::new(current, earlier)?));
        Ok(())
    }

    /// The ids of all keys, the current one first.
    #[must_use]
    pub fn ids(&self) -> Vec<Option<String>> {
        self.load().all().map(|key| key.id().map(str::to_owned)).collect()
    }

    /// What the ring holds now. A reader keeps what it loaded, whatever others replace.
    pub(crate) fn load(&self) -> Guard<Arc<Keys<K>>> {
        self.keys.load()
    }

    /// Replaces the keys by what `make` makes of them, again if somebody else replaced them in the meantime.
    fn change(&self, make: impl Fn(&Keys<K>) -> Result<Keys<K>, KeyError>) -> Result<(), KeyError> {
        let mut refused = None;
        self.keys.rcu(|keys| match make(keys) {
            Ok(changed) => {
                refused = None;
                Arc::new(changed)
            }
            Err(error) => {
                refused = Some(error);
                Arc::clone(keys)
            }
        });
        refused.map_or(Ok(()), Err)
    }
}

impl<K: RingKey> Keys<K> {
    fn new(current: K, earlier: Vec<K>) -> Result<Self, KeyError> {
        if earlier.len() > KeyRing::<K>::EARLIER {
            return Err(KeyError::TooManyKeys { limit: KeyRing::<K>::EARLIER });
        }
        let keys = Keys { current, earlier };
        for (index, id) in keys.all().enumerate().filter_map(|(index, key)| Some((index, key.id()?))) {
            if keys.all().take(index).any(|other| other.id() == Some(id)) {
                return Err(KeyError::DuplicateId { id: id.to_owned() });
            }
        }
        Ok(keys)
    }

    /// The key that makes tokens.
    pub(crate) fn current(&self) -> &K {
        &self.current
    }

    #[cfg(feature = "jwt")]
    /// The key with this id, and whether it is an earlier one.
    pub(crate) fn find(&self, id: &str) -> Option<(&K, bool)> {
        self.tried().find(|(key, _)| key.id() == Some(id))
    }

    /// All keys in the order in which they are tried, each with whether it is an earlier one.
    pub(crate) fn tried(&self) -> impl Iterator<Item = (&K, bool)> {
        std::iter::once((&self.current, false)).chain(self.earlier.iter().map(|key| (key, true)))
    }

    fn all(&self) -> impl Iterator<Item = &K> {
        self.tried().map(|(key, _)| key)
    }
}

impl<K> Clone for KeyRing<K> {
    fn clone(&self) -> Self {
        KeyRing { keys: Arc::clone(&self.keys) }
    }
}

impl<K: fmt::Debug> fmt::Debug for KeyRing<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.load();
        f.debug_struct("KeyRing").field("current", &keys.current).field("earlier", &keys.earlier).finish()
    }
}
