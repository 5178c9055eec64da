//! `revocation`: where sessions that their tokens carry are listed once they are over.

use super::form::Arg;
use super::key::{Found, Key};
use super::part::{Part, Parts, part};
use crate::attr::{Digest, Revocation, Storage};
use crate::mistake::Mistake;
use crate::model::{self, Server};

/// `revocation` names a store, or is a path to one.
pub(super) fn read(
    found: &Found<'_>,
    parts: &Parts<'_>,
    digest: Option<Digest>,
    mistakes: &mut Vec<Mistake>,
) -> Option<model::Revocation> {
    let given = part::<Revocation>(found, Key::Revocation, mistakes)?;
    let wrong = is_client_held(&given, parts).or_else(|| is_said_in_the_token(&given, digest));
    if let Some(wrong) = wrong {
        mistakes.push(wrong);
        return None;
    }
    let place = super::place(given.entry);
    let list = match given.value {
        Part::BuiltIn(name) => model::List::Server(match name {
            Revocation::Memory => Server::Memory,
            Revocation::Sqlite => Server::Sqlite,
            Revocation::Postgres => Server::Postgres,
            Revocation::Mysql => Server::Mysql,
            Revocation::Redis => Server::Redis,
        }),
        Part::Path(path) => model::List::Path(path),
    };
    Some(model::Revocation { list, place })
}

/// A session that a store keeps is over when the store has it no more: there is nothing to list.
fn is_client_held(given: &Arg<'_, Part<Revocation>>, parts: &Parts<'_>) -> Option<Mistake> {
    let storage = parts.storage().filter(|storage| Storage::is_on_the_server(*storage))?;
    let name = crate::attr::Name::text(storage);
    Some(given.without(format!(
        "`revocation` is for tokens that carry their session: storage `{name}` ends sessions by itself"
    )))
}

/// A token with digest `sha1` is exactly Starlette's.
fn is_said_in_the_token(given: &Arg<'_, Part<Revocation>>, digest: Option<Digest>) -> Option<Mistake> {
    let what = "`revocation` does not go with digest `sha1`: its tokens are Starlette's, which do not say which session they are of";
    (digest == Some(Digest::Sha1)).then(|| given.without(what).note(", or `digest = \"sha256\"`"))
}
