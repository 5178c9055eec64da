//! The current key, and earlier ones that still verify.

use super::keys::{Entry, Keys, LIMIT};
#[cfg(feature = "jwt-asymmetric")]
use super::ring_key::sealed::Keep;
use super::ring_key::sealed::Kept;
use super::{EarlierKey, KeyError, RingKey};
use arc_swap::{ArcSwap, Guard};
use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The current key, which makes tokens, and up to eight others whose tokens are accepted, too.
///
/// Clones share the ring, and it can be changed while the server runs: keep a clone, and [`rotate`](Self::rotate) it. Give the keys ids:
/// a token names its key, and one that names a key which is not in the ring costs no cryptography. A token that
/// names none is tried with each key, the current one first.
///
/// A session that is read with an earlier key gets a token of the current one as soon as it is written. When the longest lifetime has passed
/// since a rotation, the earlier key can be left out.
///
/// ```
/// use session_runtime::{KeyRing, SecretKey};
/// use std::time::{Duration, SystemTime};
///
/// let march: SecretKey = SecretKey::generate()?.with_id("2026-03")?;
/// let april = SecretKey::generate()?.with_id("2026-04")?;
/// let ring = KeyRing::new(april).with_earlier(march)?;
/// // Later, while layers made from clones of `ring` are serving:
/// ring.rotate(SecretKey::generate()?.with_id("2026-05")?)?;
/// // Or by the clock: the next key verifies at once, and begins to make tokens in an hour.
/// let hour = Duration::from_secs(3600);
/// ring.rotate_at(SecretKey::generate()?.with_id("2026-06")?, SystemTime::now() + hour)?;
/// ring.retire("2026-03", SystemTime::now() + 24 * hour)?;
/// # Ok::<(), session_runtime::KeyError>(())
/// ```
///
/// # By the clock
///
/// [`rotate_at`](Self::rotate_at) and [`retire`](Self::retire) say when a key begins and when it stops. The layer's clock
/// decides: of the keys that have begun and are not retired, the one that began last makes tokens. Rotating by hand overrides
/// this: the key given to [`rotate`](Self::rotate) or [`promote`](Self::promote) makes tokens at once, and those that were to
/// begin later only verify.
pub struct KeyRing<K: RingKey> {
    keys: Shared<K::Kept>,
}

type Shared<S> = Arc<ArcSwap<Keys<S>>>;

impl<K: RingKey> KeyRing<K> {
    /// The most keys beside the current one: what a token without an id can cost is bounded.
    pub const EARLIER: usize = LIMIT - 1;

    /// A ring of one key.
    #[must_use]
    pub fn new(current: K) -> Self {
        Self::of(Keys::one(current.keep()))
    }

    pub(super) fn of(keys: Keys<K::Kept>) -> Self {
        KeyRing { keys: Arc::new(ArcSwap::from_pointee(keys)) }
    }

    /// Adds a key that makes no tokens but still verifies them, after those that are there.
    ///
    /// # Errors
    /// When a key of the ring has the same id, or there are eight earlier keys already.
    pub fn with_earlier(self, key: impl EarlierKey<K>) -> Result<Self, KeyError> {
        let key = Entry::always(key.keep());
        self.change(|keys| Keys::new(keys.entries().cloned().chain([key.clone()])))?;
        Ok(self)
    }

    /// Makes `current` the current key of this ring and of all its clones. The one before becomes the first of the earlier
    /// keys; of more than eight, the oldest is dropped.
    ///
    /// Where several servers share sessions, each must know the new key before one of them issues with it: give it to all of
    /// them as an earlier key, and then [`promote`](Self::promote) it, or let it begin later with [`rotate_at`](Self::rotate_at).
    ///
    /// # Errors
    /// When a key that stays has the same id; the ring stays as it was.
    pub fn rotate(&self, current: K) -> Result<(), KeyError> {
        let current = Entry::always(current.keep());
        self.change(|keys| {
            Keys::new([current.clone()].into_iter().chain(keys.entries().take(Self::EARLIER).cloned()))
        })
    }

    /// Adds a key that verifies tokens at once and makes them from `begins` on, in this ring and in all its clones. Until then the
    /// present key goes on; of more than eight others, the oldest is dropped.
    ///
    /// # Errors
    /// When a key that stays has the same id; the ring stays as it was.
    pub fn rotate_at(&self, next: K, begins: SystemTime) -> Result<(), KeyError> {
        let next = Entry { begins: seconds(begins), ..Entry::always(next.keep()) };
        self.change(|keys| {
            let mut entries: Vec<_> = keys.entries().take(Self::EARLIER).cloned().collect();
            let place = entries.iter().position(|entry| entry.begins <= next.begins);
            entries.insert(place.unwrap_or(entries.len()), next.clone());
            Keys::new(entries)
        })
    }

