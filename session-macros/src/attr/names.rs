//! The built-in names, each written once.

/// A set of names that a value can have.
pub(crate) trait Name: Copy + PartialEq + 'static {
    /// What they name, in the singular: `codec`.
    const NOUN: &str;
    /// All of them, in the order in which they are listed.
    const ALL: &[Self];
    /// As it is written.
    fn text(self) -> &'static str;

    /// What `text` names.
    fn of(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.text() == text)
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $noun:literal: $($variant:ident = $text:literal),+;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant),+
        }

        impl Name for $name {
            const NOUN: &str = $noun;
            const ALL: &[Self] = &[$(Self::$variant),+];

            fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }
    )+};
}

names! {
    /// How claims become a token.
    Codec, "codec": Jwt = "jwt", Jwe = "jwe", Signed = "signed", Opaque = "opaque";
    /// Where a session is kept for the next request.
    Storage, "storage": Cookie = "cookie", Header = "header", None = "none", Memory = "memory", Sqlite = "sqlite",
        Postgres = "postgres", Mysql = "mysql", Redis = "redis";
    /// How the client presents the token; `Both` is written `auth("cookie", "header")`.
    Auth, "auth": Cookie = "cookie", Header = "header", Both = "both";
    /// How a session that the server keeps hands its token out, where the client may present it in two ways.
    Deliver, "way to deliver": Cookie = "cookie", Header = "header";
    /// What a request sees whose session cannot be loaded because its store fails.
    OnStoreError, "answer to a store error": Fail = "fail", Anonymous = "anonymous";
    /// What happens to a request that changed a field which another one has changed meanwhile.
    OnConflict, "answer to a conflict": Merge = "merge", Reject = "reject";
    /// Where sessions that were ended are listed.
    Revocation, "revocation": Memory = "memory", Sqlite = "sqlite", Postgres = "postgres", Mysql = "mysql", Redis = "redis";
    /// What signs a JSON Web Token (RFC 7518 section 3.1, RFC 8037 section 3.1).
    Algorithm, "algorithm": Hs256 = "HS256", Hs384 = "HS384", Hs512 = "HS512", Rs256 = "RS256", Rs384 = "RS384",
        Rs512 = "RS512", Ps256 = "PS256", Ps384 = "PS384", Ps512 = "PS512", Es256 = "ES256", Es384 = "ES384", EdDsa = "EdDSA";
    /// The hash function of the `signed` codec.
    Digest, "digest": Sha256 = "sha256", Sha1 = "sha1";
    /// The cookie's `SameSite` attribute.
    SameSite, "same-site value": Lax = "lax", Strict = "strict", None = "none";
}

impl Storage {
    /// Whether the session stays on the server and the token only refers to it.
    pub(crate) fn is_on_the_server(self) -> bool {
        match self {
            Storage::Cookie | Storage::Header | Storage::None => false,
            Storage::Memory | Storage::Sqlite | Storage::Postgres | Storage::Mysql | Storage::Redis => true,
        }
    }
}
