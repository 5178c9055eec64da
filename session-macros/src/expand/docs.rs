//! What this configuration does, for the documentation of what is generated.

use crate::model::{Auth, Codec, Cookie, Digest, Field, Header, Model, Role, SameSite, Storage};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

/// Paragraphs as doc attributes.
pub(super) fn attributes(paragraphs: &[String]) -> TokenStream {
    let text = paragraphs.join("\n\n");
    let lines = text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

pub(super) fn live(model: &Model) -> Vec<String> {
    let claims = model.claims.unraw();
    let mut text = vec![
        format!("The live session of [`{claims}`]: what a handler reads and changes."),
        kept(model),
        presented(model),
        lasts(model),
    ];
    text.push(if matches!(model.parts.storage, Storage::None) {
        "It can only be read here.".to_owned()
    } else {
        "Fields that a handler changes become the session's when this is dropped, and go out with the response.".to_owned()
    });
    text
}

pub(super) fn layer(model: &Model) -> Vec<String> {
    let claims = model.claims.unraw();
    vec![
        format!("The layer that gives requests their session of [`{claims}`]."),
        takes(model),
        signed(model),
        kept(model),
        presented(model),
        lasts(model),
    ]
}

pub(super) fn for_test(model: &Model) -> Vec<String> {
    let handle = model.handle.unraw();
    vec![format!(
        "A session with these claims and without a request, for unit tests of handlers that take `{handle}`."
    )]
}

pub(super) fn renew(model: &Model) -> Vec<String> {
    let until = match model.times.idle {
        Some(idle) => format!(
            "It then ends {} after this request, and at the latest {} after its start.",
            spoken(idle.after),
            spoken(model.times.lifetime)
        ),
        None => format!("It still ends {} after its start.", spoken(model.times.lifetime)),
    };
    vec![format!("Issues the token again with this response, although nothing has changed. {until}")]
}

pub(super) fn end(model: &Model) -> Vec<String> {
    let what = match &model.parts.storage {
        Storage::Cookie => {
            let name = model.cookie.as_ref().map_or("session", |cookie| &cookie.name);
            format!("Ends the session: the response tells the client to drop the cookie `{name}`.")
        }
        Storage::Header => {
            let name = model.header.as_ref().map_or("session-token", |header| &header.deliver);
            format!(
                "Ends the session: the response carries an empty `{name}`, which tells the client to drop its token."
            )
        }
        Storage::None | Storage::Path(_) => {
            "Ends the session, and tells the client to drop its token.".to_owned()
        }
    };
    let copies = match &model.parts.storage {
        Storage::Path(_) => {
            "Whether a copy of the token still works afterwards depends on the storage.".to_owned()
        }
        Storage::Cookie | Storage::Header | Storage::None => format!(
            "The client holds the session, and the server remembers none: a token that somebody has copied stays valid \
             until its `exp`, at most {} after it was issued. A request that is still under way when this one is answered, and \
             changes the session, hands it out again. Other devices stay logged in.",
            spoken(model.times.idle.map_or(model.times.lifetime, |idle| idle.after))
        ),
    };
    let errors = "# Errors\nWhen the response has already left.".to_owned();
    [Some(what), Some(copies), other_sites(model), Some(errors)].into_iter().flatten().collect()
}

/// What a page of another site can do where the browser presents the token by itself.
fn other_sites(model: &Model) -> Option<String> {
    if !matches!(model.parts.auth, Auth::Cookie | Auth::Both(_)) {
        return None;
    }
    let what = match model.cookie.as_ref()?.same_site {
        SameSite::Lax => {
            "`SameSite=Lax` keeps the cookie out of forms that other sites post, and not out of their links: log out in a `POST`"
        }
        SameSite::Strict => "`SameSite=Strict` keeps the cookie out of requests that other sites cause",
        SameSite::None => {
            "`SameSite=None` sends the cookie with forms that other sites post, so check the request's `Origin` yourself"
        }
    };
    Some(format!("The layer does not check which site a request comes from. {what}."))
}

pub(super) fn getter(model: &Model, field: &Field) -> Vec<String> {
    let name = field.ident.unraw();
    let claims = model.claims.unraw();
    match field.role {
        Role::Subject => vec![format!("The subject of the session, `{name}` of [`{claims}`].")],
        Role::Plain | Role::Privilege => vec![format!("`{name}` of [`{claims}`].")],
    }
}

/// Of the setter, and of the mutable getter.
pub(super) fn setters(model: &Model, field: &Field) -> (Vec<String>, Vec<String>) {
    let name = field.ident.unraw();
    let old = match &model.parts.storage {
        Storage::Path(_) => "",
        Storage::Cookie | Storage::Header | Storage::None => {
            " The token before it stays valid until its `exp`."
        }
    };
    let effect = match field.role {
        Role::Plain => {
            "No other field is written, so other handles of this request keep what they change.".to_owned()
        }
        Role::Subject => format!(
            "It is the subject: the session gets a new token, and what older handles of this request have changed is dropped.{old}"
        ),
        Role::Privilege => format!(
            "It is a privilege: the session gets a new token, and older handles of this request change no privilege any more.{old}"
        ),
    };
    let set = format!("Changes `{name}`. {effect}");
    let get_mut = format!("`{name}` to change in place; it counts as changed from here on. {effect}");
    (vec![set], vec![get_mut])
}

/// The parameters.
fn takes(model: &Model) -> String {
    let path = |path: &syn::TypePath| crate::attr::path_text(quote!(#path));
    let key = match &model.parts.codec {
        Codec::Jwt(hmac) => format!("`key` is a `SecretKey<{hmac:?}>`, or a `KeyRing` of them"),
        Codec::Signed(digest) => format!("`key` is a `SecretKey<{digest:?}>`, or a `KeyRing` of them"),
        Codec::Path(codec) => format!("`key` is what `{}` is made of", path(codec)),
    };
    match (&model.parts.codec, &model.parts.storage) {
        (_, Storage::Path(storage)) => format!("{key}; `store` is where `{}` keeps sessions.", path(storage)),
        (Codec::Path(_), _) => format!("{key}; `store` is `()`."),
        (Codec::Jwt(_) | Codec::Signed(_), _) => format!("{key}."),
    }
}

/// How the token is made.
fn signed(model: &Model) -> String {
    match &model.parts.codec {
        Codec::Jwt(hmac) => {
            let name = format!("{hmac:?}").to_uppercase();
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
fn kept(model: &Model) -> String {
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
fn presented(model: &Model) -> String {
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
fn lasts(model: &Model) -> String {
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
fn spoken(seconds: u64) -> String {
    let (unit, each) = [("day", 86_400), ("hour", 3_600), ("minute", 60)]
        .into_iter()
        .find(|(_, each)| seconds.is_multiple_of(*each) && seconds > 0)
        .unwrap_or(("second", 1));
    let count = seconds / each;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
