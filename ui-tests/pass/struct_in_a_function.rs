//! The struct is local to a function.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

fn main() {
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie")]
    struct Account {
        user_id: u64,
    }

    let mut account = AccountSession::for_test(Account { user_id: 7 });
    account.set_user_id(8);
    assert_eq!(account.user_id(), 8);
    let _ = Account::layer(SecretKey::generate().unwrap());
}
