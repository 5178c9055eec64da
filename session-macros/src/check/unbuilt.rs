//! What the table has and nobody has built yet. A line goes with the work that builds it, and this file with the last.

use super::key::{Found, Key};
use crate::mistake::Mistake;

const KEYS: &[Key] = &[Key::Revocation];

/// The first thing of an attribute that is right and not built.
pub(super) fn first(found: &Found<'_>) -> Option<Mistake> {
    let (key, entry) = KEYS.iter().find_map(|key| Some((key, found.get(*key)?)))?;
    Some(Mistake::new(entry.key_tokens(), format!("`{}` is not built yet", key.text())))
}
