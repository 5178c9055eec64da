//! Stand-ins beside an error: whatever user code mentions exists, so that nothing else lights up.
//!
//! They are the usual items for the part of the struct that is right, with parts that always work and with a `layer` that takes
//! whatever it is given.

use crate::attr::Attributes;
use crate::check;
use crate::expand;
use crate::model::{
    Auth, Codec, Jws, List, Model, Parts, Places, Revocation, Storage, StoreRules, Times, Token, Version,
};
use crate::path::Runtime;
use proc_macro2::{Span, TokenStream};
use syn::{Data, DeriveInput};

/// Nothing for a struct with parameters, since a session type for all of them cannot exist, and nothing for a union, which serde
/// does not derive either.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    if !input.generics.params.is_empty() || matches!(input.data, Data::Union(_)) {
        return TokenStream::new();
    }
    let attributes = Attributes::read(&input.attrs, "session");
    let (handle, runtime) = check::lenient_names(&attributes, &input.ident);
    let check::Lenient { codec, storage, revocation, layer } =
        check::lenient_parts(&attributes, &input.ident);
    let model = Model {
        claims: input.ident.clone(),
        vis: input.vis.clone(),
        handle,
        runtime: Runtime::new(runtime),
        parts: Parts {
            codec: codec.unwrap_or(Codec::Jwt(Jws::Hs256)),
            storage: storage.filter(Storage::may_be_on_the_server).unwrap_or(Storage::Cookie),
            auth: Auth::Cookie,
            places: Places::nowhere(),
        },
        token: Token { typ: "JWT".to_owned(), salt: None, issuer: None, audience: None },
        times: Times { lifetime: 1, idle: None, leeway: None },
        store: StoreRules::default(),
        revocation: revocation.then(|| Revocation { list: List::Nothing, place: Span::call_site() }),
        csrf: true,
        version: Version { version: 1, previous: Vec::new() },
        cookie: None,
        header: None,
        default: None,
        fields: check::lenient_fields(input),
        owned: Vec::new(),
        open: false,
    };
    expand::items(&model, &layer, &TokenStream::new())
}
