//! What a ring holds at one moment, and which of it counts at which time.

use super::KeyError;
use super::ring_key::sealed::Kept;

/// The most keys of a ring: the current one and eight others.
pub(super) const LIMIT: usize = 9;

/// The keys of a ring. Times are seconds since the Unix epoch.
pub(crate) struct Keys<S> {
    first: Entry<S>,
    /// The later a key began, the earlier it stands here.
    rest: Vec<Entry<S>>,
    /// Whether anything depends on the time.
    scheduled: bool,
}

/// A key, and when it counts.
#[derive(Debug, Clone)]
pub(super) struct Entry<S> {
    pub(super) key: S,
    /// No tokens are made with it before. It verifies already: other servers' clocks may be ahead.
    pub(super) begins: u64,
    /// From then on it neither makes tokens nor verifies them.
    pub(super) retires: u64,
}

impl<S> Entry<S> {
    pub(super) fn always(key: S) -> Self {
        Entry { key, begins: 0, retires: u64::MAX }
    }
}

impl<S: Kept> Keys<S> {
    pub(super) fn one(key: S) -> Self {
        Keys { first: Entry::always(key), rest: Vec::new(), scheduled: false }
    }

    /// These keys, in the order in which they are preferred.
    pub(super) fn new(entries: impl IntoIterator<Item = Entry<S>>) -> Result<Self, KeyError> {
        let mut entries = entries.into_iter();
        let first = entries.next().ok_or(KeyError::NoKeys)?;
        // One more than fits is enough to know that there are too many.
        let keys = Keys { first, rest: entries.take(LIMIT).collect(), scheduled: false };
        if keys.rest.len() >= LIMIT {
            return Err(KeyError::TooManyKeys { limit: LIMIT - 1 });
        }
        for (index, id) in
            keys.entries().enumerate().filter_map(|(index, entry)| Some((index, entry.key.id()?)))
        {
            if keys.entries().take(index).any(|other| other.key.id() == Some(id)) {
                return Err(KeyError::DuplicateId { id: id.to_owned() });
            }
        }
        let scheduled = keys.entries().any(|entry| entry.begins > 0 || entry.retires < u64::MAX);
        // Of public halves alone none can issue, and the first one leads.
        let scheduled =
            scheduled || (!keys.first.key.can_issue() && keys.rest.iter().any(|entry| entry.key.can_issue()));
        Ok(Keys { scheduled, ..keys })
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry<S>> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// Where the key stands that makes tokens at the time `now`: the first that has begun, is not retired and can.
    pub(crate) fn current_place(&self, now: u64) -> Option<usize> {
        if !self.scheduled {
            return Some(0);
        }
        let counts = |entry: &Entry<S>| entry.begins <= now && now < entry.retires;
        let issues = |entry: &Entry<S>| counts(entry) && entry.key.can_issue();
        self.entries().position(issues).or_else(|| self.entries().position(counts))
    }

    /// The places of the keys that verify at the time `now`, in the order in which they are tried.
    #[cfg(feature = "signed")]
    pub(crate) fn places(&self, now: u64) -> impl Iterator<Item = usize> {
        self.entries().enumerate().filter(move |(_, entry)| now < entry.retires).map(|(place, _)| place)
    }

    /// The key that makes tokens at the time `now`, unless all are retired.
    #[cfg(any(feature = "jwt", feature = "jwe"))]
    #[inline]
    pub(crate) fn current(&self, now: u64) -> Option<&S> {
        if !self.scheduled {
            return Some(&self.first.key);
        }
        let place = self.current_place(now)?;
        self.entries().nth(place).map(|entry| &entry.key)
    }

    /// The key with this id, if it verifies at the time `now`, and whether it is another one than the current.
    #[cfg(any(feature = "jwt", feature = "jwe"))]
    #[inline]
    pub(crate) fn find(&self, id: &str, now: u64) -> Option<(&S, bool)> {
        let (place, entry) = self.entries().enumerate().find(|(_, entry)| entry.key.id() == Some(id))?;
        (now < entry.retires).then(|| (&entry.key, self.current_place(now) != Some(place)))
    }

    /// All keys that verify at the time `now`, in the order in which they are tried, each with whether it is another one than the
    /// current.
    #[cfg(any(feature = "jwt", feature = "jwe"))]
    pub(crate) fn tried(&self, now: u64) -> impl Iterator<Item = (&S, bool)> {
        let current = self.current_place(now);
        let verifies = move |(_, entry): &(usize, &Entry<S>)| now < entry.retires;
        let tried = self.entries().enumerate().filter(verifies);
        tried.map(move |(place, entry)| (&entry.key, current != Some(place)))
    }

    /// All keys, whatever the time.
    #[cfg(feature = "signed")]
    pub(crate) fn all(&self) -> impl Iterator<Item = &S> {
        self.entries().map(|entry| &entry.key)
    }
}
