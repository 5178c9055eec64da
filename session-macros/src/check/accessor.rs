//! Names of accessors: no two of them, and none of ours.

use super::field::rename;
use super::key::{Found, Key};
use crate::attr::Attributes;
use crate::mistake::Mistake;
use crate::model::{Access, Field};
use proc_macro2::Ident;
use syn::ext::IdentExt;

/// The methods that every session has.
const ALWAYS: [&str; 4] = ["claims", "expires_at", "is_new", "for_test"];
/// Those of a session that can be written.
const WRITABLE: [&str; 2] = ["renew", "end"];

/// The names that are taken, with the field that took them; none for our own.
pub(super) struct Names(Vec<(String, Option<Ident>)>);

impl Names {
    pub(super) fn reserved(writable: bool) -> Self {
        let more = if writable { WRITABLE.as_slice() } else { &[] };
        Names(ALWAYS.iter().chain(more).map(|name| ((*name).to_owned(), None)).collect())
    }

    fn owner(&self, name: &str) -> Option<&Option<Ident>> {
        self.0.iter().find(|(taken, _)| taken == name).map(|(_, owner)| owner)
    }
}

/// The name that a correction gives to a field's accessors.
pub(super) fn value_name(field: &Ident) -> String {
    format!("{}_value", field.unraw())
}

/// No accessor has the name of another one, nor of a method of ours. Takes the names of this field.
pub(super) fn not_taken(
    names: &mut Names,
    field: &Field,
    attributes: &Attributes,
    keys: &Found<'_>,
) -> Result<(), Mistake> {
    let own: Vec<String> = match &field.access {
        Access::None => Vec::new(),
        Access::Read { get } => vec![get.unraw().to_string()],
        Access::Write { get, set, get_mut } => {
            vec![get.unraw().to_string(), set.to_string(), get_mut.to_string()]
        }
    };
    if let Some((name, owner)) = own.iter().find_map(|name| Some((name, names.owner(name)?))) {
        let what = match owner {
            None => format!("every session has a method `{name}`"),
            Some(other) => format!("the accessors of `{other}` have a `{name}` already"),
        };
        let mut free = value_name(&field.ident);
        while [free.clone(), format!("set_{free}"), format!("{free}_mut")]
            .iter()
            .any(|name| names.owner(name).is_some())
        {
            free.push('_');
        }
        return Err(corrected(field, what, &free, attributes, keys));
    }
    names.0.extend(own.into_iter().map(|name| (name, Some(field.ident.clone()))));
    Ok(())
}

fn corrected(field: &Field, what: String, name: &str, attributes: &Attributes, keys: &Found<'_>) -> Mistake {
    if let Some(get) = keys.get(Key::Get) {
        return Mistake::new(get.value_tokens(), what).correct(get.id.attribute, [rename(keys, name)]);
    }
    let mistake = Mistake::new(&field.ident, what);
    if attributes.all.is_empty() {
        mistake.help(format!("add `#[session({} = {name:?})]`", Key::Get.text()))
    } else {
        mistake.correct(0, [rename(keys, name)])
    }
}
