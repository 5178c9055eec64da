//! From the model to the items. Everything but the session type stands in one `const` block, with absolute paths only.

mod accessors;
mod docs;
mod layer;
mod live;
mod patch;
mod session;

use crate::model::{Auth, Codec, Deliver, Digest, Hmac, Model, Storage};
use crate::span::at;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

pub(crate) use layer::Layer;

/// All items for a claims struct.
pub(crate) fn expand(model: &Model) -> TokenStream {
    let fits = fits(model);
    items(model, &Layer::of(model), &fits)
}

/// The items, with this `layer` and with `more` in the `const` block.
pub(crate) fn items(model: &Model, layer: &Layer, more: &TokenStream) -> TokenStream {
    let (live, patch, session) = (live::expand(model), patch::expand(model), session::expand(model));
    let (layer, accessors) = (layer::expand(model, layer), accessors::expand(model));
    let (handle, claims, runtime) = (&model.handle, &model.claims, &model.runtime);
    let declared = live::declare(model);
    quote! {
        #declared

        #[allow(
            dead_code,
            non_camel_case_types,
            non_snake_case,
            private_interfaces,
            unnameable_types,
            unreachable_pub,
            unused_qualifications,
            clippy::all,
            clippy::pedantic,
            clippy::restriction
        )]
        const _: () = {
            #patch
            #session
            #layer
            #live
            #accessors
            #runtime::__extractors!(#handle, #claims);
            #more
        };
    }
}

/// Whether the parts fit together, in an item that nothing else depends on: a bad combination is one error, from the first to the
/// last token that names a part.
fn fits(model: &Model) -> TokenStream {
    let (claims, runtime) = (&model.claims, &model.runtime);
    let (codec, storage, auth) = (codec(model), storage(model), auth(model));
    let (first, last) = model.parts.ends;
    let path = at(first, quote!(#runtime::private::fits));
    let open = quote_spanned!(first=> ::<);
    let close = quote_spanned!(last=> >());
    quote!(const _: () = #path #open #claims, #codec, #storage, #auth #close;)
}

fn codec(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.codec {
        Codec::Jwt(hmac) => {
            let algorithm = match hmac {
                Hmac::Hs256 => quote!(Hs256),
                Hmac::Hs384 => quote!(Hs384),
                Hmac::Hs512 => quote!(Hs512),
            };
            quote!(#runtime::Jwt<#runtime::#algorithm>)
        }
        Codec::Signed(digest) => {
            let digest = match digest {
                Digest::Sha256 => quote!(Sha256),
                Digest::Sha1 => quote!(Sha1),
            };
            quote!(#runtime::Signed<#runtime::#digest>)
        }
        Codec::Path(path) => quote!(#path),
    }
}

fn storage(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    match &model.parts.storage {
        Storage::Cookie => quote!(#runtime::CookieStorage),
        Storage::Header => quote!(#runtime::HeaderStorage),
        Storage::None => quote!(#runtime::NoStorage),
        Storage::Path(path) => quote!(#path),
    }
}

fn auth(model: &Model) -> TokenStream {
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
        Auth::Path(path) => quote!(#path),
    }
}

/// The type that holds changes: none where there is nothing to change.
fn patch_type(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    if model.fields.iter().any(crate::model::Field::is_writable) {
        let name = patch_name(model);
        quote!(#name)
    } else {
        quote!(#runtime::private::NoPatch)
    }
}

/// A name that no type of the user's has: the user's types are named beside it.
fn patch_name(model: &Model) -> Ident {
    format_ident!("__{}Patch", model.claims.unraw())
}
