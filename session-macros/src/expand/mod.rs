//! From the model to the items. Everything but the session type stands in one `const` block, with absolute paths only.

mod absent;
mod accessors;
mod docs;
mod layer;
mod live;
mod parts;
mod patch;
mod session;

use crate::model::Model;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

pub(crate) use layer::Layer;

/// All items for a claims struct.
pub(crate) fn expand(model: &Model) -> TokenStream {
    items(model, &Layer::of(model), &parts::fits(model))
}

/// The items, with this `layer` and with `more` in the `const` block.
pub(crate) fn items(model: &Model, layer: &Layer, more: &TokenStream) -> TokenStream {
    let is_whole = !matches!(layer, Layer::Fallback { .. });
    let (live, patch, session) = (live::expand(model), patch::expand(model), session::expand(model));
    let (layer, accessors, absent) =
        (layer::expand(model, layer), accessors::expand(model), absent::expand(model));
    let (handle, claims, runtime) = (&model.handle, &model.claims, &model.runtime);
    let (declared, aliases) = (live::declare(model), parts::aliases(model, is_whole));
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
            #aliases
            #patch
            #session
            #layer
            #live
            #accessors
            #absent
            #runtime::__extractors!(#handle, #claims);
            #more
        };
    }
}

/// The type that holds changes: none where there is nothing to change.
fn patch_type(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    if model.fields.iter().any(crate::model::Field::is_writable) {
        hidden(model, "Patch").into_token_stream()
    } else {
        quote!(#runtime::private::NoPatch)
    }
}

/// A name that no type of the user's has: the user's types are named beside it.
fn hidden(model: &Model, noun: &str) -> Ident {
    format_ident!("__{}{noun}", model.claims.unraw())
}
