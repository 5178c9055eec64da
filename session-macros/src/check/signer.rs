//! What the `signed` codec is told: its digest, and its salt.

use super::form::text;
use super::key::{Found, Key};
use super::part::{Parts, named};
use crate::attr::{Codec, Digest, Edit, Name};
use crate::mistake::Mistake;

/// `digest` names one of two hash functions, on codec `signed`. With `sha1`, a token has no place for what the layer would add.
pub(super) fn digest(found: &Found<'_>, parts: &Parts<'_>, mistakes: &mut Vec<Mistake>) -> Option<Digest> {
    let given = text(found, Key::Digest, Digest::Sha256.text(), mistakes)?;
    if !is_signed(parts) {
        mistakes.push(given.without("`digest` belongs to codec `signed`"));
        return None;
    }
    let digest = named(given.entry, &given.value, Digest::Sha256.text(), mistakes)?;
    if digest == Digest::Sha1 {
        mistakes.extend(claims_alone(found));
    }
    Some(digest)
}

/// `salt` is not empty, on codec `signed`.
pub(super) fn salt(found: &Found<'_>, parts: &Parts<'_>, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let given = text(found, Key::Salt, "my-application", mistakes)?;
    if !is_signed(parts) {
        mistakes.push(given.without("`salt` belongs to codec `signed`"));
        return None;
    }
    if given.value.is_empty() {
        mistakes.push(given.without("`salt` is empty"));
        return None;
    }
    Some(given.value)
}

/// Whether the codec is `signed`, or not known.
fn is_signed(parts: &Parts<'_>) -> bool {
    parts.codec.as_ref().is_none_or(|codec| codec.value.built_in() == Some(Codec::Signed))
}

/// Tokens with digest `sha1` are exactly Starlette's: the claims, and one time. What goes with `idle` goes with it.
fn claims_alone(found: &Found<'_>) -> Option<Mistake> {
    let (key, what, rest) = [
        (Key::Idle, "when the session began", Some(Key::RenewAfter)),
        (Key::Issuer, "who issued them", Some(Key::Audience)),
        (Key::Audience, "whom they are for", None),
    ]
    .into_iter()
    .find(|(key, ..)| found.get(*key).is_some())?;
    let entry = found.get(key)?;
    let text = format!(
        "`{}` does not go with digest `sha1`: its tokens are Starlette's, which do not say {what}",
        key.text()
    );
    let attribute = entry.id.attribute;
    let others = rest.and_then(|key| found.get(key)).filter(|other| other.id.attribute == attribute);
    let edits = [Some(entry), others].into_iter().flatten().map(|entry| Edit::Remove(entry.id));
    Some(Mistake::new(entry.key_tokens(), text).correct(attribute, edits).note(", or `digest = \"sha256\"`"))
}
