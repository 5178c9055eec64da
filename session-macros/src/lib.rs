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
/// | `codec` | | how claims become a token: `"jwt"`, or a path to a `Codec` |
/// | `storage` | | where the token is kept: `"cookie"`, `"header"`, `"none"`, or a path to a `Storage` |
/// | `auth` | | how the client presents it: `"cookie"`, `"header"`, `auth("cookie", "header")`, or a path to an `Auth` |
/// | `algorithm` | `"HS256"` | `"HS256"`, `"HS384"` or `"HS512"` |
/// | `typ` | `"account+jwt"` | what the token's header says and must say |
/// | `issuer`, `audience` | | issued and then required |
/// | `lifetime` | `"14d"` | from `start` to the end, whatever happens; at most `"400d"` |
/// | `idle` | | the session ends after so long without a request |
/// | `renew_after` | a quarter of `idle` | a session that is only read is renewed no more often |
/// | `leeway` | `"0s"` | by how much `exp` and `nbf` are forgiven; at most `"5m"` |
/// | `cookie(..)` | | `name`, `path`, `domain`, `same_site`, `secure`, `http_only`, `partitioned`, `persistent` |
/// | `header(..)` | | `name`, `scheme`, `deliver` |
/// | `deliver` | | `"cookie"` or `"header"`, where the server keeps the session and the client may present its id in both |
/// | `default` | off | `AccountSession` starts from `Default` where there is no session |
/// | `handle` | `AccountSession` | the name of the generated type |
/// | `crate` | `::session_runtime` | the path of the runtime |
///
/// # On a field
///
/// | key | |
/// |---|---|
/// | `subject` | whose session it is: a change issues a new token and drops what older handles changed |
/// | `rotate` | a privilege: a change issues a new token |
/// | `readonly` | no setter |
/// | `get = "name"` | another name for the getter and the setters |
/// | `skip_accessors` | no accessors |
#[proc_macro_derive(Session, attributes(session))]
pub fn session(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::derive(input.into()).into()
}
