//! A list that cannot be reached.

use super::*;

#[tokio::test]
async fn who_asks_for_the_session_gets_a_503_and_nobody_else() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.list.down(true);
    assert_eq!(app.send("/me", &cookie).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.send("/public", &cookie).await.status, StatusCode::OK);
    assert_eq!(app.send("/me", "").await.status, StatusCode::UNAUTHORIZED, "nothing to ask");
    app.list.down(false);
    assert_eq!(app.status(&cookie).await, StatusCode::OK);
}

#[tokio::test]
async fn a_log_out_that_is_not_listed_is_a_503_and_the_client_keeps_its_token() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.list.down(true);
    let answer = app.send("/logout", &cookie).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.set_cookie, [""; 0]);
    app.list.down(false);
    assert_eq!(app.status(&cookie).await, StatusCode::OK, "to try again");
}

#[tokio::test]
async fn a_log_in_over_a_session_that_cannot_be_ended_is_a_503() {
    let app = App::new();
    let cookie = app.log_in(7).await;
    app.list.down(true);
    let answer = app.send("/login/8", &cookie).await;
    assert_eq!((answer.status, answer.set_cookie.len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
    assert_eq!(app.send("/login/8", "").await.status, StatusCode::OK, "there is nothing to end");
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", revocation = Watched, on_store_error = "anonymous")]
struct Lenient {
    user_id: u64,
}

#[tokio::test]
async fn anonymous_takes_nobody_for_somebody() {
    let list = Watched::default();
    let layer = Lenient::layer(SecretKey::from_bytes(SECRET).unwrap(), list.clone());
    let token = layer.tokens().issue(&Lenient { user_id: 7 }).unwrap();
    let handler = get(|account: Option<LenientSession>| async move { account.is_some().to_string() });
    let router = Router::new().route("/", handler).layer(layer);
    let ask = async || {
        let cookie = format!("__Host-session={token}");
        let request = Request::builder().uri("/").header("cookie", cookie).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), 100).await.unwrap().to_vec()).unwrap()
    };
    assert_eq!(ask().await, "true");
    assert_eq!(list.asked(), ["load"], "claims without a subject: one question");
    list.down(true);
    assert_eq!(ask().await, "false");
}
