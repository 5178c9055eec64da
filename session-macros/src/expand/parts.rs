//! Codec, storage and auth as types.

use super::hidden;
use crate::model::{Auth, Codec, Deliver, Digest, List, Model, Server, Storage};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::TypePath;

/// Whether the parts fit together, in an item that nothing else depends on: a bad combination is one error, at the part.
pub(super) fn fits(model: &Model) -> TokenStream {
    let (runtime, places) = (&model.runtime, &model.parts.places);
    let codec = at(places.codec, codec(model));
    let storage = at(places.storage, storage(model));
    let auth = at(places.auth, auth(model));
    let fits = quote!(const _: () = #runtime::private::fits::<#codec, #storage, #auth>(););
    // A storage given as a path may be one on the server.
    match (&model.revocation, &model.parts.storage) {
        (Some(revocation), Storage::Path(_)) => {
            let storage = at(revocation.place, super::parts::storage(model));
            quote!(#fits const _: bool = #runtime::private::is_client_held::<#storage>();)
        }
        _ => fits,
    }
}

/// A type at another place. Of its names only the last one moves: the compiler reports the type there, and whatever is wrong with
/// the path before it, such as the runtime's, at its own place.
fn at(place: Span, ty: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = ty.into_iter().collect();
    let last = tokens.iter().rposition(|token| matches!(token, TokenTree::Ident(_))).unwrap_or(0);
    for (index, token) in tokens.iter_mut().enumerate() {
        if index >= last || matches!(token, TokenTree::Punct(_)) {
            token.set_span(place);
        }
    }
    tokens.into_iter().collect()
}

/// The names of parts that may be none: those of a path, and those that the runtime has only with a feature.
///
/// Each is written once, here, so that it is one error: `checked.rs` of the runtime says how. Where something else is wrong
/// already, a store that the runtime lacks is one that keeps nothing.
pub(super) fn aliases(model: &Model, is_whole: bool) -> TokenStream {
    let runtime = &model.runtime;
    let checked = |check: &str, path: &TypePath| {
        let check = format_ident!("{check}");
        quote! {
            <#runtime::private::Checked<{ #runtime::private::#check::<#path>() }> as #runtime::private::Part<#path>>::It
        }
    };
    let needs = |place: Span, what: &str, feature: &str| {
        let text = format!(
            "{what} needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features {feature}`"
        );
        quote_spanned!(place=> ::core::compile_error!(#text))
    };
    let refuse = |place: Span, noun: &str, name: &str| needs(place, &format!("{noun} `{name}`"), name);
    let places = &model.parts.places;
    let codec = match &model.parts.codec {
        Codec::Jwt(jws) => {
            let algorithm = format_ident!("{jws:?}");
            Some(if jws.has_public_keys() {
                let refuse = needs(places.codec, &format!("algorithm `{}`", jws.name()), "jwt-asymmetric");
                quote!(#runtime::__jwt_asymmetric!(#algorithm, #refuse))
            } else {
                let refuse = refuse(places.codec, "codec", "jwt");
                quote!(#runtime::__jwt!(#algorithm, #refuse))
            })
        }
        Codec::Signed(digest) => {
            let digest = match digest {
                Digest::Sha256 => quote!(Sha256),
                Digest::Sha1 => quote!(Sha1),
            };
            let refuse = refuse(places.codec, "codec", "signed");
            Some(quote!(#runtime::__signed!(#digest, #refuse)))
        }
        Codec::Jwe => {
            let refuse = refuse(places.codec, "codec", "jwe");
            Some(quote!(#runtime::__jwe!(#refuse)))
        }
        Codec::Opaque => None,
        Codec::Path(path) => Some(checked("is_codec", path)),
    };
    let storage = match &model.parts.storage {
        Storage::Server(server) => {
            let refuse = match is_whole {
                true => refuse(places.storage, "storage", server.name()),
                false => quote!(true),
            };
            let it = store_macro(*server);
            Some(quote!(#runtime::#it!(#refuse)))
        }
        Storage::Path(path) => Some(checked("is_storage", path)),
        Storage::Cookie | Storage::Header | Storage::None => None,
    };
    let auth = match &model.parts.auth {
        Auth::Path(path) => Some(checked("is_auth", path)),
        Auth::Cookie | Auth::Header | Auth::Both(_) => None,
    };
    let revocation = model.revocation.as_ref().map(|revocation| match &revocation.list {
        List::Server(server) => {
            let refuse = match is_whole {
                true => refuse(revocation.place, "revocation", server.name()),
                false => quote!(true),
            };
            let it = store_macro(*server);
            quote!(#runtime::#it!(#refuse))
        }
        List::Path(path) => checked("is_store", path),
        List::Nothing => quote!(()),
    });
    let parts = [("Codec", codec), ("Storage", storage), ("Auth", auth), ("Revoked", revocation)];
    let aliases = parts.into_iter().filter_map(|(noun, part)| {
        let (name, part) = (hidden(model, noun), part?);
        Some(quote!(type #name = #part;))
    });
    aliases.collect()
}

/// What writes the type of a store, or the error that it needs a feature.
fn store_macro(server: Server) -> TokenStream {
    match server {
        Server::Memory => quote!(__memory),
        Server::Sqlite => quote!(__sqlite),
        Server::Postgres => quote!(__postgres),
        Server::Mysql => quote!(__mysql),
        Server::Redis => quote!(__redis),
    }
}

pub(super) fn revocation(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    if model.revocation.is_none() {
        return quote!(#runtime::NeverRevoked);
    }
    let list = list(model);
    quote!(#runtime::RevokedIn<#list>)
}

/// The store of the list of revoked sessions.
pub(super) fn list(model: &Model) -> TokenStream {
    hidden(model, "Revoked").into_token_stream()
}

pub(super) fn codec(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.codec {
        Codec::Opaque => quote!(#runtime::Opaque),
        Codec::Jwt(_) | Codec::Signed(_) | Codec::Jwe | Codec::Path(_) => {
            hidden(model, "Codec").into_token_stream()
        }
    }
}

pub(super) fn storage(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.storage {
        Storage::Cookie => quote!(#runtime::CookieStorage),
        Storage::Header => quote!(#runtime::HeaderStorage),
        Storage::None => quote!(#runtime::NoStorage),
        Storage::Server(_) | Storage::Path(_) => hidden(model, "Storage").into_token_stream(),
    }
}

pub(super) fn auth(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.auth {
        Auth::Cookie => quote!(#runtime::CookieAuth),
        Auth::Header => quote!(#runtime::HeaderAuth),
        Auth::Both(deliver) => {
            let deliver = match deliver {
                None => quote!(Undecided),
                Some(Deliver::Cookie) => quote!(ByCookie),
                Some(Deliver::Header) => quote!(ByHeader),
            };
            quote!(#runtime::BothAuth<#runtime::private::#deliver>)
        }
        Auth::Path(_) => hidden(model, "Auth").into_token_stream(),
    }
}
