//! `layer`: takes exactly what the configuration needs.

use super::{docs, parts};
use crate::model::{Codec, Model, Storage};
use proc_macro2::TokenStream;
use quote::quote;

/// The parameters of `layer`.
pub(crate) enum Layer {
    /// A key of the codec.
    Key,
    /// The key of a codec given as a path, and a store.
    PathKeyAndStore,
    /// A key of a built-in codec, and the store of a storage given as a path.
    KeyAndStore,
    /// Anything, where something is wrong: a key of the codec, or whatever the user has, and then perhaps whatever else.
    Fallback { any_key: bool, store: bool },
}

impl Layer {
    /// A path says nothing of what it needs: then the store is always there.
    pub(super) fn of(model: &Model) -> Self {
        match (&model.parts.codec, &model.parts.storage) {
            (Codec::Path(_), _) => Layer::PathKeyAndStore,
            (Codec::Jwt(_) | Codec::Signed(_), Storage::Path(_)) => Layer::KeyAndStore,
            (Codec::Jwt(_) | Codec::Signed(_), Storage::Cookie | Storage::Header | Storage::None) => {
                Layer::Key
            }
        }
    }
}

pub(super) fn expand(model: &Model, layer: &Layer) -> TokenStream {
    let (claims, runtime, vis) = (&model.claims, &model.runtime, &model.vis);
    let (codec, storage) = (parts::codec(model), parts::storage(model));
    let docs = docs::attributes(&docs::layer(model));
    let bound = quote!(key: impl #runtime::KeyFor<#codec>);
    let into = quote!(#runtime::KeyFor::into_key(key));
    let store = quote!(store: <#storage as #runtime::Storage>::Store);
    let new = quote!(#runtime::SessionLayer::new);
    let (parameters, body) = match layer {
        Layer::Key => (bound, quote!(#new(#into, ()))),
        Layer::KeyAndStore => (quote!(#bound, #store), quote!(#new(#into, store))),
        Layer::PathKeyAndStore => {
            (quote!(key: <#codec as #runtime::Codec>::Key, #store), quote!(#new(key, store)))
        }
        Layer::Fallback { any_key, store } => {
            let key = if *any_key { quote!(_: impl ::core::marker::Sized) } else { bound };
            let store = store.then(|| quote!(, _: impl ::core::marker::Sized));
            (quote!(#key #store), quote!(::core::unreachable!()))
        }
    };
    quote! {
        #[automatically_derived]
        impl #claims {
            #docs
            #[must_use]
            #vis fn layer(#parameters) -> #runtime::SessionLayer<#claims> {
                #body
            }
        }
    }
}
