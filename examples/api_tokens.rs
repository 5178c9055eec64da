//! An API without cookies: a login answers with a token in JSON, later requests present it as a bearer token.
//!
//! `cargo run --example api_tokens`, then:
//! ```text
//! TOKEN=$(curl -s localhost:3000/login -H 'content-type: application/json' -d '{"name":"Ada","password":"analytical"}' | sed 's/.*:"\(.*\)".*/\1/')
//! curl -i localhost:3000/me -H "authorization: Bearer $TOKEN"
//! curl -i localhost:3000/me
//! ```

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionTokens};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "none", auth = "header", issuer = "api.example.com", lifetime = "1h")]
pub struct Caller {
    #[session(subject)]
    user_id: u64,
    name: String,
}

#[derive(Deserialize)]
struct Login {
    name: String,
    password: String,
}

async fn login(State(tokens): State<SessionTokens<Caller>>, Json(login): Json<Login>) -> Response {
    // Your own check of the password goes here.
    if login.password != "analytical" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match tokens.issue(&Caller { user_id: 1, name: login.name }) {
        Ok(token) => Json(serde_json::json!({ "token": token })).into_response(),
        Err(error) => error.into_response(),
    }
}

async fn me(caller: CallerSession) -> String {
    format!("{} {}\n", caller.user_id(), caller.name())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let layer = Caller::layer(SecretKey::generate()?);
    let tokens = layer.tokens();
    let app =
        Router::new().route("/login", post(login)).route("/me", get(me)).layer(layer).with_state(tokens);

    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("api_tokens: http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
