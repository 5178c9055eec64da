//! The session type, and what every session can do.

use super::docs;
use crate::model::{Model, Storage};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

/// The type itself, at the level of the claims struct.
pub(super) fn declare(model: &Model) -> TokenStream {
    let (handle, claims, runtime, vis) = (&model.handle, &model.claims, &model.runtime, &model.vis);
    let docs = docs::attributes(&docs::live(model));
    quote! {
        #docs
        #[allow(dead_code, non_camel_case_types, unreachable_pub)]
        #vis struct #handle(#runtime::private::Handle<#claims>);
    }
}

pub(super) fn expand(model: &Model) -> TokenStream {
    let (handle, claims, runtime, vis) = (&model.handle, &model.claims, &model.runtime, &model.vis);
    let name = handle.unraw().to_string();
    let for_test = docs::attributes(&docs::for_test(model));
    // `for<'c>` leaves the check to the caller: a struct without `Clone` has one error, and that says what claims need
    let has_clone = quote!(for<'c> #claims: ::core::clone::Clone);
    let writing =
        if matches!(model.parts.storage, Storage::None) { TokenStream::new() } else { writing(model) };
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#runtime::private::Handle<#claims>> for #handle {
            #[inline]
            fn from(handle: #runtime::private::Handle<#claims>) -> Self {
                Self(handle)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #handle {
            /// Shows no claims.
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::debug_struct(f, #name).finish_non_exhaustive()
            }
        }

        #[automatically_derived]
        impl #handle {
            /// All claims, with what this handle has changed.
            #[must_use]
            #vis fn claims(&self) -> ::std::borrow::Cow<'_, #claims>
            where
                #has_clone
            {
                self.0.merged()
            }

            /// When the session ends, unless it is renewed before.
            #[must_use]
            #vis fn expires_at(&self) -> ::std::time::SystemTime {
                self.0.expires_at()
            }

            /// Whether the session begins in this request.
            #[must_use]
            #vis fn is_new(&self) -> bool {
                self.0.is_new()
            }

            #for_test
            #[must_use]
            #vis fn for_test(claims: #claims) -> Self {
                Self(#runtime::private::Handle::for_test(claims))
            }

            #writing
        }
    }
}

/// What a session can do whose token the layer hands out.
fn writing(model: &Model) -> TokenStream {
    let (runtime, vis) = (&model.runtime, &model.vis);
    let renew = docs::attributes(&docs::renew(model));
    let end = docs::attributes(&docs::end(model));
    quote! {
        #renew
        #vis fn renew(&mut self) {
            self.0.renew();
        }

        #end
        #vis fn end(self) -> ::core::result::Result<(), #runtime::SessionError> {
            self.0.end()
        }
    }
}
