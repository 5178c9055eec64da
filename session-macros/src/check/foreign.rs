//! Words that people bring from other libraries.

use super::key::{Key, Scope};
use crate::suggest::plain;

/// Keys of other libraries, without case, `-` and `_`: what they are called here.
const KEYS: [(&str, Scope, Key); 58] = [
    ("format", Scope::Struct, Key::Codec),
    ("encoding", Scope::Struct, Key::Codec),
    ("encoder", Scope::Struct, Key::Codec),
    ("serializer", Scope::Struct, Key::Codec),
    ("token", Scope::Struct, Key::Codec),
    ("backend", Scope::Struct, Key::Storage),
    ("store", Scope::Struct, Key::Storage),
    ("persistence", Scope::Struct, Key::Storage),
    ("transport", Scope::Struct, Key::Auth),
    ("authentication", Scope::Struct, Key::Auth),
    ("extractor", Scope::Struct, Key::Auth),
    ("alg", Scope::Struct, Key::Algorithm),
    ("algo", Scope::Struct, Key::Algorithm),
    ("tokentype", Scope::Struct, Key::Typ),
    ("type", Scope::Struct, Key::Typ),
    ("iss", Scope::Struct, Key::Issuer),
    ("aud", Scope::Struct, Key::Audience),
    ("maxage", Scope::Struct, Key::Lifetime),
    ("expiresin", Scope::Struct, Key::Lifetime),
    ("expires", Scope::Struct, Key::Lifetime),
    ("expiry", Scope::Struct, Key::Lifetime),
    ("expiration", Scope::Struct, Key::Lifetime),
    ("exp", Scope::Struct, Key::Lifetime),
    ("ttl", Scope::Struct, Key::Lifetime),
    ("duration", Scope::Struct, Key::Lifetime),
    ("lifespan", Scope::Struct, Key::Lifetime),
    ("sessionlifetime", Scope::Struct, Key::Lifetime),
    ("timeout", Scope::Struct, Key::Idle),
    ("idletimeout", Scope::Struct, Key::Idle),
    ("inactivity", Scope::Struct, Key::Idle),
    ("oninactivity", Scope::Struct, Key::Idle),
    ("sliding", Scope::Struct, Key::Idle),
    ("rolling", Scope::Struct, Key::Idle),
    ("refresh", Scope::Struct, Key::RenewAfter),
    ("refreshafter", Scope::Struct, Key::RenewAfter),
    ("renew", Scope::Struct, Key::RenewAfter),
    ("clockskew", Scope::Struct, Key::Leeway),
    ("skew", Scope::Struct, Key::Leeway),
    ("krate", Scope::Struct, Key::Crate),
    ("extractorname", Scope::Struct, Key::Handle),
    ("cookiename", Scope::Cookie, Key::Name),
    ("sessionname", Scope::Cookie, Key::Name),
    ("cookiepath", Scope::Cookie, Key::Path),
    ("cookiedomain", Scope::Cookie, Key::Domain),
    ("cookiesecure", Scope::Cookie, Key::Secure),
    ("cookiehttponly", Scope::Cookie, Key::HttpOnly),
    ("cookiesamesite", Scope::Cookie, Key::SameSite),
    ("httpsonly", Scope::Cookie, Key::Secure),
    ("headername", Scope::Header, Key::Name),
    ("prefix", Scope::Header, Key::Scheme),
    ("headerscheme", Scope::Header, Key::Scheme),
    ("id", Scope::Field, Key::Subject),
    ("identity", Scope::Field, Key::Subject),
    ("sub", Scope::Field, Key::Subject),
    ("privilege", Scope::Field, Key::Rotate),
    ("getter", Scope::Field, Key::Get),
    ("rename", Scope::Field, Key::Get),
    ("skip", Scope::Field, Key::SkipAccessors),
];

/// Names of other libraries for values: what they are called here.
const VALUES: [(&str, &str, &str); 47] = [
    ("codec", "session", "jwt"),
    ("codec", "jws", "jwt"),
    ("codec", "jsonwebtoken", "jwt"),
    ("codec", "hs256", "jwt"),
    ("codec", "itsdangerous", "signed"),
    ("codec", "timestampsigner", "signed"),
    ("digest", "sha384", "sha256"),
    ("digest", "sha512", "sha256"),
    ("codec", "encrypted", "jwe"),
    ("codec", "private", "jwe"),
    ("codec", "random", "opaque"),
    ("codec", "uuid", "opaque"),
    ("codec", "id", "opaque"),
    ("codec", "sessionid", "opaque"),
    ("storage", "session", "cookie"),
    ("storage", "client", "cookie"),
    ("storage", "browser", "cookie"),
    ("storage", "localstorage", "header"),
    ("storage", "stateless", "none"),
    ("storage", "jwt", "cookie"),
    ("storage", "null", "none"),
    ("storage", "inmemory", "memory"),
    ("storage", "ram", "memory"),
    ("storage", "moka", "memory"),
    ("storage", "server", "memory"),
    ("storage", "sql", "sqlite"),
    ("storage", "db", "sqlite"),
    ("storage", "database", "sqlite"),
    ("storage", "sqlx", "sqlite"),
    ("storage", "postgresql", "postgres"),
    ("storage", "pg", "postgres"),
    ("storage", "mariadb", "mysql"),
    ("storage", "valkey", "redis"),
    ("storage", "cluster", "redis"),
    ("auth", "bearer", "header"),
    ("auth", "authorization", "header"),
    ("auth", "token", "header"),
    ("auth", "jwt", "header"),
    ("auth", "session", "cookie"),
    ("auth", "setcookie", "cookie"),
    ("algorithm", "sha256", "HS256"),
    ("algorithm", "hmac", "HS256"),
    ("algorithm", "hmacsha256", "HS256"),
    ("algorithm", "hmacsha384", "HS384"),
    ("algorithm", "hmacsha512", "HS512"),
    ("algorithm", "sha512", "HS512"),
    ("algorithm", "ed25519", "EdDSA"),
];

/// What a key of another library is called here; the scope's own meaning first.
pub(super) fn key(word: &str, scope: Scope) -> Option<(Scope, Key)> {
    let word = plain(word);
    let named = || KEYS.iter().filter(|(name, ..)| *name == word).map(|(_, home, key)| (*home, *key));
    named().find(|(home, _)| *home == scope).or_else(|| named().next())
}

/// What a value of another library is called here.
pub(super) fn value(noun: &str, word: &str) -> Option<&'static str> {
    let word = plain(word);
    VALUES.iter().find(|(of, name, _)| *of == noun && *name == word).map(|(.., ours)| *ours)
}

/// A key of another library that says what is a value here.
pub(super) fn entry(word: &str) -> Option<(Key, &'static str)> {
    match plain(word).as_str() {
        "bearer" | "authorization" => Some((Key::Auth, "header")),
        "jwt" => Some((Key::Codec, "jwt")),
        _ => None,
    }
}

/// Whether a key asks for a secret.
pub(super) fn is_secret(word: &str) -> bool {
    matches!(
        plain(word).as_str(),
        "key" | "secret" | "secretkey" | "signingkey" | "password" | "encryptionkey"
    )
}
