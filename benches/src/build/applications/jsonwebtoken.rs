use axum::http::{HeaderMap, header};
use axum::{Router, routing::get};
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Clone)]
pub struct Account {
    pub user_id: u64,
    pub name: String,
    pub exp: u64,
}

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

fn set(account: &Account) -> [(header::HeaderName, String); 1] {
    let token = encode(&Header::default(), account, &EncodingKey::from_secret(KEY)).unwrap();
    [(header::SET_COOKIE, format!("session={token}; Path=/; HttpOnly; Secure; SameSite=Lax"))]
}

fn account(headers: &HeaderMap) -> Account {
    let cookies = headers[header::COOKIE].to_str().unwrap();
    let token = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("session=")).unwrap();
    decode(token, &DecodingKey::from_secret(KEY), &Validation::default()).unwrap().claims
}

#[tokio::main]
async fn main() {
    let log_in = async || set(&Account { user_id: 7, name: "Ada".into(), exp: 4_000_000_000 });
    let read = async |headers: HeaderMap| account(&headers).user_id.to_string();
    let change = async |headers: HeaderMap| set(&Account { name: "Grace".into(), ..account(&headers) });
    let app: Router =
        Router::new().route("/login", get(log_in)).route("/", get(read)).route("/change", get(change));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
