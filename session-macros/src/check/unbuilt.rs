//! What the table has and nobody has built yet. A line goes with the work that builds it, and this file with the last.

use super::form::Arg;
use super::key::{Found, Key};
use crate::attr::{Algorithm, Name};
use crate::mistake::Mistake;

const KEYS: &[Key] = &[Key::Revocation];
const ALGORITHMS: &[Algorithm] = &[
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::EdDsa,
];

/// The first thing of an attribute that is right and not built.
pub(super) fn first(found: &Found<'_>, algorithm: Option<&Arg<'_, Algorithm>>) -> Option<Mistake> {
    let algorithm = algorithm.filter(|algorithm| ALGORITHMS.contains(&algorithm.value));
    let entry = |key: Key| found.get(key);
    if let Some(algorithm) = algorithm {
        return Some(algorithm.mistake(format!("algorithm `{}` is not built yet", algorithm.value.text())));
    }
    let (key, entry) = KEYS.iter().find_map(|key| Some((key, entry(*key)?)))?;
    Some(Mistake::new(entry.key_tokens(), format!("`{}` is not built yet", key.text())))
}
