//! The struct is written by a macro, and parts of its attribute come from the macro's arguments.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

macro_rules! session {
    ($(#[$attribute:meta])* $vis:vis struct $name:ident($handle:ident, $lifetime:literal, $auth:expr) {
        $($field:ident: $ty:ty),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Session, Serialize, Deserialize, Clone)]
        #[session(codec = "jwt", storage = "cookie", auth = $auth, lifetime = $lifetime, handle = $handle)]
        $vis struct $name {
            $($field: $ty),*
        }
    };
}

session! {
    /// Who is logged in.
    pub struct Account(LoggedIn, "1h", "cookie") {
        user_id: u64,
        name: String,
    }
}

pub fn layer(key: SecretKey) -> SessionLayer<Account> {
    Account::layer(key)
}

pub fn change(account: &mut LoggedIn) -> u64 {
    account.set_name("Ada".to_owned());
    account.user_id()
}

fn main() {}
