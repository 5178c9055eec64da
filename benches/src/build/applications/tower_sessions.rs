use axum::{Router, routing::get};
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

#[derive(Serialize, Deserialize, Clone)]
pub struct Account {
    pub user_id: u64,
    pub name: String,
}

async fn log_in(session: Session) {
    session.insert("account", Account { user_id: 7, name: "Ada".into() }).await.unwrap();
}

async fn read(session: Session) -> String {
    session.get::<Account>("account").await.unwrap().unwrap().user_id.to_string()
}

async fn change(session: Session) {
    let account: Account = session.get("account").await.unwrap().unwrap();
    session.insert("account", Account { name: "Grace".into(), ..account }).await.unwrap();
}

#[tokio::main]
async fn main() {
    let lasting = Expiry::OnInactivity(time::Duration::weeks(2));
    let app: Router = Router::new()
        .route("/login", get(log_in))
        .route("/", get(read))
        .route("/change", get(change))
        .layer(SessionManagerLayer::new(MemoryStore::default()).with_expiry(lasting));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
