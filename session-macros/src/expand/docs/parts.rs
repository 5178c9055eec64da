//! Codec, storage and auth in sentences.

use crate::model::{Auth, Codec, Cookie, Deliver, Digest, Header, List, Model, SameSite, Server, Storage};
use quote::quote;

/// Which way a token that the layer hands out goes; none where that is not known here.
#[derive(Clone, Copy)]
pub(super) enum Out<'m> {
    Cookie(&'m Cookie),
    Header(&'m Header),
}

pub(super) fn out(model: &Model) -> Option<Out<'_>> {
    let cookie = || model.cookie.as_ref().map(Out::Cookie);
    let header = || model.header.as_ref().map(Out::Header);
    match (&model.parts.storage, &model.parts.auth) {
        (Storage::Cookie, _) => cookie(),
        (Storage::Header, _) => header(),
        (Storage::None, _) => None,
        (Storage::Server(_), Auth::Cookie | Auth::Both(Some(Deliver::Cookie))) => cookie(),
        (Storage::Server(_), Auth::Header | Auth::Both(Some(Deliver::Header))) => header(),
        (Storage::Server(_), Auth::Both(None) | Auth::Path(_)) | (Storage::Path(_), _) => None,
    }
}

/// The parameters.
pub(super) fn takes(model: &Model) -> String {
    let path = |path: &syn::TypePath| crate::attr::path_text(quote!(#path));
    let key = match &model.parts.codec {
        Codec::Jwt(jws) if jws.has_public_keys() && matches!(model.parts.storage, Storage::None) => format!(
            "`key` is a `VerifyingKey<{jws:?}>`, or a `SigningKey<{jws:?}>` that issues tokens as well, or a `KeyRing` of either"
        ),
        Codec::Jwt(jws) if jws.has_public_keys() => {
            format!("`key` is a `SigningKey<{jws:?}>`, or a `KeyRing` of them")
        }
        Codec::Jwt(jws) => format!("`key` is a `SecretKey<{jws:?}>`, or a `KeyRing` of them"),
        Codec::Signed(digest) => format!("`key` is a `SecretKey<{digest:?}>`, or a `KeyRing` of them"),
        Codec::Jwe => "`key` is a `SecretKey<A256Gcm>`, or a `KeyRing` of them".to_owned(),
        Codec::Path(codec) => format!("`key` is what `{}` is made of", path(codec)),
        Codec::Opaque => return format!("{}.", store(&model.parts.storage)),
    };
    let list = match model.revocation.as_ref().map(|revocation| &revocation.list) {
        None | Some(List::Nothing) => String::new(),
        Some(List::Server(server)) => format!("; `revoked` is a `{}`", type_of(*server)),
        Some(List::Path(list)) => format!("; `revoked` is a `{}`", path(list)),
    };
    match (&model.parts.codec, &model.parts.storage) {
        (_, Storage::Server(_) | Storage::Path(_)) => {
            format!("{key}; {}{list}.", store(&model.parts.storage))
        }
        (Codec::Path(_), _) => format!("{key}; `store` is `()`{list}."),
        (Codec::Jwt(_) | Codec::Signed(_) | Codec::Jwe | Codec::Opaque, _) => format!("{key}{list}."),
    }
}

/// The parameter `store`.
fn store(storage: &Storage) -> String {
    let kept = match storage {
        Storage::Server(server) => format!("a `{}`", type_of(*server)),
        Storage::Path(path) => {
            return format!("`store` is where `{}` keeps sessions", crate::attr::path_text(quote!(#path)));
        }
        Storage::Cookie | Storage::Header | Storage::None => "`()`".to_owned(),
    };
    format!("`store` is {kept}, which keeps the sessions")
}

fn type_of(server: Server) -> &'static str {
    match server {
        Server::Memory => "MemoryStore",
        Server::Sqlite => "SqliteStore",
        Server::Postgres => "PostgresStore",
        Server::Mysql => "MySqlStore",
        Server::Redis => "RedisStore",
    }
}

/// How the token is made.
pub(super) fn signed(model: &Model) -> String {
    let refers = matches!(model.parts.storage, Storage::Server(_));
    match &model.parts.codec {
        Codec::Opaque => "Tokens are the ids of sessions: 256 random bits, which say nothing and of which the store has only the \
                          SHA-256."
            .to_owned(),
        Codec::Jwt(jws) if refers => {
            let name = jws.name();
            let typ = &model.token.typ;
            format!(
                "Tokens are JSON Web Tokens of the type `{typ}`, signed with {name}, that say the id of the session and no claims: a \
                 forged one never reaches the store."
            )
        }
        Codec::Signed(_) if refers => {
            "Tokens are the ids of sessions with a timestamp, signed as Python's itsdangerous does it: a forged one never reaches \
             the store."
                .to_owned()
        }
        Codec::Jwe => {
            let typ = &model.token.typ;
            let what = if refers { "the id of the session" } else { "the claims" };
            format!(
                "Tokens are JSON Web Tokens of the type `{typ}`, encrypted with A256GCM: only who has the key can read {what}, or make \
                 one."
            )
        }
        Codec::Jwt(jws) => {
            let name = jws.name();
            let typ = &model.token.typ;
            format!(
                "Tokens are JSON Web Tokens of the type `{typ}`, signed with {name}: whoever holds one can read its claims, \
                 and only who has the key can make one."
            )
        }
        Codec::Signed(Digest::Sha256) => {
            "Tokens are base64 JSON with a timestamp, signed with SHA-256 as Python's itsdangerous does it: whoever holds one can \
             read its claims, and only who has the key can make one."
                .to_owned()
        }
        Codec::Signed(Digest::Sha1) => {
            "Tokens are those of Starlette's session middleware, so a Python application with the same secret reads and writes \
             the same sessions: whoever holds one can read its claims, and only who has the secret can make one."
                .to_owned()
        }
        Codec::Path(path) => format!("Tokens are made by `{}`.", crate::attr::path_text(quote!(#path))),
    }
}

/// Where the token goes.
pub(super) fn kept(model: &Model) -> String {
    if let Storage::Server(server) = model.parts.storage {
        let place = match server {
            Server::Memory => "the memory of this process",
            Server::Sqlite => "SQLite",
            Server::Postgres => "PostgreSQL",
            Server::Mysql => "MySQL or MariaDB",
            Server::Redis => "Redis",
        };
        let how = match out(model) {
            Some(Out::Cookie(cookie)) => {
                format!("sets its token as the cookie `{}` ({})", cookie.name, cookie_attributes(cookie))
            }
            Some(Out::Header(header)) => format!("carries its token in the header `{}`", header.deliver),
            None => "hands its token out".to_owned(),
        };
        return format!(
            "It is kept in {place}. A response that begins it, or gives it a new id, {how}; a change of other fields is saved and \
             hands nothing out."
        );
    }
    match (&model.parts.storage, &model.cookie, &model.header) {
        (Storage::Cookie, Some(cookie), _) => format!(
            "Every response that writes the session sets the token as the cookie `{}` ({}).",
            cookie.name,
            cookie_attributes(cookie)
        ),
        (Storage::Header, _, Some(header)) => {
            format!("Every response that writes the session carries the token in the header `{}`.", header.deliver)
        }
        (Storage::Path(path), ..) => format!("It is kept by `{}`.", crate::attr::path_text(quote!(#path))),
        _ => "The layer hands no token out: tokens come from elsewhere, or from `layer.tokens().issue(&claims)`.".to_owned(),
    }
}

/// How the token comes back.
pub(super) fn presented(model: &Model) -> String {
    let as_header = |header: &Option<Header>| match header {
        Some(header) => format!("`{}: {} <token>`", header.name, header.scheme),
        None => "a header".to_owned(),
    };
    match (&model.parts.auth, &model.cookie) {
        (Auth::Cookie, Some(cookie)) => format!("The client presents it in the cookie `{}`.", cookie.name),
        (Auth::Cookie, None) => "The client presents it in a cookie.".to_owned(),
        (Auth::Header, Some(cookie)) if matches!(model.parts.storage, Storage::Cookie) => {
            let who = if cookie.http_only {
                "`HttpOnly` is on: that is for clients that read `Set-Cookie` themselves, and script in a page cannot read it. \
                 `cookie(http_only = false)` lets it."
            } else {
                "`HttpOnly` is off: script in a page can read the cookie and present it, and so can script that an attacker \
                 gets into the page."
            };
            format!("The client presents it as {}. {who}", as_header(&model.header))
        }
        (Auth::Header, _) => format!("The client presents it as {}.", as_header(&model.header)),
        (Auth::Both(_), cookie) => {
            let name = cookie.as_ref().map_or("session", |cookie| &cookie.name);
            format!(
                "The client presents it as {}, or in the cookie `{name}`. A header of this scheme wins, valid or not: there is no \
                 fallback from it to the cookie.",
                as_header(&model.header)
            )
        }
        (Auth::Path(path), _) => {
            format!("The client presents it as `{}` reads it.", crate::attr::path_text(quote!(#path)))
        }
    }
}

/// How long the session lasts.
pub(super) fn lasts(model: &Model) -> String {
    let lifetime = spoken(model.times.lifetime);
    match model.times.idle {
        Some(idle) => format!(
            "It ends after {} without a request, and at the latest {lifetime} after its start.",
            spoken(idle.after)
        ),
        None => format!("It ends {lifetime} after its start."),
    }
}

fn cookie_attributes(cookie: &Cookie) -> String {
    let mut text = format!("`Path={}", cookie.path);
    if let Some(domain) = &cookie.domain {
        text.push_str("; Domain=");
        text.push_str(domain);
    }
    let same_site = match cookie.same_site {
        SameSite::Lax => "; SameSite=Lax",
        SameSite::Strict => "; SameSite=Strict",
        SameSite::None => "; SameSite=None",
    };
    for (on, flag) in [
        (cookie.secure, "; Secure"),
        (cookie.http_only, "; HttpOnly"),
        (true, same_site),
        (cookie.partitioned, "; Partitioned"),
        (cookie.persistent, "; Max-Age"),
    ] {
        if on {
            text.push_str(flag);
        }
    }
    text.push('`');
    text
}

/// Seconds in words.
pub(super) fn spoken(seconds: u64) -> String {
    let (unit, each) = [("day", 86_400), ("hour", 3_600), ("minute", 60)]
        .into_iter()
        .find(|(_, each)| seconds.is_multiple_of(*each) && seconds > 0)
        .unwrap_or(("second", 1));
    let count = seconds / each;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
