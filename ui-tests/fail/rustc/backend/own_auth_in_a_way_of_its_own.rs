use axum::Router;
use axum::routing::get;
use http::{HeaderMap, HeaderName};
use serde::{Deserialize, Serialize};
use session_runtime::{Auth, Presented, SecretKey, Session, Wire};

/// Where our own auth reads.
struct InQuery;

/// An auth of our own.
struct Query;

impl Auth for Query {
    type Presents = InQuery;
    const CHALLENGES: bool = false;

    fn read<'r>(_: &'r HeaderMap, _: &Wire) -> Presented<'r> {
        Presented::nothing()
    }

    fn varies_by(_: &Wire) -> impl Iterator<Item = HeaderName> {
        std::iter::empty()
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = Query)]
struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

async fn greet(mut account: AccountSession) -> String {
    account.set_name("Ada".to_owned());
    format!("{} {}", account.user_id(), account.name())
}

fn app(key: SecretKey) -> Router {
    Router::new().route("/", get(greet)).layer(Account::layer(key))
}

fn main() {}
