//! What this configuration does not have, under a bound that never holds: whoever calls it reads why. `absent.rs` of the runtime has
//! the texts.

use crate::model::{Access, Model, Storage};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (handle, runtime, vis) = (&model.handle, &model.runtime, &model.vis);
    let read_only = matches!(model.parts.storage, Storage::None);
    // `for<'no>` keeps the compiler from checking the bound before anybody calls
    let bound = if read_only {
        quote!(for<'no> #runtime::NoStorage: #runtime::HandsOut)
    } else {
        quote!(for<'no> #runtime::private::Readonly: #runtime::private::HasSetter)
    };
    let taken = taken(model);
    let mut methods = Vec::new();
    for field in &model.fields {
        let Access::Read { get } = &field.access else { continue };
        let ty = &field.ty;
        let set = format_ident!("set_{}", get.unraw());
        let get_mut = format_ident!("{}_mut", get.unraw());
        methods.push((set.to_string(), quote!(#set(&mut self, _: #ty))));
        methods.push((get_mut.to_string(), quote!(#get_mut(&mut self) -> &mut #ty)));
    }
    if read_only {
        methods.push(("renew".to_owned(), quote!(renew(&mut self))));
        let result = quote!(::core::result::Result<(), #runtime::SessionError>);
        methods.push(("end".to_owned(), quote!(end(self) -> #result)));
    }
    let methods = methods.into_iter().filter(|(name, _)| !taken.contains(name)).map(|(_, method)| {
        quote! {
            #[doc(hidden)]
            #vis fn #method where #bound {
                ::core::unreachable!()
            }
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[automatically_derived]
        impl #handle {
            #(#methods)*
        }
    }
}

/// The names of the methods that there are.
fn taken(model: &Model) -> Vec<String> {
    let names = model.fields.iter().flat_map(|field| match &field.access {
        Access::None => Vec::new(),
        Access::Read { get } => vec![get.unraw().to_string()],
        Access::Write { get, set, get_mut } => {
            vec![get.unraw().to_string(), set.to_string(), get_mut.to_string()]
        }
    });
    names.collect()
}
