//! Every key that goes with a cookie and a header, over several attributes.
use serde::{Deserialize, Serialize};
use session_runtime::{Hs512, KeyRing, SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone, Default)]
#[session(codec = "jwt", algorithm = "HS512", typ = "at+jwt")]
#[session(issuer = "https://example.com", audience = "example-api")]
#[session(lifetime = "30d", idle = "2h", renew_after = "10m", leeway = "30s")]
#[session(
    storage = "cookie",
    cookie(
        name = "__Secure-id",
        path = "/app",
        domain = "example.com",
        same_site = "none",
        secure = true,
        http_only = false,
        partitioned,
        persistent = false,
    ),
)]
#[session(auth("cookie", "header"), header(name = "x-session", scheme = "Token"))]
#[session(default, handle = Visitor)]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    #[session(rotate)]
    admin: bool,
    #[session(readonly)]
    since: u32,
    #[session(get = "rank")]
    claims: Option<String>,
    #[session(skip_accessors)]
    build: u32,
    exp: Option<u64>,
    #[serde(flatten)]
    more: std::collections::HashMap<String, String>,
}

pub fn layer(key: SecretKey<Hs512>) -> SessionLayer<Account> {
    Account::layer(KeyRing::new(key))
}

pub fn change(visitor: &mut Visitor) -> Option<&str> {
    visitor.set_rank(None);
    visitor.set_admin(true);
    visitor.rank()
}

fn main() {}
