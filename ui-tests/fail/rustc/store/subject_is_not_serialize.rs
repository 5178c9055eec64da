use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};

#[derive(Clone, Copy)]
struct UserId(u64);

mod text {
    use super::UserId;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(id: &UserId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(id.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<UserId, D::Error> {
        u64::deserialize(deserializer).map(UserId)
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie")]
struct Account {
    #[session(subject)]
    #[serde(with = "text")]
    user_id: UserId,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id().0, account.name())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