    /// Lets the key with this id count no more from `at` on, in this ring and in all its clones: it makes no tokens, and those that it
    /// made are refused. Where no other key has begun by then, no tokens can be made.
    ///
    /// # Errors
    /// When no key has the id.
    pub fn retire(&self, id: &str, at: SystemTime) -> Result<(), KeyError> {
        let retires = seconds(at);
        self.change(|keys| {
            let mut entries: Vec<_> = keys.entries().cloned().collect();
            let entry = entries.iter_mut().find(|entry| entry.key.id() == Some(id));
            entry.ok_or_else(|| KeyError::UnknownId { id: id.to_owned() })?.retires = retires;
            Keys::new(entries)
        })
    }

    /// Makes the earlier key with this id the current one, of this ring and of all its clones; the one before becomes the first
    /// of the earlier keys. If it was to begin or to retire at some time, it is not any more.
    ///
    /// # Errors
    /// When no earlier key has the id, or it is the public half of a key; the ring stays as it was.
    pub fn promote(&self, id: &str) -> Result<(), KeyError> {
        self.change(|keys| {
            let mut entries: Vec<_> = keys.entries().cloned().collect();
            let place = entries.iter().skip(1).position(|entry| entry.key.id() == Some(id));
            let promoted =
                entries.remove(place.ok_or_else(|| KeyError::UnknownId { id: id.to_owned() })? + 1).key;
            if !promoted.can_issue() && entries.iter().any(|entry| entry.key.can_issue()) {
                return Err(KeyError::CannotSign { id: id.to_owned() });
            }
            entries.insert(0, Entry::always(promoted));
            Keys::new(entries)
        })
    }

    /// Replaces all keys of this ring and of all its clones. Tokens made with a key that is left out are no longer accepted.
    ///
    /// # Errors
    /// When two keys have the same id, or there are more than eight earlier ones; the ring stays as it was.
    pub fn replace(&self, current: K, earlier: impl IntoIterator<Item = K>) -> Result<(), KeyError> {
        let keys = std::iter::once(current).chain(earlier);
        self.keys.store(Arc::new(Keys::new(keys.map(|key| Entry::always(key.keep())))?));
        Ok(())
    }

    /// Replaces all keys of this ring and of all its clones by those of the ring that `load` makes, for example from a
    /// vault. Where that fails, the ring stays as it was. `load` runs here: call this where waiting for it does no harm.
    /// ```
    /// # use session_runtime::{KeyError, KeyRing, SecretKey};
    /// fn on_hangup(ring: &KeyRing<SecretKey>) {
    ///     let reloaded = ring.reload(|| Ok::<_, KeyError>(KeyRing::new(SecretKey::from_file("/run/secrets/session")?)));
    ///     if let Err(error) = reloaded {
    ///         eprintln!("the session keys stay as they are: {error}");
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// What `load` returned.
    pub fn reload<E>(&self, load: impl FnOnce() -> Result<KeyRing<K>, E>) -> Result<(), E> {
        let loaded = load()?;
        self.keys.store(loaded.keys.load_full());
        Ok(())
    }

    /// The ids of all keys in the order in which they are preferred: unless one is still to begin, the current one first.
    #[must_use]
    pub fn ids(&self) -> Vec<Option<String>> {
        self.load().entries().map(|entry| entry.key.id().map(str::to_owned)).collect()
    }

    /// What the ring holds now. A reader keeps what it loaded, whatever others replace.
    pub(crate) fn load(&self) -> Guard<Arc<Keys<K::Kept>>> {
        self.keys.load()
    }

    /// The same ring as one of another kind of key that is kept alike.
    #[cfg(feature = "jwt-asymmetric")]
    pub(super) fn retyped<L: RingKey + Keep<Kept = K::Kept>>(self) -> KeyRing<L> {
        KeyRing { keys: self.keys }
    }

    /// Replaces the keys by what `make` makes of them, again if somebody else replaced them in the meantime.
    fn change(
        &self,
        make: impl Fn(&Keys<K::Kept>) -> Result<Keys<K::Kept>, KeyError>,
    ) -> Result<(), KeyError> {
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

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl<K: RingKey> Clone for KeyRing<K> {
    fn clone(&self) -> Self {
        KeyRing { keys: Arc::clone(&self.keys) }
    }
}

impl<K: RingKey> fmt::Debug for KeyRing<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.load();
        let mut entries = keys.entries();
        let current = entries.next().map(|entry| &entry.key);
        let earlier: Vec<_> = entries.map(|entry| &entry.key).collect();
        f.debug_struct("KeyRing").field("current", &current).field("earlier", &earlier).finish()
    }
}
