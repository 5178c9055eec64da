//! What this configuration does, for the documentation of what is generated.

mod parts;

use self::parts::{Out, kept, lasts, out, presented, signed, spoken, takes};
use crate::model::{Auth, Field, Model, Role, SameSite, Server, Storage};
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
    let changes = match model.parts.storage {
        Storage::None => "It can only be read here.",
        Storage::Server(_) => {
            "Fields that a handler changes become the session's when this is dropped, and are saved before the response is sent. \
             Requests that change different fields at the same time both keep what they change."
        }
        Storage::Cookie | Storage::Header | Storage::Path(_) => {
            "Fields that a handler changes become the session's when this is dropped, and go out with the response."
        }
    };
    text.push(changes.to_owned());
    text
}

pub(super) fn layer(model: &Model) -> Vec<String> {
    let claims = model.claims.unraw();
    let mut text = vec![
        format!("The layer that gives requests their session of [`{claims}`]."),
        takes(model),
        signed(model),
        kept(model),
        presented(model),
        lasts(model),
    ];
    if let Storage::Server(server) = model.parts.storage {
        text.push(fails(model, server));
    }
    text.extend(model.revocation.as_ref().map(|_| revoked(model)));
    text
}

/// What happens when the store does not do what it is asked.
fn fails(model: &Model, server: Server) -> String {
    let load = match (server, model.store.anonymous) {
        // there is no connection that could fail
        (Server::Memory, _) => String::new(),
        (_, false) => "A request whose session cannot be loaded because the store fails is answered with 503 if it asks for it. ".to_owned(),
        (_, true) => {
            "A request whose session cannot be loaded because the store fails has none, and saves nothing. ".to_owned()
        }
    };
    format!("{load}A response whose session cannot be saved becomes a 503.")
}

/// What the list of revoked sessions costs and does.
fn revoked(model: &Model) -> String {
    let fails = match model.store.anonymous {
        false => "the answer to such a request is 503",
        true => "such a request has none, and saves nothing",
    };
    format!(
        "`revoked` is the list of sessions that were ended before their tokens: each request that asks for its session asks it, \
         once, and remembers nothing, so that a session is over for every server as soon as it is ended. If it fails, {fails}; a \
         response that ends a session and cannot list it becomes a 503. Tokens from before `revocation` was asked for are refused."
    )
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
    let what = match model.parts.storage {
        Storage::Server(_) => {
            "Moves the session's end in the store, and hands its token out again with this response"
        }
        Storage::Cookie | Storage::Header | Storage::None | Storage::Path(_) => {
            "Issues the token again with this response"
        }
    };
    vec![format!("{what}, although nothing has changed. {until}")]
}

pub(super) fn end(model: &Model) -> Vec<String> {
    let client = match out(model) {
        Some(Out::Cookie(cookie)) => {
            format!("the response tells the client to drop the cookie `{}`.", cookie.name)
        }
        Some(Out::Header(header)) => format!(
            "the response carries an empty `{}`, which tells the client to drop its token.",
            header.deliver
        ),
        None => "the response tells the client to drop its token.".to_owned(),
    };
    let copies = match &model.parts.storage {
        Storage::Server(_) => "It is deleted in the store before the response is sent: from then on a copy of its token opens nothing, \
                               and a request that is still under way cannot bring it back. If the store fails, the answer is 503 and \
                               the client keeps its token, to try again. Other sessions of the same subject go on."
            .to_owned(),
        Storage::Path(_) => {
            "Whether a copy of the token still works afterwards depends on the storage.".to_owned()
        }
        Storage::Cookie | Storage::Header | Storage::None if model.revocation.is_some() => {
            "It is on the list of revoked sessions before the response is sent: from then on a copy of its token opens nothing, \
             and a request that is still under way cannot bring it back. If the list fails, the answer is 503 and the client keeps \
             its token, to try again. Other devices stay logged in: see `SessionSlot::revoke_others`."
                .to_owned()
        }
        Storage::Cookie | Storage::Header | Storage::None => format!(
            "The client holds the session, and the server remembers none: a token that somebody has copied stays valid \
             until its `exp`, at most {} after it was issued. A request that is still under way when this one is answered, and \
             changes the session, hands it out again. Other devices stay logged in.",
            spoken(model.times.idle.map_or(model.times.lifetime, |idle| idle.after))
        ),
    };
    let errors = "# Errors\nWhen the response has already left.".to_owned();
    let ends = format!("Ends the session: {client}");
    [Some(ends), Some(copies), other_sites(model), Some(errors)].into_iter().flatten().collect()
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
        SameSite::None => match model.csrf {
            true => "`SameSite=None` sends the cookie with whatever other sites make a browser send",
            false => {
                "`SameSite=None` sends the cookie with forms that other sites post, so check the request's `Origin` yourself"
            }
        },
    };
    let checks = match model.csrf {
        true => {
            "A request of another site that could change something is answered with 403, and one that could not, such as a `GET`, \
             is not"
        }
        false => "The layer does not check which site a request comes from",
    };
    Some(format!("{checks}. {what}."))
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
        Storage::Server(_) => " The id before it is dead when the response is sent.",
        _ if model.revocation.is_some() => " The token before it is dead when the response is sent.",
        Storage::Cookie | Storage::Header | Storage::None => {
            " The token before it stays valid until its `exp`."
        }
    };
    let effect = match field.role {
        Role::Plain => format!(
            "No other field is written, so other handles of this request keep what they change.{}",
            meanwhile(model, field)
        ),
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

/// What happens when another request changes the same field of the same session.
fn meanwhile(model: &Model, field: &Field) -> String {
    if let Some(path) = &field.merge {
        let path = crate::attr::path_text(quote!(#path));
        return format!(
            " If another request changes it at the same time, `{path}` makes one of both changes."
        );
    }
    match (&model.parts.storage, model.store.reject) {
        (Storage::Server(_), true) => {
            " If another request has changed it meanwhile, the answer is 409 and nothing is saved.".to_owned()
        }
        (Storage::Server(_), false) => {
            " If another request changes it at the same time, the later one stands.".to_owned()
        }
        _ => String::new(),
    }
}
