//! The payload of a token: the claims as a JSON object, with what the layer adds to them.
//!
//! The layer's claims are appended to the serialised object and taken out again while it is read, without
//! `#[serde(flatten)]`, which would buffer every field. Who owns a claim is settled as follows.
//!
//! - `iat`, `exp`, `iss` and `aud` (RFC 7519 section 4.1) are the layer's. It writes them and does not show them to the
//!   claims type: not to a `deny_unknown_fields` struct, nor to a `#[serde(flatten)]` map.
//! - A struct that declares one of them owns it ([`Settings::owned`]): it is shown, it is enforced all the same, and the
//!   layer writes no other.
//! - A struct with a `#[serde(flatten)]` map ([`Settings::open`]) owns those that its map holds when it is written.
//!   Nothing in such an object tells who wrote `exp`, so the layer says which ones it added, in a claim of its own, `sla`.
//!   Reading shows the map all that is not named there. A foreign token has no `sla`: all of it belongs to the map.
//!   The same serves an `exp: Option<u64>` of a struct that is `None`.
//!
//! The layer's own claims are private claims (RFC 7519 section 4.3), reserved in every claims type:
//!
//! | claim | what | written |
//! |---|---|---|
//! | `sst` | when the session started | with an idle timeout, or where the claims own `exp` or `iat` |
//! | `sxp` | when it expires for want of use | with an idle timeout, where the claims own `exp` |
//! | `sse` | when it ends at the latest | beside `sst`, where that is not `sst` and the lifetime |
//! | `sla` | which registered claims the layer added | where the claims may own them |
//! | `sbs` | that the client forgets it when it is closed | where the session started so, unlike the attribute says |
//! | `svn` | the version of the claims struct | from the second on |
//! | `sid` | the session's id | in tokens that refer to a session on the server, or whose session can be revoked; reserved elsewhere |
//!
//! A bare payload, as the `signed` codec writes it for Starlette, is the claims alone: nothing is added, hidden or reserved.

mod buffer;
mod fast;
mod found;
mod key;
mod members;
mod names;
mod read;
mod rules;
mod values;
mod write;

pub(crate) use buffer::Buffer;
#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
pub(crate) use read::read;
pub(crate) use read::read_bare;
pub(crate) use rules::is_version;
#[cfg(any(feature = "jwe", feature = "jwt", feature = "signed"))]
pub(crate) use write::write;
pub(crate) use write::{Fixed, write_bare};

#[cfg(test)]
mod tests;

#[cfg(doc)]
use crate::settings::Settings;
