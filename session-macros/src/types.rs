//! What can be told of a type from how it is written.

use syn::{GenericArgument, PathArguments, Type, TypePath};

/// How a getter hands a field out.
pub(crate) enum Read<'t> {
    /// A primitive: a copy.
    Copy,
    /// `String`: `&str`.
    Text,
    /// `Option` of a primitive: a copy.
    OptionCopy,
    /// `Option<String>`: `Option<&str>`.
    OptionText,
    /// `Option<T>`: `Option<&T>`.
    OptionOf(&'t Type),
    /// Anything else: a reference.
    Borrow,
}

impl<'t> Read<'t> {
    pub(crate) fn of(ty: &'t Type) -> Self {
        match argument(ty, "Option") {
            Some(inner) if is_primitive(inner) => Read::OptionCopy,
            Some(inner) if is(inner, "String") => Read::OptionText,
            Some(inner) => Read::OptionOf(inner),
            None if is_primitive(ty) => Read::Copy,
            None if is(ty, "String") => Read::Text,
            None => Read::Borrow,
        }
    }
}

/// The form of a value in JSON, as far as the type's spelling tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Number,
    Text,
    /// A list of texts, or of what may be texts.
    Texts,
    /// Surely none of the above.
    Other,
    /// Cannot be told.
    Unknown,
}

const INTEGERS: [&str; 12] =
    ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];
const FLOATS: [&str; 2] = ["f32", "f64"];
const LISTS: [&str; 6] = ["Vec", "VecDeque", "HashSet", "BTreeSet", "LinkedList", "BinaryHeap"];
const POINTERS: [&str; 4] = ["Box", "Arc", "Rc", "Cow"];
/// Types whose `Serialize` writes neither a number nor what the registered claims want.
const STRUCTURED: [&str; 7] =
    ["HashMap", "BTreeMap", "SystemTime", "Duration", "DateTime", "OffsetDateTime", "NaiveDateTime"];

impl Json {
    pub(crate) fn of(ty: &Type) -> Json {
        match peel(ty) {
            Type::Reference(reference) => Json::of(&reference.elem),
            Type::Array(array) => Json::list_of(&array.elem),
            Type::Slice(slice) => Json::list_of(&slice.elem),
            Type::Tuple(_) | Type::FnPtr(_) | Type::Ptr(_) | Type::Never(_) => Json::Other,
            ty @ Type::Path(_) => Json::of_path(ty),
            _ => Json::Unknown,
        }
    }

    fn of_path(ty: &Type) -> Json {
        let through = POINTERS.iter().chain(&["Option"]).find_map(|name| argument(ty, name));
        let list = LISTS.iter().find_map(|name| argument(ty, name));
        match (through, list) {
            (Some(inner), _) => Json::of(inner),
            (_, Some(inner)) => Json::list_of(inner),
            _ if INTEGERS.iter().chain(&FLOATS).any(|name| is(ty, name)) => Json::Number,
            _ if ["String", "str", "char"].iter().any(|name| is(ty, name)) => Json::Text,
            _ if is(ty, "bool") || STRUCTURED.iter().any(|name| last_is(ty, name)) => Json::Other,
            _ => Json::Unknown,
        }
    }

    fn list_of(ty: &Type) -> Json {
        match Json::of(ty) {
            Json::Text | Json::Unknown => Json::Texts,
            Json::Number | Json::Texts | Json::Other => Json::Other,
        }
    }
}

fn is_primitive(ty: &Type) -> bool {
    INTEGERS.iter().chain(&FLOATS).chain(&["bool", "char"]).any(|name| is(ty, name))
}

/// Without parentheses, and without the invisible groups of `macro_rules!`.
fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        ty => ty,
    }
}

/// Whether the type is `name`, plain or out of the standard library, without arguments.
fn is(ty: &Type, name: &str) -> bool {
    named(ty, name).is_some_and(PathArguments::is_none)
}

/// The last type argument of `name<..>`: of `Cow<'a, T>` that is `T`.
pub(crate) fn argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let PathArguments::AngleBracketed(arguments) = named(ty, name)? else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The arguments of `name`, `std::..::name` and the like.
fn named<'t>(ty: &'t Type, name: &str) -> Option<&'t PathArguments> {
    let Type::Path(TypePath { qself: None, path, .. }) = peel(ty) else { return None };
    let first = path.segments.first()?;
    let standard =
        path.segments.len() == 1 || ["std", "core", "alloc"].iter().any(|root| first.ident == root);
    path.segments.last().filter(|last| standard && last.ident == name).map(|last| &last.arguments)
}

fn last_is(ty: &Type, name: &str) -> bool {
    matches!(peel(ty), Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}
