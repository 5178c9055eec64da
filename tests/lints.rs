//! What the derive writes is documented, used, and clean under the strictest lints; CI's clippy reads this file.
#![deny(missing_docs, unused, nonstandard_style, rust_2018_idioms, unreachable_pub, single_use_lifetimes)]
#![deny(unused_qualifications, trivial_casts, trivial_numeric_casts, missing_debug_implementations)]
#![deny(clippy::all, clippy::pedantic)]

use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

/// Everything that a field can be.
pub mod account {
    use super::{Deserialize, Serialize, Session};

    /// Who is logged in.
    #[derive(Session, Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
    #[session(codec = "jwt", storage = "cookie", auth("cookie", "header"), idle = "30m", default)]
    pub struct Account {
        #[session(subject)]
        user_id: u64,
        #[session(rotate)]
        admin: bool,
        #[session(readonly)]
        since: u32,
        #[session(get = "display_name")]
        name: String,
        theme: Option<String>,
        /// Names of groups.
        groups: Vec<String>,
        #[session(skip_accessors)]
        build: Option<u8>,
    }

    impl Account {
        /// The build that began the session.
        #[must_use]
        pub const fn build(&self) -> Option<u8> {
            self.build
        }
    }
}

mod caller {
    use super::{Deserialize, Serialize, Session};

    #[derive(Session, Serialize, Deserialize, Clone, Debug)]
    #[session(codec = "signed", storage = "none", auth = "header")]
    pub(crate) struct Caller {
        scopes: Vec<String>,
    }
}

use account::{Account, AccountSession};
use caller::{Caller, CallerSession};

#[test]
fn generated_code_is_used_and_clean() {
    let mut account = AccountSession::for_test(Account::default());
    account.set_user_id(7);
    account.set_admin(true);
    account.display_name_mut().push_str("Ada");
    account.set_theme(None);
    account.groups_mut().push("staff".to_owned());
    let read = (account.user_id(), account.admin(), account.since(), account.display_name());
    assert_eq!(read, (7, true, 0, "Ada"));
    assert_eq!((account.theme(), account.groups().len(), account.claims().build()), (None, 1, None));
    assert!(!account.is_new());

    let caller: Caller = serde_json::from_str(r#"{"scopes":["read"]}"#).unwrap();
    assert_eq!(CallerSession::for_test(caller).scopes().len(), 1);
    let key = SecretKey::generate().unwrap();
    assert!(format!("{:?}", Account::layer(key)).contains("Account"));
    let key = SecretKey::generate().unwrap();
    assert!(format!("{:?}", Caller::layer(key)).contains("Caller"));
}
