//! The patch: one `Option` per field that can change.

use super::{hidden, patch_type};
use crate::model::{Field, Model, Role};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn expand(model: &Model) -> TokenStream {
    let fields: Vec<&Field> = model.fields.iter().filter(|field| field.is_writable()).collect();
    if fields.is_empty() {
        return TokenStream::new();
    }
    let (claims, runtime, patch) = (&model.claims, &model.runtime, hidden(model, "Patch"));
    let patch_type = patch_type(model);
    let names: Vec<_> = fields.iter().map(|field| &field.ident).collect();
    let types = fields.iter().map(|field| &field.ty);
    let with = |roles: &[Role]| -> Vec<_> {
        fields.iter().filter(|field| roles.contains(&field.role)).map(|field| &field.ident).collect()
    };
    let subject = any(&with(&[Role::Subject]));
    let rotating = with(&[Role::Subject, Role::Privilege]);
    let rotates = any(&rotating);
    quote! {
        #[doc(hidden)]
        #[derive(::core::clone::Clone, ::core::default::Default)]
        pub struct #patch {
            #(#names: ::core::option::Option<#types>,)*
        }

        #[automatically_derived]
        impl #runtime::private::Patch<#claims> for #patch_type {
            fn is_empty(&self) -> bool {
                #(self.#names.is_none())&&*
            }

            fn merge(&mut self, later: Self) {
                #(if later.#names.is_some() {
                    self.#names = later.#names;
                })*
            }

            fn apply(self, claims: &mut #claims) {
                #(if let ::core::option::Option::Some(value) = self.#names {
                    claims.#names = value;
                })*
            }

            fn changes_subject(&self) -> bool {
                #subject
            }

            fn rotates(&self) -> bool {
                #rotates
            }

            fn strip_rotating(&mut self) -> bool {
                let rotates = #runtime::private::Patch::rotates(self);
                #(self.#rotating = ::core::option::Option::None;)*
                rotates
            }
        }
    }
}

/// Whether any of these fields is changed.
fn any(names: &[&syn::Ident]) -> TokenStream {
    if names.is_empty() { quote!(false) } else { quote!(#(self.#names.is_some())||*) }
}
