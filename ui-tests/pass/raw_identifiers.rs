//! Names that are keywords.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
#[allow(non_camel_case_types, reason = "the keyword is the name")]
pub struct r#struct {
    #[session(subject)]
    r#type: u64,
    #[session(readonly)]
    r#fn: String,
    #[session(get = "r#match")]
    found: Option<String>,
}

pub fn layer(key: SecretKey) -> SessionLayer<r#struct> {
    r#struct::layer(key)
}

pub fn change(session: &mut structSession) -> (u64, &str, Option<&str>) {
    session.set_type(8);
    *session.type_mut() += 1;
    session.set_match(None);
    (session.r#type(), session.r#fn(), session.r#match())
}

fn main() {}
