//! The derive behind `session-runtime`: use it through that crate, which re-exports it.
//!
//! The way of an attribute: `attr` reads it as it is written, `check` holds it against the rules and gives a `model` that
//! cannot be wrong, `expand` writes the items; after a mistake, `fallback` writes stand-ins for them.

mod attr;
mod check;
mod derive;
mod expand;
mod fallback;
mod mistake;
mod model;
mod path;
mod serde;
mod suggest;
mod types;

#[cfg(test)]
mod tests;

/// Makes a struct of claims a session.
///
/// ```text
/// #[derive(Session, Serialize, Deserialize, Clone)]
/// #[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "14d", idle = "30m")]
/// pub struct Account {
///     #[session(subject)]
///     user_id: u64,
///     name: String,
///     theme: Option<String>,
/// }
/// ```
///
/// writes `impl Session for Account`, `Account::layer`, and `AccountSession`, through which a handler reads and changes the
/// session, with its extractors.
///
/// # On the struct
///
/// | key | default | |
/// |---|---|---|
/// | `codec` | | how claims become a token: `"jwt"`, `"jwe"`, `"signed"`, `"opaque"`, or a path to a `Codec` |
/// | `storage` | | where the session is kept: with the client in a `"cookie"` or behind a `"header"`, or `"none"`; on the server in `"memory"`, `"sqlite"`, `"postgres"`, `"mysql"` or `"redis"`; or a path to a `Store` or `Storage` |
/// | `auth` | | how the client presents it: `"cookie"`, `"header"`, `auth("cookie", "header")`, or a path to an `Auth` |
/// | `algorithm` | `"HS256"` | of `jwt`: `"HS256"`, `"HS384"`, `"HS512"`; with feature `jwt-asymmetric` `"RS256"` to `"RS512"`, `"PS256"` to `"PS512"`, `"ES256"`, `"ES384"`, `"EdDSA"` |
/// | `digest`, `salt` | `"sha256"`, the struct's name | of `signed`: `"sha256"` or `"sha1"`, and what keys are derived with |
/// | `typ` | `"account+jwt"` | what the token's header says and must say |
/// | `issuer`, `audience` | | issued and then required |
/// | `lifetime` | `"14d"` | from `start` to the end, whatever happens; at most `"400d"` |
/// | `idle` | | the session ends after so long without a request |
/// | `renew_after` | a quarter of `idle` | a session that is only read is renewed no more often |
/// | `leeway` | `"0s"` | by how much `exp` and `nbf` are forgiven; at most `"5m"` |
/// | `cookie(..)` | | `name`, `path`, `domain`, `same_site`, `secure`, `http_only`, `partitioned`, `persistent`, `previous_names(..)` |
/// | `header(..)` | | `name`, `scheme`, `deliver` |
/// | `deliver` | | `"cookie"` or `"header"`, where the server keeps the session and the client may present its id in both |
/// | `csrf` | on | where a cookie authenticates: unsafe requests and WebSocket upgrades that another site makes a browser send cannot reach the session |
/// | `version`, `previous` | 1 | what the struct is, and the structs that earlier versions were, each with a `From` for this one: their sessions go on. Fields that are registered claims, such as `exp`, are the same in all of them |
/// | `on_store_error` | `"fail"` | on the server: a request whose session cannot be loaded is answered with 503, or has none: `"anonymous"` |
/// | `on_conflict` | `"merge"` | on the server: of two requests that change one field at the same time, the later one stands, or is answered with 409: `"reject"` |
/// | `revocation` | off | of sessions that the client holds: where those that were ended before their tokens are listed: `"memory"`, `"sqlite"`, `"postgres"`, `"mysql"`, `"redis"`, or a path to a `Store` |
/// | `default` | off | `AccountSession` starts from `Default` where there is no session |
/// | `handle` | `AccountSession` | the name of the generated type |
/// | `crate` | `::session_runtime` | the path of the runtime |
///
/// # On a field
///
/// | key | |
/// |---|---|
/// | `subject` | whose session it is: a change issues a new token and drops what older handles changed. On the server its type is `Serialize`, and as visible as the struct |
/// | `rotate` | a privilege: a change issues a new token |
/// | `readonly` | no setter |
/// | `get = "name"` | another name for the getter and the setters |
/// | `skip_accessors` | no accessors |
/// | `merge = path` | on the server: a `fn(base: &T, mine: T, theirs: &T) -> T` that makes one of two changes at the same time, such as those of a counter |
#[proc_macro_derive(Session, attributes(session))]
pub fn session(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::derive(input.into()).into()
}
