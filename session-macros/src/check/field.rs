//! `#[session(..)]` on fields.

use super::accessor::{Names, not_taken, value_name};
use super::claim;
use super::form::{Arg, set, text};
use super::key::{Found, Key, Scope};
use super::merge;
use super::naming::identifier;
use crate::attr::{Attributes, Edit, Form};
use crate::mistake::{Mistake, errors};
use crate::model::{Access, ClaimForm, Field, Registered, Role};
use crate::serde;
use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;

/// The fields, and what they claim.
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    pub(super) owned: Vec<Registered>,
    pub(super) open: bool,
}

/// What the storage lets happen to a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// Handlers can change it.
    pub(super) writable: bool,
    /// Two requests can change it at the same time.
    pub(super) shared: bool,
}

/// Holds all fields against their rules; adds what is wrong to `found`.
pub(super) fn check(
    fields: Vec<(&Ident, &syn::Field)>,
    container: &[syn::Attribute],
    kept: Kept,
    found: &mut Vec<syn::Error>,
) -> Option<Fields> {
    let container = serde::Container::read(container);
    let before = found.len();
    let mut checked = Fields { fields: Vec::new(), owned: Vec::new(), open: container.is_converted() };
    let mut names = Names::reserved(kept.writable);
    let mut has_subject = false;
    for (ident, field) in fields {
        let attributes = Attributes::read(&field.attrs, "session");
        let slips = attributes
            .slips
            .iter()
            .map(|slip| Mistake::new(&slip.at, &slip.what).correct(slip.attribute, []));
        let mut mistakes: Vec<Mistake> = slips.collect();
        mistakes.extend(silent(&attributes));
        let keys = Found::read(&attributes, attributes.entries(), Scope::Field, &mut mistakes);
        let mut read = one(ident, field, &keys, kept, &mut mistakes);

        let claim = serde::Claim::read(&container, ident, &field.attrs);
        read.form = claim.form();
        mistakes.extend(claim::reserved(ident, &claim).or_else(|| claim::typed(ident, field, &claim)));
        checked.open |= claim.flatten;
        for name in claim::registered(&claim) {
            if !checked.owned.contains(&name) {
                checked.owned.push(name);
            }
        }

        if read.role == Role::Subject {
            mistakes.extend(claim::subject(ident, &claim));
            mistakes.extend(
                keys.get(Key::Subject).filter(|_| has_subject).map(|entry| second_subject(entry, &keys)),
            );
            has_subject = true;
        }
        if let Err(mistake) = not_taken(&mut names, &read, &attributes, &keys) {
            mistakes.push(mistake);
            read.access = Access::None;
        }
        found.extend(errors(&attributes, &mistakes, |_| Vec::new()));
        checked.fields.push(read);
    }
    (found.len() == before).then_some(checked)
}

/// The fields as far as they are right, for a fallback.
pub(crate) fn lenient(input: &syn::DeriveInput) -> Vec<Field> {
    let container = serde::Container::read(&input.attrs);
    let mut names = Names::reserved(true);
    let named = match &input.data {
        syn::Data::Struct(data) => {
            data.fields.iter().filter_map(|field| Some((field.ident.as_ref()?, field))).collect()
        }
        syn::Data::Enum(_) | syn::Data::Union(_) => Vec::new(),
    };
    let fields = named.into_iter().map(|(ident, field)| {
        let attributes = Attributes::read(&field.attrs, "session");
        let keys = Found::read(&attributes, attributes.entries(), Scope::Field, &mut Vec::new());
        let kept = Kept { writable: true, shared: true };
        let mut read = one(ident, field, &keys, kept, &mut Vec::new());
        read.form = serde::Claim::read(&container, ident, &field.attrs).form();
        if not_taken(&mut names, &read, &attributes, &keys).is_err() {
            read.access = Access::None;
        }
        read
    });
    fields.collect()
}

