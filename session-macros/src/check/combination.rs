//! Which codec, storage and auth fit together: the one table.

use super::form::Arg;
use super::key::{Found, Key};
use super::part::{Parts, stand_in};
use crate::attr::{Auth, Codec, Deliver, Edit, Entry, Name, Storage};
use crate::mistake::Mistake;

const YES: bool = true;
const NO: bool = false;

/// The storages that can keep what a codec makes: a token that carries the claims can be kept anywhere, one that only refers to
/// them needs a server that keeps them.
#[rustfmt::skip]
const KEEPS: [(Codec, [bool; 8]); 4] = [
    //              cookie header none memory sqlite postgres mysql redis
    (Codec::Jwt,    [YES,  YES,   YES, YES,   YES,   YES,     YES,  YES]),
    (Codec::Jwe,    [YES,  YES,   YES, YES,   YES,   YES,     YES,  YES]),
    (Codec::Signed, [YES,  YES,   YES, YES,   YES,   YES,     YES,  YES]),
    (Codec::Opaque, [NO,   NO,    NO,  YES,   YES,   YES,     YES,  YES]),
];

/// Whether a storage's token reaches an auth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Yes,
    /// Nothing ever sets the cookie that the auth reads.
    NoCookie,
    /// When `deliver` says in which of two ways the token is handed out.
    IfDelivered,
}

#[rustfmt::skip]
const REACHES: [(Storage, [Reach; 3]); 8] = {
    use Reach::{IfDelivered, NoCookie, Yes};
    [
        //                  cookie    header both
        (Storage::Cookie,   [Yes,      Yes,  Yes]),
        (Storage::Header,   [NoCookie, Yes,  NoCookie]),
        (Storage::None,     [Yes,      Yes,  Yes]),
        (Storage::Memory,   [Yes,      Yes,  IfDelivered]),
        (Storage::Sqlite,   [Yes,      Yes,  IfDelivered]),
        (Storage::Postgres, [Yes,      Yes,  IfDelivered]),
        (Storage::Mysql,    [Yes,      Yes,  IfDelivered]),
        (Storage::Redis,    [Yes,      Yes,  IfDelivered]),
    ]
};

fn keeps(codec: Codec, storage: Storage) -> bool {
    let row = KEEPS.iter().find(|(name, _)| *name == codec).map(|(_, row)| row);
    row.zip(column(Storage::ALL, storage)).is_some_and(|(row, column)| row.get(column) == Some(&YES))
}

fn reach(storage: Storage, auth: Auth) -> Option<Reach> {
    let (_, row) = REACHES.iter().find(|(name, _)| *name == storage)?;
    row.get(column(Auth::ALL, auth)?).copied()
}

fn column<T: Name>(all: &[T], name: T) -> Option<usize> {
    all.iter().position(|other| *other == name)
}

/// Codec, storage and auth are all there.
pub(super) fn complete(found: &Found<'_>, claims: &str, name: &syn::Ident) -> Option<Mistake> {
    let missing: Vec<Key> =
        [Key::Codec, Key::Storage, Key::Auth].into_iter().filter(|key| found.get(*key).is_none()).collect();
    let names: Vec<String> = missing.iter().map(|key| format!("no `{}`", key.text())).collect();
    let names = match names.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let entries = missing.iter().map(|key| Edit::Add(0, Entry::text(key.text(), stand_in(*key, found))));
    Some(Mistake::new(name, format!("`{claims}` has {names}")).correct(0, entries))
}

/// The storage can keep what the codec makes. The correction changes the codec: a client keeps only what carries its claims.
pub(super) fn codec_and_storage(parts: &Parts<'_>) -> Option<Mistake> {
    let (codec, storage) = (parts.codec()?, parts.storage()?);
    if keeps(codec, storage) {
        return None;
    }
    let what = format!(
        "codec `{}` cannot be used with storage `{}`: its token only refers to claims, and that storage keeps none on the server",
        codec.text(),
        storage.text()
    );
    Some(parts.codec.as_ref()?.instead(what, Codec::Jwt.text()))
}

/// What the storage hands out is what the auth reads. The correction changes the auth.
pub(super) fn storage_and_auth(parts: &Parts<'_>) -> Option<Mistake> {
    let (storage, auth) = (parts.storage()?, parts.auth()?);
    match reach(storage, auth)? {
        Reach::Yes | Reach::IfDelivered => None,
        Reach::NoCookie => {
            let what =
                format!("storage `{}` sets no cookie, so auth `cookie` never finds one", storage.text());
            Some(parts.auth.as_ref()?.instead(what, Auth::Header.text()))
        }
    }
}

/// `deliver` is given where, and only where, it decides something: for a storage on the server with both auths. The storage of a
/// path may be one.
pub(super) fn deliver(parts: &Parts<'_>, deliver: Option<&Arg<'_, Deliver>>, given: bool) -> Option<Mistake> {
    let (storage, auth) = (parts.storage.as_ref()?, parts.auth.as_ref()?);
    let decides = match (storage.value.built_in(), auth.value.built_in()) {
        (Some(storage), Some(auth)) => reach(storage, auth) == Some(Reach::IfDelivered),
        (None, Some(auth)) => auth == Auth::Both,
        (_, None) => false,
    };
    match (deliver, decides) {
        (Some(deliver), false) => Some(
            deliver.without("`deliver` is for a storage on the server with `auth(\"cookie\", \"header\")`"),
        ),
        (None, true) if !given && storage.value.built_in().is_some() => {
            let what =
                "a session on the server with two auths does not say in which of them it hands its id out";
            let attribute = auth.entry.id.attribute;
            let added = Entry::text(Key::Deliver.text(), Deliver::Cookie.text());
            Some(
                auth.mistake(what)
                    .correct(attribute, [Edit::Add(attribute, added)])
                    .note(", or `deliver = \"header\"`"),
            )
        }
        _ => None,
    }
}
