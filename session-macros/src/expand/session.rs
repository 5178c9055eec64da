//! `impl Session`: the parts, and the settings as a constant.

use super::parts::{auth, codec, revocation, storage};
use super::patch_type;
use crate::model::{Cookie, Field, Header, Model, Role, SameSite};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (handle, claims, runtime) = (&model.handle, &model.claims, &model.runtime);
    let (codec, storage, auth, patch) = (codec(model), storage(model), auth(model), patch_type(model));
    let (settings, revocation) = (settings(model), revocation(model));
    let earlier = earlier(model);
    let default = model.default.map(|span| {
        // an error about a missing `Default` points at the word `default`
        let default = quote_spanned!(span=> <Self as ::core::default::Default>::default());
        quote! {
            fn default_claims() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(#default)
            }
        }
    });
    let subject = model.fields.iter().find(|field| field.role == Role::Subject);
    let has_subject = subject.map(|field| has_subject(model, field));
    let text = subject.filter(|_| model.has_indexed_subject()).map(|_| {
        quote! {
            fn subject_text(&self) -> ::core::option::Option<::std::string::String> {
                #runtime::private::subject_text(self)
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #runtime::Session for #claims {
            type Codec = #codec;
            type Storage = #storage;
            type Auth = #auth;
            type Revocation = #revocation;
            type Live = #handle;
            type Patch = #patch;
            const SETTINGS: #runtime::Settings = #settings;
            #earlier
            #text
            #default
        }

        #has_subject
    }
}

/// Whose session it is, for a store to find. On the client's side the impl holds for nobody: who lists sessions there has one
/// error, about the storage, and the field's type may be one that serde and other crates cannot see.
fn has_subject(model: &Model, field: &Field) -> TokenStream {
    let (claims, runtime) = (&model.claims, &model.runtime);
    let (ident, ty) = (&field.ident, &field.ty);
    let (bound, ty, value) = if model.has_indexed_subject() {
        (None, quote!(#ty), quote!(&self.#ident))
    } else {
        let storage = storage(model);
        (Some(quote!(where for<'no> #storage: #runtime::Indexed)), quote!(()), quote!(&()))
    };
    // a type that others cannot see is one error, at the field's type
    let subject = quote_spanned!(field.ty.span()=> type Subject = #ty;);
    quote! {
        #[automatically_derived]
        impl #runtime::HasSubject for #claims #bound {
            #subject

            fn subject(&self) -> &#ty {
                #value
            }
        }
    }
}

/// Reading what earlier versions wrote.
fn earlier(model: &Model) -> Option<TokenStream> {
    let (runtime, previous) = (&model.runtime, &model.version.previous);
    let numbers = (1..model.version.version).rev().map(Literal::u32_unsuffixed);
    let types = previous.iter().zip(numbers).map(|(path, number)| {
        quote! {
            #number => ::core::option::Option::Some(
                #runtime::private::ReadEarlier::read::<#path, #number, Self>(session)
            ),
        }
    });
    (!previous.is_empty()).then(|| {
        quote! {
            fn read_earlier<R: #runtime::private::ReadEarlier>(
                version: u32,
                session: R,
            ) -> ::core::option::Option<R::Found<Self>> {
                match version {
                    #(#types)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

/// What differs from the runtime's defaults, and the times, for whoever reads the expansion.
fn settings(model: &Model) -> TokenStream {
    let runtime = &model.runtime;
    let (name, typ) = (model.claims.unraw().to_string(), &model.token.typ);
    let lifetime = number(model.times.lifetime);
    let idle = model.times.idle.map(|idle| {
        let (after, renew_after) = (number(idle.after), number(idle.renew_after));
        quote!(.idle(#after, #renew_after))
    });
    let leeway = model.times.leeway.map(number).map(|leeway| quote!(.leeway(#leeway)));
    let salt = model.token.salt.as_ref().map(|salt| quote!(.salt(#salt)));
    let issuer = model.token.issuer.as_ref().map(|issuer| quote!(.issuer(#issuer)));
    let audience = model.token.audience.as_ref().map(|audience| quote!(.audience(#audience)));
    let owned: Vec<_> = model.owned.iter().map(|claim| format_ident!("{}", claim.name())).collect();
    let owns = (!owned.is_empty()).then(|| quote!(.owns(#runtime::private::Owned::NONE #(.#owned())*)));
    let open = model.open.then(|| quote!(.open()));
    let version = Some(model.version.version).filter(|version| *version > 1).map(Literal::u32_unsuffixed);
    let version = version.map(|version| quote!(.version(#version)));
    let anonymous = model.store.anonymous.then(|| quote!(.anonymous_on_store_error()));
    let revocable = model.revocation.as_ref().map(|_| quote!(.revocable()));
    let csrf = (!model.csrf).then(|| quote!(.without_csrf()));
    let reject = model.store.reject.then(|| quote!(.reject_on_conflict()));
    let cookie = model.cookie.as_ref().map(|cookie| cookie_settings(model, cookie));
    let header = model.header.as_ref().and_then(|header| header_settings(model, header));
    quote! {
        #runtime::Settings::new(#name, #typ).lifetime(#lifetime) #idle #leeway #salt #issuer #audience #owns #open #version #csrf #revocable #anonymous #reject
            #cookie #header
    }
}

fn cookie_settings(model: &Model, cookie: &Cookie) -> TokenStream {
    let runtime = &model.runtime;
    let Cookie { name, path, domain, .. } = cookie;
    let path = (path != "/").then(|| quote!(.path(#path)));
    let domain = domain.as_ref().map(|domain| quote!(.domain(#domain)));
    let same_site = match cookie.same_site {
        SameSite::Lax => None,
        SameSite::Strict => Some(quote!(Strict)),
        SameSite::None => Some(quote!(None)),
    };
    let same_site = same_site.map(|name| quote!(.same_site(#runtime::SameSite::#name)));
    let flags = [
        (!cookie.secure, quote!(.insecure())),
        (!cookie.http_only, quote!(.readable_by_script())),
        (cookie.partitioned, quote!(.partitioned())),
        (!cookie.persistent, quote!(.browser_session())),
    ];
    let flags = flags.into_iter().filter(|(differs, _)| *differs).map(|(_, flag)| flag);
    let previous = &cookie.previous_names;
    let previous = (!previous.is_empty()).then(|| quote!(.previous_names(&[#(#previous),*])));
    quote!(.cookie(#runtime::CookieSettings::new(#name) #path #domain #same_site #(#flags)* #previous))
}

fn header_settings(model: &Model, header: &Header) -> Option<TokenStream> {
    let runtime = &model.runtime;
    let Header { name, scheme, deliver } = header;
    let differs =
        (name.as_str(), scheme.as_str(), deliver.as_str()) != ("authorization", "Bearer", "session-token");
    differs.then(|| quote!(.header(#runtime::HeaderSettings::new(#name, #scheme, #deliver))))
}

/// Seconds, in groups of three digits.
fn number(seconds: u64) -> TokenStream {
    let digits = seconds.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text.parse::<Literal>().map_or_else(|_| quote!(#seconds), |literal| quote!(#literal))
}
