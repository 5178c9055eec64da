use axum::{Router, routing::get};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Clone)]
pub struct Account {
    pub user_id: u64,
    pub name: String,
}

#[tokio::main]
async fn main() {
    let handler = async || "4711";
    let app: Router =
        Router::new().route("/login", get(handler)).route("/", get(handler)).route("/change", get(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
