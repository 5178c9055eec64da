//! The pluggable Python middleware with its JWT codec: one token, two servers.

use super::*;

/// Python writes no `exp` by itself, so the application has to.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(
    codec = "jwt",
    typ = "JWT",
    storage = "cookie",
    auth("cookie", "header"),
    cookie(name = "session", secure = false)
)]
pub struct Token {
    exp: u64,
    some: String,
}

fn app() -> Router {
    async fn view(session: TokenSession) -> String {
        session.some().to_owned()
    }
    async fn start(slot: SessionSlot<Token>) -> Result<(), SessionError> {
        slot.start(Token { exp: now() + 600, some: "rust".into() })?;
        Ok(())
    }
    async fn change(mut session: TokenSession) {
        session.set_some("changed".into());
    }
    Router::new()
        .route("/view", get(view))
        .route("/start", post(start))
        .route("/change", post(change))
        .layer(Token::layer(SecretKey::from_bytes(SECRET).unwrap()))
}

#[tokio::test]
async fn in_a_cookie() {
    let Some(python) = Python::start() else { return };
    let (mut theirs, mut ours) = (Client::new(python.address), Client::new(serve(app()).await));

    let claims = json!({"exp": now() + 600, "some": "python"});
    theirs.post("/jwt-cookie/update", &claims.to_string()).await;
    std::mem::swap(&mut theirs.jar, &mut ours.jar);
    assert_eq!(ours.get("/view").await.text, "python");
    assert_eq!(ours.post("/change", "").await.set_cookies().len(), 1);
    std::mem::swap(&mut theirs.jar, &mut ours.jar);
    let seen = value(&theirs.get("/jwt-cookie/view").await);
    assert_eq!((&seen["some"], &seen["exp"]), (&json!("changed"), &claims["exp"]));

    ours.post("/start", "").await;
    std::mem::swap(&mut theirs.jar, &mut ours.jar);
    assert_eq!(value(&theirs.get("/jwt-cookie/view").await)["some"], "rust");
}

#[tokio::test]
async fn in_a_header() {
    let Some(python) = Python::start() else { return };
    let (mut theirs, mut ours) = (Client::new(python.address), Client::new(serve(app()).await));

    let claims = json!({"exp": now() + 600, "some": "python"});
    theirs.post("/jwt-header/update", &claims.to_string()).await;
    ours.bearer = theirs.jar.value("session").map(str::to_owned);
    assert_eq!(ours.get("/view").await.text, "python");

    ours.bearer = None;
    ours.post("/start", "").await;
    theirs.bearer = ours.jar.value("session").map(str::to_owned);
    assert_eq!(value(&theirs.get("/jwt-header/view").await)["some"], "rust");
}

/// What the Python middleware does to a client on every response, and we do not.
#[tokio::test]
async fn only_python_writes_what_did_not_change() {
    let Some(python) = Python::start() else { return };
    let (mut theirs, mut ours) = (Client::new(python.address), Client::new(serve(app()).await));
    let claims = json!({"exp": now() + 600, "some": "python"});
    theirs.post("/jwt-cookie/update", &claims.to_string()).await;
    assert_eq!(theirs.get("/jwt-cookie/view").await.set_cookies().len(), 1);
    std::mem::swap(&mut theirs.jar, &mut ours.jar);
    assert!(ours.get("/view").await.set_cookies().is_empty());
}
