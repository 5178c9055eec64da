//! The patch: one `Option` per field that can change.

use super::{hidden, patch_type};
use crate::model::{ClaimForm, Field, Model, Role};
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
    let (rebase, conflicts) = (rebase(model, &fields), conflicts(model, &fields));
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

            #rebase
            #conflicts
        }
    }
}

/// Combines changes of fields that say how.
fn rebase(model: &Model, fields: &[&Field]) -> Option<TokenStream> {
    let claims = &model.claims;
    let merged: Vec<TokenStream> = fields
        .iter()
        .filter_map(|field| {
            let (ident, ty, path) = (&field.ident, &field.ty, field.merge.as_ref()?);
            // a function of another form is one error, at its path
            Some(quote! {
                if let ::core::option::Option::Some(mine) = ::core::option::Option::take(&mut self.#ident) {
                    let merge: fn(&#ty, #ty, &#ty) -> #ty = #path;
                    self.#ident = ::core::option::Option::Some(merge(&base.#ident, mine, &theirs.#ident));
                }
            })
        })
        .collect();
    (!merged.is_empty()).then(|| {
        quote! {
            const COMBINES: bool = true;

            fn rebase(&mut self, base: &#claims, theirs: &#claims) {
                #(#merged)*
            }
        }
    })
}

/// Finds out whether somebody else has changed a field that changes here, where that matters. What serde skips is never changed
/// by anybody else.
fn conflicts(model: &Model, fields: &[&Field]) -> Option<TokenStream> {
    if !model.store.reject {
        return None;
    }
    let (claims, runtime) = (&model.claims, &model.runtime);
    let differ: Vec<TokenStream> = fields
        .iter()
        .filter(|field| field.merge.is_none())
        .filter_map(|field| {
            let ident = &field.ident;
            let differs = match &field.form {
                ClaimForm::Plain => {
                    quote!(#runtime::private::differ(&base.#ident, &theirs.#ident))
                }
                ClaimForm::Custom(names) => {
                    quote!(#runtime::private::differ_in(base, theirs, &[#(#names),*]))
                }
                ClaimForm::Skipped => return None,
            };
            Some(quote!(self.#ident.is_some() && #differs))
        })
        .collect();
    (!differ.is_empty()).then(|| {
        quote! {
            fn conflicts(&self, base: &#claims, theirs: &#claims) -> bool {
                #(#differ)||*
            }
        }
    })
}

/// Whether any of these fields is changed.
fn any(names: &[&syn::Ident]) -> TokenStream {
    if names.is_empty() { quote!(false) } else { quote!(#(self.#names.is_some())||*) }
}
