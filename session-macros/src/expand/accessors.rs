//! Getters and setters, one set per field.

use super::docs;
use crate::model::{Access, Field, Model};
use crate::types::Read;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn expand(model: &Model) -> TokenStream {
    let accessors: Vec<TokenStream> =
        model.fields.iter().filter_map(|field| accessors(model, field)).collect();
    if accessors.is_empty() {
        return TokenStream::new();
    }
    let handle = &model.handle;
    quote! {
        #[automatically_derived]
        impl #handle {
            #(#accessors)*
        }
    }
}

fn accessors(model: &Model, field: &Field) -> Option<TokenStream> {
    match &field.access {
        Access::None => None,
        Access::Read { get } => Some(getter(model, field, get)),
        Access::Write { get, set, get_mut } => {
            let (getter, setters) = (getter(model, field, get), setters(model, field, set, get_mut));
            Some(quote!(#getter #setters))
        }
    }
}

/// A field that can change is looked for in the patch first.
fn getter(model: &Model, field: &Field, name: &syn::Ident) -> TokenStream {
    let (ident, ty, vis) = (&field.ident, &field.ty, &model.vis);
    let docs = docs::attributes(&docs::getter(model, field));
    // what the user wrote about the field comes first
    let text = &field.docs;
    let blank = (!text.is_empty()).then(|| quote!(#[doc = ""]));
    let (returns, convert) = match Read::of(ty) {
        Read::Copy => (quote!(#ty), quote!(*value)),
        Read::OptionCopy => (quote!(#ty), quote!(*value)),
        Read::Text => (quote!(&str), quote!(value)),
        Read::OptionText => (quote!(::core::option::Option<&str>), quote!(value.as_deref())),
        Read::OptionOf(inner) => (quote!(::core::option::Option<&#inner>), quote!(value.as_ref())),
        Read::Borrow => (quote!(&#ty), quote!(value)),
    };
    let find = if field.is_writable() {
        quote! {
            match &self.0.patch().#ident {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().#ident,
            }
        }
    } else {
        quote!(&self.0.claims().#ident)
    };
    quote! {
        #(#text)*
        #blank
        #docs
        #[inline]
        #[must_use]
        #vis fn #name(&self) -> #returns {
            let value = #find;
            #convert
        }
    }
}

fn setters(model: &Model, field: &Field, set: &syn::Ident, get_mut: &syn::Ident) -> TokenStream {
    let (ident, ty, vis) = (&field.ident, &field.ty, &model.vis);
    let (set_docs, mut_docs) = docs::setters(model, field);
    let (set_docs, mut_docs) = (docs::attributes(&set_docs), docs::attributes(&mut_docs));
    quote! {
        #set_docs
        #[inline]
        #vis fn #set(&mut self, value: #ty) {
            self.0.patch_mut().#ident = ::core::option::Option::Some(value);
        }

        #mut_docs
        #[inline]
        #[must_use]
        #vis fn #get_mut(&mut self) -> &mut #ty {
            let (claims, patch) = self.0.split();
            patch.#ident.get_or_insert_with(|| ::core::clone::Clone::clone(&claims.#ident))
        }
    }
}
