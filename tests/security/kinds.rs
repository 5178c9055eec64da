//! A session that is not a session of the kind that is wanted.

use super::*;
use axum::routing::get;
use session_runtime::{Jwe, KeyRing};

/// Two kinds of one application, under the same key and in the same cookie or store: the password was right and the second
/// factor is missing, and logged in. That a handler cannot take one for the other is the compiler's work (`ui-tests`); this is the
/// attacker's side, who presents one for the other.
macro_rules! two_kinds {
    (($($attribute:tt)+), $store:ident => $pending:expr, $full:expr) => {{
        #[derive(Session, Serialize, Deserialize, Clone)]
        #[session($($attribute)+, cookie(name = "session"))]
        struct Pending {
            #[session(subject)]
            user_id: u64,
        }
        #[derive(Session, Serialize, Deserialize, Clone)]
        #[session($($attribute)+, cookie(name = "session"))]
        struct Full {
            #[session(subject)]
            user_id: u64,
        }
        async fn password(slot: SessionSlot<Pending>) -> Result<(), SessionError> {
            slot.start(Pending { user_id: 7 }).map(drop)
        }
        async fn factor(_: PendingSession, slot: SessionSlot<Full>) -> Result<(), SessionError> {
            slot.start(Full { user_id: 7 }).map(drop)
        }
        async fn why(slot: SessionSlot<Full>) -> Result<String, SessionError> {
            slot.load().await?;
            Ok(slot.rejection().map_or_else(String::new, |reason| format!("{reason:?}")))
        }
        let $store = Watched::default();
        let pending = Router::new().route("/password", get(password)).layer($pending);
        let full = Router::new()
            .route("/factor", get(factor))
            .layer($pending)
            .route("/money", get(async |full: FullSession| full.user_id().to_string()))
            .route("/why", get(why))
            .layer($full);
        drop($store);
        let half = send(&pending, "/password", "").await.cookie();
        let answer = send(&full, "/money", &half).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let reason = send(&full, "/why", &half).await.text;
        assert_eq!(send(&full, "/factor", "").await.status, StatusCode::UNAUTHORIZED, "no way around the password");
        let whole = send(&full, "/factor", &half).await.cookie();
        assert_eq!(send(&full, "/money", &whole).await.text, "7");
        assert_eq!(send(&full, "/factor", &whole).await.status, StatusCode::UNAUTHORIZED, "nor the other way");
        reason
    }};
}

#[tokio::test]
async fn req_52_half_authenticated_is_another_kind() {
    let reasons = [
        two_kinds!((codec = "jwt", storage = "cookie", auth = "cookie"),
            _store => Pending::layer(secret()), Full::layer(secret())),
        two_kinds!((codec = Jwe, storage = "cookie", auth = "cookie"),
            _store => Pending::layer(KeyRing::new(secret()), ()), Full::layer(KeyRing::new(secret()), ())),
        two_kinds!((codec = "signed", storage = "cookie", auth = "cookie"),
            _store => Pending::layer(secret()), Full::layer(secret())),
        two_kinds!((codec = "opaque", storage = Watched, auth = "cookie"),
            store => Pending::layer(store.clone()), Full::layer(store.clone())),
        two_kinds!((codec = "jwt", storage = Watched, auth = "cookie"),
            store => Pending::layer(secret(), store.clone()), Full::layer(secret(), store.clone())),
    ];
    assert_eq!(reasons, ["WrongType", "WrongType", "BadSignature", "WrongType", "WrongType"]);
}
