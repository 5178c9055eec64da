//! What tokens say, and what the built-in lists do.

use super::*;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use session_runtime::{MemoryStore, Rejection, Sha256, Store as _};

/// What `Account` was before `revocation`.
mod before {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(
        codec = "jwt",
        storage = "cookie",
        auth = "cookie",
        cookie(name = "session"),
        lifetime = "1d",
        idle = "30m"
    )]
    pub struct Account {
        pub user_id: u64,
        pub theme: String,
        pub admin: bool,
    }
}

#[tokio::test]
async fn a_token_from_before_is_refused() {
    let key = || SecretKey::from_bytes(SECRET).unwrap();
    let clock = Clock::manual(Duration::from_secs(NOW));
    let old = before::Account { user_id: 7, theme: String::new(), admin: false };
    let token = before::Account::layer(key()).clock(clock.clone()).tokens().issue(&old).unwrap();
    let layer = Account::layer(key(), Watched::default()).clock(clock.clone());
    assert_eq!(layer.revocations().verify(&token).await.unwrap().err(), Some(Rejection::NotRevocable));
    // and the other way round: the claim is the layer's, and nobody else sees it
    let token = layer.tokens().issue(&account(7)).unwrap();
    assert!(before::Account::layer(key()).clock(clock).tokens().verify(&token).is_ok());
}

#[test]
fn the_sid_stands_in_the_token_and_is_another_one_each_time() {
    let layer = Account::layer(SecretKey::from_bytes(SECRET).unwrap(), Watched::default());
    let sid = || {
        let token = layer.tokens().issue(&account(7)).unwrap();
        let payload = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        claims["sid"].as_str().unwrap().to_owned()
    };
    let (one, other) = (sid(), sid());
    assert_eq!(one.len(), 22);
    assert_ne!(one, other);
}

macro_rules! coded {
    ($name:ident, $codec:literal, $key:ty) => {
        mod $name {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
            #[session(codec = $codec, storage = "header", auth = "header", revocation = "memory")]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
            }

            #[tokio::test]
            async fn is_revoked() {
                let key = SecretKey::<$key>::from_bytes(SECRET).unwrap();
                let layer = Account::layer(key, MemoryStore::new(100));
                let (tokens, revocations) = (layer.tokens(), layer.revocations());
                let token = tokens.issue(&Account { user_id: 7 }).unwrap();
                assert!(revocations.verify(&token).await.unwrap().is_ok());
                assert!(revocations.revoke(&token).await.unwrap());
                assert_eq!(revocations.verify(&token).await.unwrap().err(), Some(Rejection::Revoked));
                assert!(!revocations.revoke("no token").await.unwrap());
            }
        }
    };
}
coded!(jwt, "jwt", session_runtime::Hs256);
coded!(jwe, "jwe", session_runtime::A256Gcm);
coded!(signed, "signed", Sha256);

/// A service that only checks tokens asks the list of who issues them.
mod elsewhere {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "none", auth = "header", typ = "account+jwt", revocation = "memory")]
    pub struct Account {
        #[session(subject)]
        pub user_id: u64,
    }
}

#[tokio::test]
async fn a_list_in_memory_forgets_what_is_over_and_nothing_else() {
    let clock = Clock::manual(Duration::from_secs(NOW));
    let list = MemoryStore::new(2).clock(clock.clone());
    let key = SecretKey::from_bytes(SECRET).unwrap();
    let layer = elsewhere::Account::layer(key, list.clone()).clock(clock.clone());
    let issue = || layer.tokens().issue(&elsewhere::Account { user_id: 7 }).unwrap();
    let (one, two, three) = (issue(), issue(), issue());
    let revocations = layer.revocations();
    assert!(revocations.revoke(&one).await.unwrap() && revocations.revoke(&two).await.unwrap());
    assert!(revocations.revoke(&one).await.unwrap(), "it is on the list already");
    assert!(revocations.revoke(&three).await.is_err(), "a full list refuses: what it forgot would be back");
    for token in [&one, &two] {
        assert_eq!(revocations.verify(token).await.unwrap().err(), Some(Rejection::Revoked));
    }
    clock.advance(Duration::from_secs(14 * 24 * 60 * 60 + 61));
    assert!(revocations.revoke(&issue()).await.unwrap(), "the others are over by themselves");
    assert_eq!(list.evicted(), 0);
    assert!(list.never_evicting().len() <= 2);
}

/// A service with the public half of a key asks the list, too.
mod public {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", algorithm = "ES256", storage = "none", auth = "header", revocation = "memory")]
    pub struct Account {
        #[session(subject)]
        pub user_id: u64,
    }
}

#[tokio::test]
async fn who_only_verifies_asks_the_list_too() {
    use session_runtime::{Es256, SigningKey};
    let (key, list) = (SigningKey::<Es256>::generate().unwrap(), MemoryStore::new(10));
    let verifier = public::Account::layer(key.verifying_key(), list.clone());
    let issuer = public::Account::layer(key, list);
    let token = issuer.tokens().issue(&public::Account { user_id: 7 }).unwrap();
    assert!(verifier.revocations().verify(&token).await.unwrap().is_ok());
    issuer.revocations().revoke_all(&7).await.unwrap();
    assert_eq!(verifier.revocations().verify(&token).await.unwrap().err(), Some(Rejection::Revoked));
}
