//! The smallest attribute, on default features, over HTTP.

#[allow(dead_code, reason = "it is a program, with a `main`")]
#[path = "../ui-tests/pass/card.rs"]
mod card;
mod support;

use axum::Router;
use axum::routing::{get, post};
use card::{MyClaims, MyClaimsSession};
use http::StatusCode;
use session_runtime::{SecretKey, SessionError, SessionSlot};
use support::{Client, KEY, serve};

#[tokio::test]
async fn the_card_works() {
    async fn login(slot: SessionSlot<MyClaims>) -> Result<(), SessionError> {
        slot.start(serde_json::from_str(r#"{"user_id":7,"name":"Ada"}"#).unwrap())?;
        Ok(())
    }
    async fn me(claims: MyClaimsSession) -> String {
        format!("{} {}", claims.user_id(), claims.name())
    }
    let layer = card::layer(SecretKey::from_bytes(KEY).unwrap());
    let app = Router::new().route("/login", post(login)).route("/me", get(me)).layer(layer);
    let mut client = Client::new(serve(app).await);

    let answer = client.get("/me").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.all("www-authenticate"), ["bearer realm=\"my-claims\""]);
    client.post("/login", "").await;
    client.bearer = client.jar.value("__Host-session").map(str::to_owned);
    assert_eq!(client.get("/me").await.text, "7 Ada");
}
