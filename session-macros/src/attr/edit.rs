//! Corrections of what is written.

use super::{Attributes, Entry, Form, Id};

/// One change to attributes.
#[derive(Clone)]
pub(crate) enum Edit {
    /// Puts another entry in its place.
    Replace(Id, Entry),
    Remove(Id),
    /// Adds an entry to the end of an attribute.
    Add(usize, Entry),
    /// Adds an entry to the end of a list.
    AddTo(Id, Entry),
}

impl Attributes {
    /// The same with corrections, and without what could not be read. A list that loses all its entries goes too.
    pub(crate) fn corrected(&self, edits: &[Edit]) -> Attributes {
        let mut corrected = Attributes { all: self.all.clone(), slips: Vec::new() };
        for (index, attribute) in corrected.all.iter_mut().enumerate() {
            attribute.entries = rewrite(&attribute.entries, edits);
            for edit in edits {
                if let Edit::Add(target, entry) = edit
                    && *target == index
                {
                    attribute.entries.push(entry.clone());
                }
            }
        }
        corrected.number();
        corrected
    }
}

fn rewrite(entries: &[Entry], edits: &[Edit]) -> Vec<Entry> {
    entries
        .iter()
        .filter(|entry| !matches!(entry.form, Form::Broken))
        .filter_map(|entry| one(entry, edits))
        .collect()
}

fn one(entry: &Entry, edits: &[Edit]) -> Option<Entry> {
    for edit in edits {
        match edit {
            Edit::Remove(id) if *id == entry.id => return None,
            Edit::Replace(id, other) if *id == entry.id => return Some(other.clone()),
            Edit::Remove(_) | Edit::Replace(..) | Edit::Add(..) | Edit::AddTo(..) => {}
        }
    }
    let Form::List(before) = &entry.form else { return Some(entry.clone()) };
    let mut inner = rewrite(before, edits);
    inner.extend(edits.iter().filter_map(|edit| match edit {
        Edit::AddTo(id, added) if *id == entry.id => Some(added.clone()),
        _ => None,
    }));
    let emptied = inner.is_empty() && !before.is_empty();
    (!emptied).then(|| entry.with(Form::List(inner)))
}
