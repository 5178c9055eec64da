use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session};

/// What `Account` was.
#[derive(Serialize, Deserialize, Clone)]
struct AccountV1 {
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", version = 2, previous(AccountV1, AccountV1))]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

impl From<AccountV1> for Account {
    fn from(earlier: AccountV1) -> Self {
        Account { user_id: earlier.user_id, name: String::new() }
    }
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
