//! From what is written to a model that cannot be wrong: one function per rule. All mistakes are found at once, except those
//! that another one hides.

mod accessor;
mod belongs;
mod claim;
mod combination;
mod cookie;
mod field;
mod foreign;
mod form;
mod header;
mod key;
mod merge;
mod misplaced;
mod naming;
mod part;
mod revocation;
mod shape;
mod signer;
mod time;
mod token;
mod version;

pub(crate) use field::lenient as lenient_fields;
pub(crate) use naming::lenient as lenient_names;

use self::field::Kept;
use self::form::Arg;
use self::key::{Found, Key, Scope};
use self::part::{Part, Parts};
use crate::attr::{Algorithm, Attributes, Auth, Codec, Deliver, Digest, Entry, Form, Storage, Value};
use crate::expand::Layer;
use crate::mistake::{Mistake, corrected, errors};
use crate::model::{self, Model};
use crate::path::Runtime;
use proc_macro2::Span;
use syn::{DeriveInput, Ident};

/// Holds a claims struct against all rules.
pub(crate) fn check(input: &DeriveInput) -> Result<Model, Vec<syn::Error>> {
    let attributes = Attributes::read(&input.attrs, "session");
    let claims = &input.ident;
    let fields = shape::fields(input);
    let (settings, mistakes) = match &fields {
        // an attribute would not make it right
        Err(_) if attributes.all.is_empty() => (None, Vec::new()),
        _ => attribute(&attributes, claims),
    };
    let mut found = errors(&attributes, &mistakes, |attributes| attribute(attributes, claims).1);
    let storage = settings.as_ref().map(|settings| &settings.parts.storage);
    let kept = Kept {
        writable: !matches!(storage, Some(model::Storage::None)),
        shared: storage.is_none_or(model::Storage::may_be_on_the_server),
    };
    let fields = match fields {
        Ok(fields) => field::check(fields, &input.attrs, kept, &mut found),
        Err(mistake) => {
            found.splice(0..0, errors(&Attributes::default(), &[mistake], |_| Vec::new()));
            None
        }
    };
    match (settings, fields) {
        (Some(settings), Some(fields)) if found.is_empty() => Ok(model(input, settings, fields)),
        _ => Err(found),
    }
}

fn model(input: &DeriveInput, settings: Settings, fields: field::Fields) -> Model {
    Model {
        claims: input.ident.clone(),
        vis: input.vis.clone(),
        handle: settings.handle,
        runtime: settings.runtime,
        parts: settings.parts,
        token: settings.token,
        times: settings.times,
        store: settings.store,
        revocation: settings.revocation,
        csrf: settings.csrf,
        version: settings.version,
        cookie: settings.cookie,
        header: settings.header,
        default: settings.default,
        fields: fields.fields,
        owned: fields.owned,
        open: fields.open,
    }
}

/// What the attribute on the struct says.
struct Settings {
    handle: Ident,
    runtime: Runtime,
    parts: model::Parts,
    token: model::Token,
    times: model::Times,
    store: model::StoreRules,
    revocation: Option<model::Revocation>,
    csrf: bool,
    version: model::Version,
    cookie: Option<model::Cookie>,
    header: Option<model::Header>,
    default: Option<Span>,
}

