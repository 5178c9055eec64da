//! Ids: how they are made, and that nobody can choose one.

use super::*;
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use tokens::scale;

/// The id in a token, which the holder of the key can see.
fn id(kind: &str, cookie: &str) -> String {
    let token = token(cookie);
    let payload = match kind {
        "opaque" => return token.to_owned(),
        "jwt" => token.split('.').nth(1).unwrap(),
        _ => token.split('.').next().unwrap(),
    };
    let engine = base64::engine::GeneralPurpose::new(
        if kind == "jwt" { &base64::alphabet::URL_SAFE } else { &base64::alphabet::STANDARD },
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let payload: serde_json::Value = serde_json::from_slice(&engine.decode(payload).unwrap()).unwrap();
    payload["sid"].as_str().unwrap().to_owned()
}

/// 256 bits each. A constant bit, or one that follows another, would show in the counts: each of the 256 is a coin that was
/// thrown often, so its sum is within six standard deviations of the half.
#[tokio::test]
async fn req_41_ids_are_256_random_bits() {
    for app in apps() {
        let count = 2000 * scale() as usize;
        let (mut seen, mut ones) = (HashSet::new(), [0_usize; 256]);
        for _ in 0..count {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(id(app.kind, &app.log_in(7).await)).unwrap();
            assert_eq!(bytes.len(), 32);
            for (bit, ones) in ones.iter_mut().enumerate() {
                *ones += usize::from(bytes[bit / 8] >> (bit % 8) & 1);
            }
            assert!(seen.insert(bytes), "{}: an id came twice", app.kind);
        }
        let allowed = 6.0 * (count as f64).sqrt() / 2.0;
        for (bit, ones) in ones.into_iter().enumerate() {
            assert!((ones as f64 - count as f64 / 2.0).abs() < allowed, "bit {bit}: {ones} of {count}");
        }
    }
}

/// A well-formed id that nobody made is no session, and never becomes one: what is kept under a new session's id is the server's.
#[tokio::test]
async fn req_42_an_id_that_a_client_made_up_is_never_adopted() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", default)]
    struct Basket {
        items: u32,
    }
    let store = Watched::default();
    let app = Router::new()
        .route("/add", get(async |mut basket: BasketSession| *basket.items_mut() += 1))
        .route("/see", get(async |basket: BasketSession| basket.items().to_string()))
        .layer(Basket::layer(store.clone()));
    let planted = format!("__Host-session={}", "A".repeat(43));
    assert_eq!(send(&app, "/see", &planted).await.text, "0");
    let given = send(&app, "/add", &planted).await.cookie();
    assert_ne!(given, planted);
    assert_eq!(send(&app, "/see", &planted).await.text, "0");
    assert_eq!(send(&app, "/see", &given).await.text, "1");

    let [app, ..] = apps();
    let given = app.send("/login/7", &planted).await.cookie();
    assert_ne!(given, planted);
    assert_eq!((app.who(&planted).await, app.store.len()), (None, 1));
}

/// What an attacker planted before a login, or a change of privilege, opens nothing after it; what was in the session is still there.
#[tokio::test]
async fn req_43_a_planted_session_is_dead_after_a_login() {
    for app in apps() {
        let planted = app.log_in(1).await;
        app.send("/theme/dark", &planted).await;
        for (path, now) in
            [("/become/7", "7 Ada dark"), ("/admin", "1 Ada dark"), ("/login/7", "7 Ada light")]
        {
            let planted = app.log_in(1).await;
            app.send("/theme/dark", &planted).await;
            let cookie = app.send(path, &planted).await.cookie();
            assert_ne!(cookie, planted);
            assert_ne!(
                id(app.kind, &cookie),
                id(app.kind, &planted),
                "not only another token of the same id"
            );
            assert_eq!(app.who(&planted).await, None, "{} {path}", app.kind);
            assert_eq!(app.who(&cookie).await.unwrap(), now, "{} {path}", app.kind);
        }
        assert_eq!(
            app.who(&planted).await.unwrap(),
            "1 Ada dark",
            "another session of the same user is another"
        );
    }
}

/// No grace window and no families: a rotated id is dead when the response is sent, so a thief's copy is
/// worth nothing from then on, and its use says nothing about the new one, which nobody but the client was given.
#[tokio::test]
async fn req_53_a_rotated_id_cannot_be_used_again() {
    for app in apps() {
        let first = app.log_in(7).await;
        let second = app.send("/admin", &first).await.cookie();
        for _ in 0..3 {
            assert_eq!(app.why(&first).await, "UnknownSession");
            assert!(app.send("/admin", &first).await.set_cookies().is_empty(), "{}", app.kind);
        }
        assert_eq!(app.who(&second).await.unwrap(), "7 Ada light");
        assert_eq!(app.store.len(), 1);
    }
}

/// A thief of the store's data finds hashes of ids, which open nothing; and the hash is what is looked up, so that the time a lookup takes
/// tells nothing about the ids that are there.
#[tokio::test]
async fn req_54_a_store_has_the_hash_of_an_id_and_never_the_id() {
    for app in apps() {
        let cookie = app.log_in(7).await;
        let (id, key) = (id(app.kind, &cookie), app.store.keys()[0].to_string());
        let hash: String = Sha256::digest(&id).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(key, hash);
        let document = &app.store.documents()[0];
        assert!(document.contains("Ada"));
        for secret in [&id, token(&cookie), &hash] {
            assert!(!document.contains(secret), "{}", app.kind);
        }
        for presented in [&key, &BASE64_URL_SAFE_NO_PAD.encode(app.store.keys()[0].as_bytes())] {
            assert_eq!(app.who(&format!("__Host-session={presented}")).await, None);
        }
    }
}
