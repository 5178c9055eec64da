//! A WebSocket upgrade reads and writes its session like any other request.

mod support;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};
use support::{KEY, serve};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    name: String,
}

fn layer() -> SessionLayer<Account> {
    Account::layer(SecretKey::from_bytes(KEY).unwrap())
}

#[tokio::test]
async fn a_websocket_upgrade_reads_and_writes_its_session() {
    async fn upgrade(mut account: AccountSession, socket: WebSocketUpgrade) -> Response {
        account.set_name("upgraded".into());
        let name = account.name().to_owned();
        socket.on_upgrade(async move |mut socket: WebSocket| {
            let _ = socket.send(Message::Text(name.into())).await;
        })
    }
    let app = Router::new().route("/ws", get(upgrade)).layer(layer());
    let address = serve(app).await;
    let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
    request.headers_mut().insert(
        "cookie",
        format!("__Host-session={}", layer().tokens().issue(&Account { name: "Ada".into() }).unwrap())
            .parse()
            .unwrap(),
    );
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut socket, response) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    let line = response.headers()["set-cookie"].to_str().unwrap();
    let token = line.strip_prefix("__Host-session=").unwrap().split(';').next().unwrap();
    assert_eq!(layer().tokens().verify(token).unwrap().claims.name, "upgraded");
    let message = futures_util::StreamExt::next(&mut socket).await.unwrap().unwrap();
    assert_eq!(message.into_text().unwrap().as_str(), "upgraded");
}
