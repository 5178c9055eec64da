//! How long a session lasts, whatever the client does with its cookie.

use super::*;
use axum::routing::get;
use session_runtime::{Jwe, KeyRing};

/// A client that keeps every cookie for ever, and asks just before it would be idle for too long, until the end; and one that
/// is idle for a second too long.
async fn lasts(router: &Router, clock: &Clock, idle: u64, lifetime: u64) {
    let advance = |seconds| clock.advance(Duration::from_secs(seconds));
    let touch = async |cookie: &mut String| {
        let answer = send(router, "/who", cookie).await;
        if !answer.set_cookies().is_empty() {
            *cookie = answer.cookie();
        }
        answer.status
    };
    let mut cookie = send(router, "/login", "").await.cookie();
    let (first, mut age) = (cookie.clone(), 0);
    while age + idle - 1 < lifetime {
        advance(idle - 1);
        age += idle - 1;
        assert_eq!(touch(&mut cookie).await, StatusCode::OK, "after {age} of {lifetime}");
    }
    advance(lifetime - 1 - age);
    assert_eq!(touch(&mut cookie).await, StatusCode::OK, "in its last second");
    advance(1);
    assert_eq!(touch(&mut cookie).await, StatusCode::UNAUTHORIZED, "at {lifetime}");
    assert_eq!(touch(&mut first.clone()).await, StatusCode::UNAUTHORIZED);

    let mut cookie = send(router, "/login", "").await.cookie();
    advance(idle - 1);
    assert_eq!(send(router, "/who", &cookie.clone()).await.status, StatusCode::OK);
    let mut other = send(router, "/login", "").await.cookie();
    advance(idle);
    assert_eq!(touch(&mut other).await, StatusCode::UNAUTHORIZED, "idle for {idle}");
    assert_eq!(touch(&mut cookie).await, StatusCode::UNAUTHORIZED);
}

/// A session of this attribute lasts as long as it says.
macro_rules! lasts {
    ($idle:literal, $lifetime:literal, ($($attribute:tt)+), $store:ident => $layer:expr) => {{
        #[derive(Session, Serialize, Deserialize, Clone)]
        #[session($($attribute)+, renew_after = "0s")]
        struct Account {
            name: String,
        }
        async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
            slot.start(Account { name: "Ada".into() }).map(drop)
        }
        let (clock, $store) = (Clock::manual(Duration::from_secs(NOW)), Watched::default());
        let router = Router::new()
            .route("/login", get(login))
            .route("/who", get(async |account: AccountSession| account.name().to_owned()))
            .layer($layer.clock(clock.clone()));
        drop($store);
        lasts(&router, &clock, $idle, $lifetime).await;
    }};
}

#[tokio::test]
async fn req_48_idle_and_absolute_timeouts_hold_on_the_server() {
    lasts!(600, 7200, (codec = "opaque", storage = Watched, auth = "cookie", idle = "10m", lifetime = "2h"),
        store => Account::layer(store.clone()));
    lasts!(600, 7200, (codec = "jwt", storage = Watched, auth = "cookie", idle = "10m", lifetime = "2h"),
        store => Account::layer(secret(), store.clone()));
    lasts!(600, 7200, (codec = "jwt", storage = "cookie", auth = "cookie", idle = "10m", lifetime = "2h"),
        _store => Account::layer(secret()));
    lasts!(600, 7200, (codec = Jwe, storage = "cookie", auth = "cookie", idle = "10m", lifetime = "2h"),
        _store => Account::layer(KeyRing::new(secret()), ()));
    lasts!(600, 7200, (codec = "signed", storage = "cookie", auth = "cookie", idle = "10m", lifetime = "2h"),
        _store => Account::layer(secret()));
}

/// There is no preset: what an assurance level asks for is two literals, and these do what it asks for.
#[tokio::test]
async fn req_49_the_limits_of_nist_are_two_literals() {
    // AAL1: 30 days. AAL2: 12 hours, 30 minutes. AAL3: 12 hours, 15 minutes.
    lasts!(2_592_000, 2_592_000, (codec = "opaque", storage = Watched, auth = "cookie", idle = "30d", lifetime = "30d"),
        store => Account::layer(store.clone()));
    lasts!(1800, 43_200, (codec = "opaque", storage = Watched, auth = "cookie", idle = "30m", lifetime = "12h"),
        store => Account::layer(store.clone()));
    lasts!(900, 43_200, (codec = "opaque", storage = Watched, auth = "cookie", idle = "15m", lifetime = "12h"),
        store => Account::layer(store.clone()));
}
