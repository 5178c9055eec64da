//! What `Debug`, errors and the log say: never a token, an id or a key.

use super::*;
use axum::routing::get;
use session_runtime::{
    A256Gcm, Codec, HandOutError, Hs256, Jwe, Jwt, KeyError, KeyRing, Sha256, Signed, StartOptions,
};
use std::fmt::Debug;
use support::log::Log;
use tower::Layer as _;

/// What must not be in a text.
struct Searched {
    secrets: Vec<String>,
}

impl Searched {
    /// A key in the forms in which `Debug` could print its bytes.
    fn key(&mut self) {
        let bytes = &KEY[..32];
        self.secrets.push(String::from_utf8_lossy(&bytes[..8]).into_owned());
        self.secrets.push(bytes[..8].iter().map(|byte| format!("{byte:02x}")).collect());
        self.secrets.push(bytes[..4].iter().map(u8::to_string).collect::<Vec<_>>().join(", "));
    }

    /// A token, by its parts.
    fn token(&mut self, token: &str) {
        self.secrets.extend(token.split('.').filter(|part| part.len() > 10).map(str::to_owned));
    }

    #[track_caller]
    fn absent(&self, text: &str) {
        for secret in &self.secrets {
            assert!(!text.contains(secret), "{secret} is in: {text}");
        }
    }

    #[track_caller]
    fn not_shown(&self, what: &dyn Debug) {
        self.absent(&format!("{what:?} {what:#?}"));
    }
}

/// Claims without `Debug`: nothing of ours asks for it, so nothing of ours can print them.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Carried {
    name: String,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = Watched, auth = "cookie")]
struct Kept {
    #[session(subject)]
    user_id: u64,
}

#[tokio::test]
async fn req_56_debug_shows_no_token_no_id_and_no_key() {
    let mut searched = Searched { secrets: vec!["Lovelace".into()] };
    searched.key();
    let layer = Carried::layer(secret());
    let token = layer.tokens().issue(&Carried { name: "Lovelace".into() }).unwrap();
    searched.token(&token);

    searched.not_shown(&secret::<Hs256>());
    searched.not_shown(&secret::<Sha256>());
    searched.not_shown(&KeyRing::new(secret::<Hs256>()));
    searched.not_shown(&Jwt::<Hs256>::new(KeyRing::new(secret()), &tokens::SETTINGS));
    searched.not_shown(&Jwe::new(KeyRing::new(secret::<A256Gcm>()), &tokens::SETTINGS));
    searched.not_shown(&Signed::<Sha256>::new(KeyRing::new(secret()), &tokens::SETTINGS));
    searched.not_shown(&layer);
    searched.not_shown(&layer.tokens());
    searched.not_shown(&layer.tokens().verify(&format!("{token}x")).map(drop));
    searched.not_shown(&layer.layer(()));

    let store = Watched::default();
    let kept = Kept::layer(secret(), store.clone());
    let reference = kept.sessions().start(Kept { user_id: 7 }).await.unwrap();
    searched.token(&reference);
    searched.secrets.push(store.keys()[0].to_string());
    searched.not_shown(&kept);
    searched.not_shown(&kept.sessions());
    searched.not_shown(&store.keys()[0]);
    searched.not_shown(&kept.sessions().verify("x").await.map(|verified| verified.map(drop)));
    searched.not_shown(&StartOptions::new());

    // What a handler holds.
    let (shown, sink) =
        (Arc::<std::sync::Mutex<String>>::default(), Arc::<std::sync::Mutex<String>>::default());
    let write = Arc::clone(&shown);
    let carried = async move |account: CarriedSession, slot: SessionSlot<Carried>| {
        *write.lock().unwrap() = format!("{account:?} {account:#?} {slot:?}");
    };
    let write = Arc::clone(&sink);
    let held = async move |account: KeptSession, slot: SessionSlot<Kept>, request: axum::extract::Request| {
        *write.lock().unwrap() = format!("{account:?} {account:#?} {slot:?} {:?}", request.extensions());
    };
    let app = Router::new().route("/", get(carried)).layer(layer);
    assert_eq!(send(&app, "/", &format!("__Host-session={token}")).await.status, StatusCode::OK);
    let app = Router::new().route("/", get(held)).layer(kept);
    assert_eq!(send(&app, "/", &format!("__Host-session={reference}")).await.status, StatusCode::OK);
    for text in [&shown, &sink] {
        let text = text.lock().unwrap();
        assert!(text.contains("Session"), "{text}");
        searched.absent(&text);
    }
}

#[test]
fn req_56_errors_do_not_repeat_what_they_were_given() {
    let text = "Q29ycmVjdCBob3JzZSBiYXR0ZXJ5";
    let errors: [Result<SecretKey<Hs256>, KeyError>; 5] = [
        SecretKey::from_base64(text),
        SecretKey::from_base64(&format!("{text}!")),
        SecretKey::from_hex(text),
        SecretKey::from_bytes(text),
        SecretKey::from_bytes([b'Q'; 64]),
    ];
    for error in errors.map(|key| key.map(drop).unwrap_err()) {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Q29y") && !shown.contains("QQQQ"), "{shown}");
    }
    let shown = HandOutError::TooLarge { size: 5000, limit: 4096 }.to_string();
    assert!(shown.contains("5000"), "{shown}");
}

/// Every path that writes to the log, with everything that it writes.
#[tokio::test]
async fn req_56_the_log_has_no_token_no_id_and_no_key() {
    for app in apps() {
        let mut searched = Searched { secrets: vec![] };
        searched.key();
        let (log, guard) = Log::start();
        let cookie = app.log_in(7).await;
        searched.token(token(&cookie));
        let keys = |searched: &mut Searched| {
            searched.secrets.extend(app.store.keys().iter().map(|key| key.to_string()))
        };
        keys(&mut searched);
        for attempt in [format!("{cookie}A"), format!("{cookie}; {cookie}"), "__Host-session=x".into()] {
            assert_eq!(app.who(&attempt).await, None);
        }
        let second = app.send("/admin", &cookie).await.cookie();
        searched.token(token(&second));
        keys(&mut searched);
        app.who(&cookie).await;
        app.overtaken("/slow/Grace", "/logout", &second).await;
        let third = app.log_in(7).await;
        searched.token(token(&third));
        app.store.down(true);
        for path in ["/who", "/theme/dark", "/logout"] {
            assert_eq!(app.send(path, &third).await.status, StatusCode::SERVICE_UNAVAILABLE);
        }
        app.store.down(false);
        app.store.spoil(|_| "garbage".into());
        assert_eq!(app.send("/who", &third).await.status, StatusCode::SERVICE_UNAVAILABLE);
        app.clock.advance(Duration::from_secs(86_400));
        app.send("/who", &third).await;
        drop(guard);
        let lines = log.lines();
        assert!(lines.len() > 8, "{}: {lines:?}", app.kind);
        searched.absent(&lines.join("\n"));
    }
}
