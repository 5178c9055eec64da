//! Claims whose names mean something: the registered ones (RFC 7519 section 4.1), and those that the layer adds.

use crate::attr::path_text;
use crate::mistake::Mistake;
use crate::model::Registered;
use crate::serde::Claim;
use crate::types::{Json, argument};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::Field;

/// What the layer writes into tokens for itself.
const OURS: [&str; 7] = ["sbs", "sid", "sla", "sse", "sst", "svn", "sxp"];

/// The registered claims that a field is.
pub(super) fn registered(claim: &Claim) -> impl Iterator<Item = Registered> {
    let is_claim = !claim.skipped && !claim.flatten;
    Registered::ALL
        .into_iter()
        .filter(move |name| is_claim && claim.names.iter().any(|other| other == name.name()))
}

/// No field is a claim of the layer's own.
pub(super) fn reserved(ident: &Ident, claim: &Claim) -> Option<Mistake> {
    if claim.skipped || claim.flatten {
        return None;
    }
    let ours = claim.names.iter().find(|name| OURS.contains(&name.as_str()))?;
    let (attribute, replaces) = claim.renamed(&format!("{ours}_value"));
    let verb = if replaces { "write" } else { "add" };
    Some(
        Mistake::new(ident, format!("the session layer keeps the claim `{ours}` for itself"))
            .help(format!("{verb} `{attribute}`")),
    )
}

/// The subject is kept with the session: one that serde skips is another one, or none, when the session is read.
pub(super) fn subject(ident: &Ident, claim: &Claim) -> Option<Mistake> {
    let attribute = claim.kept()?;
    let what = format!("serde skips `{ident}`, so a session that is read has lost its subject");
    Some(Mistake::new(ident, what).help(attribute))
}

/// A field that is a registered claim has a type that this claim can have.
pub(super) fn typed(ident: &Ident, field: &Field, claim: &Claim) -> Option<Mistake> {
    if claim.custom {
        return None;
    }
    let json = Json::of(&field.ty);
    let wrong = registered(claim).find(|name| !fits(*name, &json))?;
    let (noun, plain) = match wrong {
        Registered::Exp | Registered::Nbf | Registered::Iat => ("a number of seconds since 1970", "u64"),
        Registered::Iss | Registered::Sub | Registered::Jti => ("text", "String"),
        Registered::Aud => ("text or a list of texts", "String"),
    };
    let ty =
        if argument(&field.ty, "Option").is_some() { format!("Option<{plain}>") } else { plain.to_owned() };
    let vis = path_text(field.vis.to_token_stream());
    let vis = if vis.is_empty() { vis } else { format!("{vis} ") };
    let what = format!(
        "the registered claim `{}` is {noun}, not `{}`",
        wrong.name(),
        path_text(field.ty.to_token_stream())
    );
    Some(Mistake::new(&field.ty, what).help(format!("write `{vis}{ident}: {ty}`")))
}

fn fits(name: Registered, json: &Json) -> bool {
    match (name, json) {
        (_, Json::Unknown) => true,
        (Registered::Exp | Registered::Nbf | Registered::Iat, json) => *json == Json::Number,
        (Registered::Aud, json) => matches!(json, Json::Text | Json::Texts),
        (Registered::Iss | Registered::Sub | Registered::Jti, json) => *json == Json::Text,
    }
}
