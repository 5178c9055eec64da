//! What a derive can be written on: a struct with named fields, without parameters.

use crate::mistake::Mistake;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Data, DeriveInput, Field, Fields};

/// The fields of the struct, with their names.
pub(super) fn fields(input: &DeriveInput) -> Result<Vec<(&Ident, &Field)>, Mistake> {
    let name = &input.ident;
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields,
            Fields::Unnamed(_) => {
                return Err(Mistake::new(
                    name,
                    format!("`{name}` has fields without names, so its claims would have none"),
                )
                .help("give each field a name"));
            }
            Fields::Unit => {
                let vis = vis(input);
                return Err(Mistake::new(
                    name,
                    format!("`{name}` is a unit struct, which is no JSON object"),
                )
                .help(format!("write `{vis}struct {name} {{}}`")));
            }
        },
        Data::Enum(data) => return Err(kind(input, data.enum_token, "an enum")),
        Data::Union(data) => return Err(kind(input, data.union_token, "a union")),
    };
    if !input.generics.params.is_empty() {
        return Err(Mistake::new(
            &input.generics,
            format!("`{name}` has parameters, but a session has one type of claims"),
        )
        .help("write the struct for one type, and use that in its place"));
    }
    Ok(fields.named.iter().filter_map(|field| Some((field.ident.as_ref()?, field))).collect())
}

fn kind(input: &DeriveInput, token: impl ToTokens, kind: &str) -> Mistake {
    let name = &input.ident;
    Mistake::new(token, format!("`{name}` is {kind}, but claims are a struct with named fields"))
        .help(format!("make {kind} the type of a field of such a struct"))
}

/// `pub `, as it is written.
fn vis(input: &DeriveInput) -> String {
    let vis = crate::attr::path_text(input.vis.to_token_stream());
    if vis.is_empty() { vis } else { format!("{vis} ") }
}
