//! Generated code names everything by its absolute path.
#![no_implicit_prelude]

use ::serde::{Deserialize, Serialize};
use ::session_runtime::Session;

#[derive(Session, Serialize, Deserialize, Clone, Default)]
#[session(codec = "jwt", storage = "cookie", auth("cookie", "header"), idle = "30m", default)]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    #[session(rotate)]
    role: ::std::string::String,
    #[session(readonly)]
    since: u32,
    theme: ::std::option::Option<::std::string::String>,
}

pub fn layer(key: ::session_runtime::SecretKey) -> ::session_runtime::SessionLayer<Account> {
    Account::layer(key)
}

pub fn change(account: &mut AccountSession) -> u64 {
    account.set_theme(::std::option::Option::None);
    account.role_mut().clear();
    account.user_id()
}

fn main() {}
