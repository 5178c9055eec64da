//! Keys that do not exist, stand in the wrong place, or stand there twice.

use super::foreign;
use super::key::{Key, Scope};
use crate::attr::{Attributes, Edit, Entry, Form, Value};
use crate::mistake::Mistake;
use crate::suggest::{nearest, plain};

/// A value stands where a key belongs.
pub(super) fn keyless(entry: &Entry) -> Mistake {
    Mistake::new(entry.value_tokens(), "expected a key before this value")
        .correct(entry.id.attribute, [Edit::Remove(entry.id)])
}

/// A key is given once. Two lists become one.
pub(super) fn twice(first: &Entry, second: &Entry, word: &str) -> Mistake {
    let merged = second.list().iter().map(|inner| Edit::AddTo(first.id, inner.clone()));
    let edits: Vec<Edit> = match (&first.form, &second.form) {
        (Form::List(_), Form::List(_))
            if first.id.attribute == second.id.attribute && word != Key::Auth.text() =>
        {
            merged.collect()
        }
        _ => Vec::new(),
    };
    Mistake::new(second.key_tokens(), format!("`{word}` is given twice"))
        .correct(second.id.attribute, edits.into_iter().chain([Edit::Remove(second.id)]))
}

/// A key is one of those that its place has.
pub(super) fn unknown(attributes: &Attributes, entry: &Entry, word: &str, scope: Scope) -> Mistake {
    let attribute = entry.id.attribute;
    if foreign::is_secret(word) && scope != Scope::Field {
        return Mistake::new(
            entry.key_tokens(),
            "a key is a value at run time and never stands in an attribute",
        )
        .correct(attribute, [Edit::Remove(entry.id)])
        .note(", and give the key to `layer`");
    }
    if scope == Scope::Struct
        && let Some((key, text)) = foreign::entry(word)
    {
        return Mistake::new(entry.key_tokens(), format!("unknown key `{word}`"))
            .correct(attribute, [Edit::Replace(entry.id, Entry::text(key.text(), text))]);
    }
    match meant(word, scope) {
        Some((home, key)) if home == scope => {
            Mistake::new(entry.key_tokens(), format!("unknown key `{word}`"))
                .correct(attribute, [Edit::Replace(entry.id, entry.renamed(key.text()))])
        }
        Some((home, key)) => {
            let what = if key.text() == word {
                format!("`{word}` belongs {}", home.place())
            } else {
                format!("unknown key `{word}`: `{}` belongs {}", key.text(), home.place())
            };
            Mistake::new(entry.key_tokens(), what)
                .correct(attribute, moved(attributes, entry, key, scope, home))
        }
        None => {
            let keys: Vec<String> = scope.keys().iter().map(|key| format!("`{}`", key.text())).collect();
            Mistake::new(entry.key_tokens(), format!("unknown key `{word}`"))
                .correct(attribute, [Edit::Remove(entry.id)])
                .note(format!("; the keys {} are {}", scope.place(), keys.join(", ")))
        }
    }
}

/// The key that a word most likely stands for, and where that belongs: first what is written here, then words of other
/// libraries, then what is written elsewhere; exactly before nearly.
fn meant(word: &str, scope: Scope) -> Option<(Scope, Key)> {
    let others = || Scope::ALL.into_iter().filter(move |other| *other != scope);
    let exactly = |place: Scope| {
        place.keys().iter().copied().find(|key| plain(key.text()) == plain(word)).map(|key| (place, key))
    };
    let nearly = |place: Scope| {
        let near = nearest(word, place.keys().iter().map(|key| key.text()))?;
        place.keys().iter().copied().find(|key| key.text() == near).map(|key| (place, key))
    };
    exactly(scope)
        .or_else(|| foreign::key(word, scope))
        .or_else(|| others().find_map(exactly))
        .or_else(|| nearly(scope))
        .or_else(|| others().find_map(nearly))
}

/// Takes an entry out of `from`, and puts it where its key belongs, if that is in the same attribute.
fn moved(attributes: &Attributes, entry: &Entry, key: Key, from: Scope, to: Scope) -> Vec<Edit> {
    let attribute = entry.id.attribute;
    let mut renamed = entry.renamed(key.text());
    // `http_only =` half-written
    if matches!(renamed.form, Form::Value(Value::Missing)) {
        renamed = renamed.with(Form::Word);
    }
    let here = attributes.all.get(attribute).map(|one| one.entries.as_slice()).unwrap_or_default();
    let list = |list: Key| {
        let is_list = |other: &&Entry| {
            other.key.as_ref().is_some_and(|key| key == list.text()) && !other.list().is_empty()
        };
        here.iter().find(is_list)
    };
    let place = match to {
        Scope::Struct if from != Scope::Field => Some(Edit::Add(attribute, renamed)),
        Scope::Cookie | Scope::Header if from != Scope::Field => to.list().map(|key| match list(key) {
            Some(there) => Edit::AddTo(there.id, renamed),
            None => Edit::Add(attribute, Entry::new(key.text(), Form::List(vec![renamed]))),
        }),
        Scope::Struct | Scope::Cookie | Scope::Header | Scope::Field => None,
    };
    [Some(Edit::Remove(entry.id)), place].into_iter().flatten().collect()
}
