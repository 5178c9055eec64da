//! Parse, check, and expand, or fall back.

use crate::{check, expand, fallback};
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

/// The items for a claims struct. Cannot fail: after a mistake it is the errors, and stand-ins for what user code mentions.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    match check::check(&input) {
        Ok(model) => expand::expand(&model),
        Err(errors) => {
            let errors = errors.iter().map(syn::Error::to_compile_error);
            let stand_ins = fallback::expand(&input);
            quote!(#(#errors)* #stand_ins)
        }
    }
}
