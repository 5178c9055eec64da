//! Codec, storage and auth as types.

use super::hidden;
use crate::model::{Auth, Codec, Deliver, Digest, Hmac, Model, Storage};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::TypePath;

/// Whether the parts fit together, in an item that nothing else depends on: a bad combination is one error, at the part.
pub(super) fn fits(model: &Model) -> TokenStream {
    let (runtime, places) = (&model.runtime, &model.parts.places);
    let codec = at(places.codec, codec(model));
    let storage = at(places.storage, storage(model));
    let auth = at(places.auth, auth(model));
    quote!(const _: () = #runtime::private::fits::<#codec, #storage, #auth>();)
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
/// Each is written once, here, so that it is one error: `checked.rs` of the runtime says how.
pub(super) fn aliases(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    let checked = |check: &str, path: &TypePath| {
        let check = format_ident!("{check}");
        quote! {
            <#runtime::private::Checked<{ #runtime::private::#check::<#path>() }> as #runtime::private::Part<#path>>::It
        }
    };
    let refuse = |codec: &str| {
        let text = format!(
            "codec `{codec}` needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features {codec}`"
        );
        quote_spanned!(model.parts.places.codec=> ::core::compile_error!(#text))
    };
    let codec = match &model.parts.codec {
        Codec::Jwt(hmac) => {
            let algorithm = match hmac {
                Hmac::Hs256 => quote!(Hs256),
                Hmac::Hs384 => quote!(Hs384),
                Hmac::Hs512 => quote!(Hs512),
            };
            let refuse = refuse("jwt");
            quote!(#runtime::__jwt!(#algorithm, #refuse))
        }
        Codec::Signed(digest) => {
            let digest = match digest {
                Digest::Sha256 => quote!(Sha256),
                Digest::Sha1 => quote!(Sha1),
            };
            let refuse = refuse("signed");
            quote!(#runtime::__signed!(#digest, #refuse))
        }
        Codec::Path(path) => checked("is_codec", path),
    };
    let storage = match &model.parts.storage {
        Storage::Path(path) => Some(checked("is_storage", path)),
        Storage::Cookie | Storage::Header | Storage::None => None,
    };
    let auth = match &model.parts.auth {
        Auth::Path(path) => Some(checked("is_auth", path)),
        Auth::Cookie | Auth::Header | Auth::Both(_) => None,
    };
    let parts = [("Codec", Some(codec)), ("Storage", storage), ("Auth", auth)];
    let aliases = parts.into_iter().filter_map(|(noun, part)| {
        let (name, part) = (hidden(model, noun), part?);
        Some(quote!(type #name = #part;))
    });
    aliases.collect()
}

pub(super) fn codec(model: &Model) -> TokenStream {
    hidden(model, "Codec").into_token_stream()
}

pub(super) fn storage(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.storage {
        Storage::Cookie => quote!(#runtime::CookieStorage),
        Storage::Header => quote!(#runtime::HeaderStorage),
        Storage::None => quote!(#runtime::NoStorage),
        Storage::Path(_) => hidden(model, "Storage").into_token_stream(),
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
