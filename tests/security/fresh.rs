//! Asking for a recent log-in before something that matters. There is no extractor for it: how old is too old, and what the
//! answer is, are the application's; when somebody logged in is a field of its claims, and the extractor looks like this.

use super::*;
use axum::extract::FromRequestParts;
use axum::routing::{get, post};
use http::request::Parts;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = Watched, auth = "cookie", idle = "30m", lifetime = "1d")]
struct Account {
    #[session(subject)]
    user_id: u64,
    #[session(readonly)]
    auth_time: u64,
}

/// A session whose user logged in no more than `SECONDS` ago.
struct Fresh<const SECONDS: u64>(AccountSession);

impl<const SECONDS: u64> FromRequestParts<Clock> for Fresh<SECONDS> {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, clock: &Clock) -> Result<Self, Self::Rejection> {
        let account = AccountSession::from_request_parts(parts, clock).await;
        let account = account.map_err(|_| (StatusCode::UNAUTHORIZED, "log in"))?;
        match clock.now().as_secs().checked_sub(account.auth_time()) {
            Some(age) if age <= SECONDS => Ok(Fresh(account)),
            _ => Err((StatusCode::FORBIDDEN, "log in again")),
        }
    }
}

#[tokio::test]
async fn req_51_a_recent_log_in_can_be_asked_for() {
    use axum::extract::State;
    async fn login(State(clock): State<Clock>, slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { user_id: 7, auth_time: clock.now().as_secs() }).map(drop)
    }
    let (store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
    let app = Router::new()
        .route("/login", post(login))
        .route("/see", get(async |account: AccountSession| account.user_id().to_string()))
        .route("/pay", get(async |Fresh(account): Fresh<300>| account.user_id().to_string()))
        .layer(Account::layer(store.clone()).clock(clock.clone()))
        .with_state(clock.clone());
    let login = async |cookie: &str| {
        let request = Request::post("/login").header("cookie", cookie);
        exchange(&app, request).await.cookie()
    };
    assert_eq!(send(&app, "/pay", "").await.status, StatusCode::UNAUTHORIZED);
    let first = login("").await;
    clock.advance(Duration::from_secs(300));
    assert_eq!(send(&app, "/pay", &first).await.text, "7");
    clock.advance(Duration::from_secs(1));
    let stale = send(&app, "/pay", &first).await;
    assert_eq!((stale.status, stale.text.as_str()), (StatusCode::FORBIDDEN, "log in again"));
    assert_eq!(send(&app, "/see", &first).await.text, "7", "good enough for the rest");

    // Logging in again is a new id.
    let second = login(&first).await;
    assert_ne!(first, second);
    assert_eq!(send(&app, "/pay", &second).await.text, "7");
    assert_eq!(send(&app, "/see", &first).await.status, StatusCode::UNAUTHORIZED);
}
