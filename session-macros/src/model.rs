//! A claims struct that has passed every check: whatever can be said here can be expanded.

use crate::path::Runtime;
use proc_macro2::Span;
use syn::{Attribute, ExprPath, Ident, Type, TypePath, Visibility};

/// A claims struct and its attribute.
pub(crate) struct Model {
    pub(crate) claims: Ident,
    pub(crate) vis: Visibility,
    /// The name of the generated session type.
    pub(crate) handle: Ident,
    pub(crate) runtime: Runtime,
    pub(crate) parts: Parts,
    pub(crate) token: Token,
    pub(crate) times: Times,
    pub(crate) store: StoreRules,
    /// Where sessions that were ended are listed.
    pub(crate) revocation: Option<Revocation>,
    /// Whether requests of other sites are kept from the session, where a cookie authenticates.
    pub(crate) csrf: bool,
    pub(crate) version: Version,
    /// Where a cookie is read or written.
    pub(crate) cookie: Option<Cookie>,
    /// Where a header is used.
    pub(crate) header: Option<Header>,
    /// The word `default`: a session starts from `Default` where there is none.
    pub(crate) default: Option<Span>,
    pub(crate) fields: Vec<Field>,
    pub(crate) owned: Vec<Registered>,
    /// A `#[serde(flatten)]` field, or the type that the struct is converted to, may hold any claim.
    pub(crate) open: bool,
}

/// Codec, storage and auth, which fit together unless a path is among them.
pub(crate) struct Parts {
    pub(crate) codec: Codec,
    pub(crate) storage: Storage,
    pub(crate) auth: Auth,
    pub(crate) places: Places,
}

/// Where the parts are named: the string, or the last name of the path.
pub(crate) struct Places {
    pub(crate) codec: Span,
    pub(crate) storage: Span,
    pub(crate) auth: Span,
}

impl Places {
    /// For parts that nobody has named.
    pub(crate) fn nowhere() -> Self {
        let nowhere = Span::call_site();
        Places { codec: nowhere, storage: nowhere, auth: nowhere }
    }
}

pub(crate) enum Codec {
    Jwt(Jws),
    Signed(Digest),
    Jwe,
    /// A bare id: it takes no key.
    Opaque,
    Path(TypePath),
}

/// What a JSON Web Token is signed with (RFC 7518 section 3.1, RFC 8037).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jws {
    Hs256,
    Hs384,
    Hs512,
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Jws {
    /// Whether who verifies has another key than who signs.
    pub(crate) fn has_public_keys(self) -> bool {
        !matches!(self, Jws::Hs256 | Jws::Hs384 | Jws::Hs512)
    }

    /// As a token's header has it.
    pub(crate) fn name(self) -> String {
        match self {
            Jws::EdDsa => "EdDSA".to_owned(),
            other => format!("{other:?}").to_uppercase(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256,
    /// Exactly Starlette's format.
    Sha1,
}

pub(crate) enum Storage {
    Cookie,
    Header,
    None,
    Server(Server),
    Path(TypePath),
}

/// A store of the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Memory,
    Sqlite,
    Postgres,
    Mysql,
    Redis,
}

impl Server {
    /// As it is written in the attribute, which is also the name of its cargo feature.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Server::Memory => "memory",
            Server::Sqlite => "sqlite",
            Server::Postgres => "postgres",
            Server::Mysql => "mysql",
            Server::Redis => "redis",
        }
    }
}

impl Model {
    /// Whether a store is asked for a subject: for its sessions, or whether they were revoked.
    pub(crate) fn has_indexed_subject(&self) -> bool {
        self.parts.storage.may_be_on_the_server() || self.revocation.is_some()
    }
}

impl Storage {
    /// Whether a store may keep the sessions: a path says nothing about that.
    pub(crate) fn may_be_on_the_server(&self) -> bool {
        match self {
            Storage::Cookie | Storage::Header | Storage::None => false,
            Storage::Server(_) | Storage::Path(_) => true,
        }
    }
}

pub(crate) enum Auth {
    Cookie,
    Header,
    /// Either, with how a storage on the server hands its token out, where that is said.
    Both(Option<Deliver>),
    Path(TypePath),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deliver {
    Cookie,
    Header,
}

pub(crate) struct Token {
    pub(crate) typ: String,
    /// What the `signed` codec derives its keys with, where that is not its default.
    pub(crate) salt: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) audience: Option<String>,
}

/// What a session on the server does when its store fails, and when somebody else has changed the same field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct StoreRules {
    /// `on_store_error = "anonymous"`
    pub(crate) anonymous: bool,
    /// `on_conflict = "reject"`
    pub(crate) reject: bool,
}

/// The list of revoked sessions.
pub(crate) struct Revocation {
    pub(crate) list: List,
    /// Where it is named.
    pub(crate) place: Span,
}

/// The store that has it.
pub(crate) enum List {
    Server(Server),
    Path(TypePath),
    /// Beside an error: one that keeps nothing.
    Nothing,
}

/// What the claims struct is, and what it was.
pub(crate) struct Version {
    pub(crate) version: u32,
    /// The structs of the versions before this one, the latest first.
    pub(crate) previous: Vec<TypePath>,
}

/// In seconds.
pub(crate) struct Times {
    pub(crate) lifetime: u64,
    pub(crate) idle: Option<Idle>,
    pub(crate) leeway: Option<u64>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Idle {
    pub(crate) after: u64,
    pub(crate) renew_after: u64,
}

#[derive(Clone)]
pub(crate) struct Cookie {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) domain: Option<String>,
    pub(crate) same_site: SameSite,
    pub(crate) secure: bool,
    pub(crate) http_only: bool,
    pub(crate) partitioned: bool,
    pub(crate) persistent: bool,
    /// What it was called before.
    pub(crate) previous_names: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SameSite {
    Lax,
    Strict,
    None,
}

#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) scheme: String,
    pub(crate) deliver: String,
}

pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) role: Role,
    pub(crate) access: Access,
    pub(crate) form: ClaimForm,
    /// The function that combines two changes.
    pub(crate) merge: Option<ExprPath>,
}

/// How serde writes a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ClaimForm {
    /// As its type does.
    Plain,
    /// By a function of the user's, under one of these names; none where it is flattened.
    Custom(Vec<String>),
    /// Not at all.
    Skipped,
}

/// What a change of a field means for the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    /// Whose session it is.
    Subject,
    /// A privilege: `rotate`.
    Privilege,
}

/// How handlers reach a field.
pub(crate) enum Access {
    /// Not at all.
    None,
    Read {
        get: Ident,
    },
    Write {
        get: Ident,
        set: Ident,
        get_mut: Ident,
    },
}

impl Field {
    /// Whether a handler can change it.
    pub(crate) fn is_writable(&self) -> bool {
        matches!(self.access, Access::Write { .. })
    }
}

/// A registered claim (RFC 7519 section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registered {
    Iss,
    Sub,
    Aud,
    Exp,
    Nbf,
    Iat,
    Jti,
}

impl Registered {
    pub(crate) const ALL: [Registered; 7] = [
        Registered::Iss,
        Registered::Sub,
        Registered::Aud,
        Registered::Exp,
        Registered::Nbf,
        Registered::Iat,
        Registered::Jti,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Registered::Iss => "iss",
            Registered::Sub => "sub",
            Registered::Aud => "aud",
            Registered::Exp => "exp",
            Registered::Nbf => "nbf",
            Registered::Iat => "iat",
            Registered::Jti => "jti",
        }
    }
}
