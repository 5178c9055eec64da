//! `layer`: takes exactly what the configuration needs.

use super::{docs, parts};
use crate::model::{Codec, Model, Storage};
use proc_macro2::TokenStream;
use quote::quote;

/// The parameters of `layer`.
pub(crate) enum Layer {
    /// A key of the codec.
    Key,
    /// A key of the codec that signs or only verifies, where the layer hands nothing out.
    VerifyingKey,
    /// The key of a codec given as a path, and a store.
    PathKeyAndStore,
    /// A key of a built-in codec, and the store.
    KeyAndStore,
    /// The store: the codec takes no key.
    Store,
    /// Anything, where something is wrong: a key, of the codec or whatever the user has, and whatever else.
    Fallback { key: Option<bool>, store: bool, revocation: bool },
}

impl Layer {
    /// A codec given as a path says nothing of what it needs, and a storage given as one may be a store: then that is always
    /// there.
    pub(super) fn of(model: &Model) -> Self {
        match (&model.parts.codec, &model.parts.storage) {
            (Codec::Path(_), _) => Layer::PathKeyAndStore,
            // no storage on the client's side keeps a bare id
            (Codec::Opaque, _) => Layer::Store,
            (Codec::Jwt(_) | Codec::Signed(_) | Codec::Jwe, Storage::Server(_) | Storage::Path(_)) => {
                Layer::KeyAndStore
            }
            (Codec::Jwt(jws), Storage::None) if jws.has_public_keys() => Layer::VerifyingKey,
            (
                Codec::Jwt(_) | Codec::Signed(_) | Codec::Jwe,
                Storage::Cookie | Storage::Header | Storage::None,
            ) => Layer::Key,
        }
    }
}

pub(super) fn expand(model: &Model, layer: &Layer) -> TokenStream {
    let (claims, runtime, vis) = (&model.claims, &model.runtime, &model.vis);
    let (codec, storage) = (parts::codec(model), parts::storage(model));
    let docs = docs::attributes(&docs::layer(model));
    let bound = quote!(key: impl #runtime::KeyFor<#codec>);
    let into = quote!(#runtime::KeyFor::into_key(key));
    let store = match &model.parts.storage {
        Storage::Server(_) => quote!(store: #storage),
        _ => quote!(store: <#storage as #runtime::Storage>::Store),
    };
    let (takes_list, list) = match &model.revocation {
        Some(_) => {
            let list = parts::list(model);
            (quote!(, revoked: #list), quote!(revoked))
        }
        None => (TokenStream::new(), quote!(())),
    };
    let new = quote!(#runtime::SessionLayer::new);
    if matches!(layer, Layer::VerifyingKey) {
        return quote! {
            #[automatically_derived]
            impl #claims {
                #docs
                #[must_use]
                #vis fn layer<K: #runtime::VerifyingKeyFor<#codec>>(
                    key: K
                    #takes_list
                ) -> #runtime::SessionLayer<#claims, K::Power> {
                    #runtime::SessionLayer::with_power(#runtime::VerifyingKeyFor::into_verifying_key(key), (), #list)
                }
            }
        };
    }
    let (parameters, body) = match layer {
        Layer::Key | Layer::VerifyingKey => (quote!(#bound #takes_list), quote!(#new(#into, (), #list))),
        Layer::KeyAndStore => (quote!(#bound, #store #takes_list), quote!(#new(#into, store, #list))),
        Layer::Store => (store, quote!(#new(#runtime::NoKey, store, ()))),
        Layer::PathKeyAndStore => (
            quote!(key: <#codec as #runtime::Codec>::Key, #store #takes_list),
            quote!(#new(key, store, #list)),
        ),
        Layer::Fallback { key, store, revocation } => {
            let any = quote!(_: impl ::core::marker::Sized);
            let key = key.map(|of_the_codec| if of_the_codec { bound } else { any.clone() });
            let parameters =
                key.into_iter().chain(store.then(|| any.clone())).chain(revocation.then_some(any));
            (quote!(#(#parameters),*), quote!(::core::unreachable!()))
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