/// Holds the attribute on the struct against its rules.
fn attribute(attributes: &Attributes, claims: &Ident) -> (Option<Settings>, Vec<Mistake>) {
    let Some(name) = attributes.name() else {
        let what = format!("`{claims}` has no attribute that says how its sessions travel");
        let help = "add `#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")]`";
        return (None, vec![Mistake::new(claims, what).help(help)]);
    };
    let slips =
        attributes.slips.iter().map(|slip| Mistake::new(&slip.at, &slip.what).correct(slip.attribute, []));
    let mut mistakes: Vec<Mistake> = slips.collect();

    let found = Found::read(attributes, attributes.entries(), Scope::Struct, &mut mistakes);
    let parts = Parts::read(&found, &mut mistakes);
    mistakes.extend(combination::codec_and_storage(&parts));
    mistakes.extend(combination::storage_and_auth(&parts));
    let csrf = belongs::csrf(&found, &parts, &mut mistakes);
    let store = belongs::of_a_store(&found, &parts, &mut mistakes);
    let deliver = deliver(&found, &parts, &mut mistakes);
    let algorithm = token::algorithm(&found, &parts, &mut mistakes);
    let digest = signer::digest(&found, &parts, &mut mistakes);
    let revocation = revocation::read(&found, &parts, digest, &mut mistakes);
    let version = version::read(&found, &parts, digest, &mut mistakes);
    let token = token::read(&found, &parts, claims, &mut mistakes);
    let times = time::read(&found, &mut mistakes);
    let cookie = cookie::read(attributes, &found, &parts, &mut mistakes);
    let header = header::read(attributes, &found, &parts, &mut mistakes);
    let default = form::flag(&found, Key::Default, &mut mistakes)
        .filter(|default| default.value)
        .and_then(|default| default.entry.key.as_ref().map(Ident::span));
    let handle = naming::handle(&found, claims, &mut mistakes);
    let runtime = naming::runtime(&found, &mut mistakes);

    // While something else is wrong, a key may be missing because of that.
    if mistakes.is_empty() {
        mistakes.extend(combination::complete(&found, &claims.to_string(), name));
    }
    let settings = mistakes.is_empty().then(|| {
        let codec = codec(&parts, algorithm.map(|algorithm| algorithm.value), digest)?;
        let parts = built(parts, codec, deliver)?;
        Some(Settings {
            handle,
            runtime: Runtime::new(runtime),
            parts,
            token: token?,
            times,
            store,
            revocation,
            csrf,
            version,
            cookie,
            header,
            default,
        })
    });
    (settings.flatten(), mistakes)
}

fn deliver(found: &Found<'_>, parts: &Parts<'_>, mistakes: &mut Vec<Mistake>) -> Option<Deliver> {
    use crate::attr::Name as _;
    let stand_in = Deliver::Cookie.text();
    let given = form::text(found, Key::Deliver, stand_in, mistakes).and_then(|given| {
        let name: Deliver = part::named(given.entry, &given.value, stand_in, mistakes)?;
        Some(Arg::new(given.entry, name))
    });
    mistakes.extend(combination::deliver(parts, given.as_ref(), found.get(Key::Deliver).is_some()));
    given.map(|given| given.value)
}

/// The codec for the model, unless it is not built.
fn codec(parts: &Parts<'_>, algorithm: Option<Algorithm>, digest: Option<Digest>) -> Option<model::Codec> {
    match &parts.codec.as_ref()?.value {
        Part::BuiltIn(Codec::Jwt) => Some(model::Codec::Jwt(jws(algorithm))),
        Part::BuiltIn(Codec::Signed) => Some(model::Codec::Signed(match digest {
            None | Some(Digest::Sha256) => model::Digest::Sha256,
            Some(Digest::Sha1) => model::Digest::Sha1,
        })),
        Part::BuiltIn(Codec::Opaque) => Some(model::Codec::Opaque),
        Part::BuiltIn(Codec::Jwe) => Some(model::Codec::Jwe),
        Part::Path(path) => Some(model::Codec::Path(path.clone())),
    }
}

/// The parts for the model, once everything about them is right and built.
fn built(parts: Parts<'_>, made: model::Codec, deliver: Option<Deliver>) -> Option<model::Parts> {
    let (codec, storage, auth) = (parts.codec?, parts.storage?, parts.auth?);
    let places =
        model::Places { codec: place(codec.entry), storage: place(storage.entry), auth: place(auth.entry) };
    Some(model::Parts {
        codec: made,
        storage: kept(storage.value),
        auth: match auth.value {
            Part::BuiltIn(Auth::Cookie) => model::Auth::Cookie,
            Part::BuiltIn(Auth::Header) => model::Auth::Header,
            Part::BuiltIn(Auth::Both) => model::Auth::Both(deliver.map(|deliver| match deliver {
                Deliver::Cookie => model::Deliver::Cookie,
                Deliver::Header => model::Deliver::Header,
            })),
            Part::Path(path) => model::Auth::Path(path),
        },
        places,
    })
}

/// The storage for the model.
fn kept(storage: Part<Storage>) -> model::Storage {
    use model::Server;
    match storage {
        Part::BuiltIn(Storage::Cookie) => model::Storage::Cookie,
        Part::BuiltIn(Storage::Header) => model::Storage::Header,
        Part::BuiltIn(Storage::None) => model::Storage::None,
        Part::BuiltIn(Storage::Memory) => model::Storage::Server(Server::Memory),
        Part::BuiltIn(Storage::Sqlite) => model::Storage::Server(Server::Sqlite),
        Part::BuiltIn(Storage::Postgres) => model::Storage::Server(Server::Postgres),
        Part::BuiltIn(Storage::Mysql) => model::Storage::Server(Server::Mysql),
        Part::BuiltIn(Storage::Redis) => model::Storage::Server(Server::Redis),
        Part::Path(path) => model::Storage::Path(path),
    }
}

/// The last name of a path, and of anything else the first token: on stable, a place is one token.
fn place(entry: &Entry) -> Span {
    let name = match &entry.form {
        Form::Value(Value::Path(path)) => path.path.segments.last().map(|segment| segment.ident.span()),
        _ => None,
    };
    let first = || entry.value_tokens().into_iter().next().map(|token| token.span());
    name.or_else(first).unwrap_or_else(Span::call_site)
}

fn jws(algorithm: Option<Algorithm>) -> model::Jws {
    use model::Jws;
    match algorithm.unwrap_or(Algorithm::Hs256) {
        Algorithm::Hs256 => Jws::Hs256,
        Algorithm::Hs384 => Jws::Hs384,
        Algorithm::Hs512 => Jws::Hs512,
        Algorithm::Rs256 => Jws::Rs256,
        Algorithm::Rs384 => Jws::Rs384,
        Algorithm::Rs512 => Jws::Rs512,
        Algorithm::Ps256 => Jws::Ps256,
        Algorithm::Ps384 => Jws::Ps384,
        Algorithm::Ps512 => Jws::Ps512,
        Algorithm::Es256 => Jws::Es256,
        Algorithm::Es384 => Jws::Es384,
        Algorithm::EdDsa => Jws::EdDsa,
    }
}

/// What a fallback can know of a wrong attribute, once that is corrected.
pub(crate) struct Lenient {
    /// The codec, unless nobody knows which key it takes.
    pub(crate) codec: Option<model::Codec>,
    pub(crate) storage: Option<model::Storage>,
    /// Whether there is a list of revoked sessions.
    pub(crate) revocation: bool,
    pub(crate) layer: Layer,
}

pub(crate) fn lenient_parts(attributes: &Attributes, claims: &Ident) -> Lenient {
    // Whoever asked for a list of revoked sessions passes one, whatever is corrected.
    let asked = Found::read(attributes, attributes.entries(), Scope::Struct, &mut Vec::new())
        .get(Key::Revocation)
        .is_some();
    let again = |attributes: &Attributes| attribute(attributes, claims).1;
    let attributes = &corrected(attributes, &again(attributes), again);
    let found = Found::read(attributes, attributes.entries(), Scope::Struct, &mut Vec::new());
    let parts = Parts::read(&found, &mut Vec::new());
    let algorithm = token::algorithm(&found, &parts, &mut Vec::new()).map(|algorithm| algorithm.value);
    let digest = signer::digest(&found, &parts, &mut Vec::new());
    let codec_is_path = parts.codec.as_ref().is_some_and(|codec| codec.value.built_in().is_none());
    let made = codec(&parts, algorithm, digest).unwrap_or(model::Codec::Jwt(model::Jws::Hs256));
    let storage = parts.storage.map(|storage| kept(storage.value));
    let may_keep = storage.as_ref().is_some_and(model::Storage::may_be_on_the_server);
    let revocation = asked && !matches!(storage, Some(model::Storage::Server(_)));
    Lenient {
        revocation,
        layer: Layer::Fallback {
            key: match &made {
                model::Codec::Opaque => None,
                _ => Some(!codec_is_path),
            },
            store: codec_is_path || may_keep,
            revocation,
        },
        codec: (!codec_is_path).then_some(made),
        storage,
    }
}
