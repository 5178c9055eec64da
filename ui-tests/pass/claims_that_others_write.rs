//! A field that is not written as its type is, where two changes of it are a conflict.
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MemoryStore, Session};

#[derive(Clone)]
struct Day(u64);

mod text {
    use super::Day;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(day.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        u64::deserialize(deserializer).map(Day)
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "memory", auth = "cookie", on_conflict = "reject")]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    #[serde(with = "text")]
    day: Day,
    #[serde(skip)]
    cache: Option<Vec<u8>>,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(store: MemoryStore) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(store))
}

fn main() {}