fn one(
    ident: &Ident,
    field: &syn::Field,
    keys: &Found<'_>,
    kept: Kept,
    mistakes: &mut Vec<Mistake>,
) -> Field {
    let subject = marker(keys, Key::Subject, mistakes);
    let rotate = marker(keys, Key::Rotate, mistakes);
    let readonly = marker(keys, Key::Readonly, mistakes);
    let skipped = marker(keys, Key::SkipAccessors, mistakes);
    let get = getter(ident, keys, mistakes);
    mistakes.extend(about_changes(keys, readonly, skipped));
    let merge = merge::read(keys, &field.ty, kept.shared, readonly || skipped, mistakes);
    mistakes.extend(named_and_skipped(keys, skipped));
    let get = get.unwrap_or_else(|| ident.clone());
    let access = match (skipped, readonly || !kept.writable) {
        (true, _) => Access::None,
        (false, true) => Access::Read { get },
        (false, false) => Access::Write {
            set: format_ident!("set_{}", get.unraw(), span = ident.span()),
            get_mut: format_ident!("{}_mut", get.unraw(), span = ident.span()),
            get,
        },
    };
    let role = match (subject, rotate) {
        (true, _) => Role::Subject,
        (false, true) => Role::Privilege,
        (false, false) => Role::Plain,
    };
    let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect();
    let form = ClaimForm::Plain;
    Field { ident: ident.clone(), ty: field.ty.clone(), docs, role, access, form, merge }
}

/// An attribute on a field says something.
fn silent(attributes: &Attributes) -> Option<Mistake> {
    let has_slip = |at: usize| attributes.slips.iter().any(|slip| slip.attribute == at);
    let (at, attribute) =
        attributes.all.iter().enumerate().find(|(at, one)| one.entries.is_empty() && !has_slip(*at))?;
    Some(Mistake::new(&attribute.name, "`#[session()]` says nothing").correct(at, []))
}

/// `subject`, `rotate`, `readonly` and `skip_accessors` stand alone.
fn marker(keys: &Found<'_>, key: Key, mistakes: &mut Vec<Mistake>) -> bool {
    let Some(entry) = keys.get(key) else { return false };
    if !matches!(entry.form, Form::Word | Form::Broken) {
        let edit = Edit::Replace(entry.id, entry.with(Form::Word));
        mistakes.push(
            Mistake::new(entry.value_tokens(), format!("`{}` takes no value", key.text()))
                .correct(entry.id.attribute, [edit]),
        );
    }
    true
}

/// `get` is a name.
fn getter(ident: &Ident, keys: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Option<Ident> {
    let stand_in = value_name(ident);
    let given = text(keys, Key::Get, &stand_in, mistakes)?;
    let name = given.entry.as_text().and_then(identifier);
    if name.is_none() {
        mistakes.push(given.instead(format!("`{}` cannot be the name of a method", given.value), &stand_in));
    }
    name
}

/// A field that no handler can change needs neither `rotate` nor `merge`.
fn about_changes(keys: &Found<'_>, readonly: bool, skipped: bool) -> Vec<Mistake> {
    let why = match (readonly, skipped) {
        (true, _) => Key::Readonly,
        (false, true) => Key::SkipAccessors,
        (false, false) => return Vec::new(),
    };
    let given = [Key::Rotate, Key::Merge].into_iter().filter_map(|key| Some((key, keys.get(key)?)));
    let mistakes = given.map(|(key, entry)| {
        let what = format!("`{}` is about changes, but with `{}` the field has none", key.text(), why.text());
        Arg::new(entry, ()).without(what)
    });
    mistakes.collect()
}

/// `get` names what `skip_accessors` leaves out.
fn named_and_skipped(keys: &Found<'_>, skipped: bool) -> Option<Mistake> {
    let get = keys.get(Key::Get).filter(|_| skipped)?;
    Some(Arg::new(get, ()).without("`get` names accessors, but with `skip_accessors` there are none"))
}

/// A session has one subject. The correction keeps that a change of the second one issues a new token.
fn second_subject(entry: &crate::attr::Entry, keys: &Found<'_>) -> Mistake {
    let is_fixed =
        [Key::Rotate, Key::Readonly, Key::SkipAccessors].into_iter().any(|key| keys.get(key).is_some());
    let edit = if is_fixed {
        Edit::Remove(entry.id)
    } else {
        Edit::Replace(entry.id, entry.renamed(Key::Rotate.text()))
    };
    Mistake::new(entry.key_tokens(), "a session has one subject, and an earlier field is it")
        .correct(entry.id.attribute, [edit])
}

/// The edit that gives a field's accessors another name.
pub(super) fn rename(keys: &Found<'_>, name: &str) -> Edit {
    match keys.get(Key::Get) {
        Some(entry) => set(entry, name),
        None => Edit::Add(0, crate::attr::Entry::text(Key::Get.text(), name)),
    }
}
