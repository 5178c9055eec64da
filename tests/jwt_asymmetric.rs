//! JSON Web Tokens with a signature: whoever verifies needs no secret.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Request, StatusCode};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use session_runtime::{
    AsymmetricAlgorithm, Codec, EdDsa, EncodeError, Es256, Es384, Jwt, KeyRing, Ps256, Ps384, Ps512,
    Rejection, Rs256, Rs384, Rs512, Session, SessionError, SessionSlot, Settings, SigningKey, Stamp,
    VerifyingKey, VerifyingKeyFor,
};
use std::time::{Duration, UNIX_EPOCH};
use tower::ServiceExt;

const NOW: u64 = 1_700_000_000;
static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000);

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Claims {
    user_id: u64,
}

fn read<A: AsymmetricAlgorithm>(codec: &Jwt<A>, token: &[u8]) -> Result<Claims, Rejection> {
    codec.decode::<Claims>(token, Duration::from_secs(NOW)).map(|decoded| decoded.claims)
}

fn issue<A: AsymmetricAlgorithm>(codec: &Jwt<A>) -> Vec<u8> {
    let mut token = Vec::new();
    codec.encode(&Claims { user_id: 7 }, Stamp::start(NOW, 1000, &SETTINGS), &mut token).unwrap();
    token
}

/// One algorithm: our tokens and theirs, both ways, and what is no token of this key.
fn goes_both_ways<A: AsymmetricAlgorithm>(algorithm: Algorithm) {
    let pem = SigningKey::<A>::generate_pem().unwrap();
    let key = SigningKey::<A>::from_pem(&pem).unwrap();
    let public = VerifyingKey::<A>::from_jwk(&key.verifying_key().to_jwk()).unwrap();
    assert_eq!(public.id(), key.id(), "both have the thumbprint (RFC 7638)");
    let codec = Jwt::<A>::new(KeyRing::new(key.clone()), &SETTINGS);
    let token = issue(&codec);
    assert_eq!(read(&codec, &token), Ok(Claims { user_id: 7 }));

    // Who has the public half reads, and makes none.
    let reader = Jwt::<A>::new(VerifyingKeyFor::<Jwt<A>>::into_verifying_key(public), &SETTINGS);
    assert_eq!(read(&reader, &token), Ok(Claims { user_id: 7 }));
    let refused = reader.encode(&Claims { user_id: 7 }, Stamp::start(NOW, 1000, &SETTINGS), &mut Vec::new());
    assert!(matches!(refused, Err(EncodeError::NotSigned)), "{refused:?}");

    let dot = token.iter().rposition(|byte| *byte == b'.').unwrap();
    for at in [dot + 1, dot + 20, dot - 3] {
        let mut forged = token.clone();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(read(&codec, &forged), Err(Rejection::BadSignature), "{at}");
    }
    let other = Jwt::<A>::new(KeyRing::new(SigningKey::<A>::generate().unwrap()), &SETTINGS);
    assert_eq!(read(&other, &token), Err(Rejection::UnknownKey));
    assert!(!format!("{key:?} {codec:?}").contains("PRIVATE"));

    // A second opinion, in both directions.
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_str(&key.verifying_key().to_jwk()).unwrap();
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    let theirs = jsonwebtoken::decode::<Value>(&token, &DecodingKey::from_jwk(&jwk).unwrap(), &validation);
    assert_eq!(theirs.unwrap().claims["user_id"], 7);
    let header = Header { typ: Some("account+jwt".into()), ..Header::new(algorithm) };
    let encoding = match algorithm {
        Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem.as_bytes()),
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
        _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
    };
    let claims = json!({"user_id": 7, "iat": NOW, "exp": NOW + 1000});
    let theirs = jsonwebtoken::encode(&header, &claims, &encoding.unwrap()).unwrap();
    assert_eq!(read(&codec, theirs.as_bytes()), Ok(Claims { user_id: 7 }));
}

#[test]
fn every_algorithm_goes_both_ways() {
    goes_both_ways::<Rs256>(Algorithm::RS256);
    goes_both_ways::<Rs384>(Algorithm::RS384);
    goes_both_ways::<Rs512>(Algorithm::RS512);
    goes_both_ways::<Ps256>(Algorithm::PS256);
    goes_both_ways::<Ps384>(Algorithm::PS384);
    goes_both_ways::<Ps512>(Algorithm::PS512);
    goes_both_ways::<Es256>(Algorithm::ES256);
    goes_both_ways::<Es384>(Algorithm::ES384);
    goes_both_ways::<EdDsa>(Algorithm::EdDSA);
}

/// RFC 8725 section 2.1: a token with a MAC, made with what everybody knows.
#[test]
fn req_02_a_public_key_is_no_secret() {
    let key = SigningKey::<Es256>::generate().unwrap();
    let codec = Jwt::<Es256>::new(KeyRing::new(key.clone()), &SETTINGS);
    let public = key.verifying_key().to_jwk();
    for alg in ["HS256", "none", "ES384", "RS256"] {
        let header = json!({"alg": alg, "typ": "account+jwt"}).to_string();
        let payload = json!({"user_id": 1, "iat": NOW, "exp": NOW + 100}).to_string();
        let signed = [header, payload].map(|text| BASE64_URL_SAFE_NO_PAD.encode(text)).join(".");
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(public.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        let tag = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        assert_eq!(
            read(&codec, format!("{signed}.{tag}").as_bytes()),
            Err(Rejection::WrongAlgorithm),
            "{alg}"
        );
    }
}

#[test]
fn keys_of_another_kind_are_refused() {
    let rsa = SigningKey::<Rs256>::generate_pem().unwrap();
    let p256 = SigningKey::<Es256>::generate_pem().unwrap();
    let ed = SigningKey::<EdDsa>::generate_pem().unwrap();
    assert!(SigningKey::<Es256>::from_pem(&rsa).is_err());
    assert!(SigningKey::<Es384>::from_pem(&p256).is_err());
    assert!(SigningKey::<Rs256>::from_pem(&ed).is_err());
    assert!(VerifyingKey::<Es256>::from_pem(&p256).is_err(), "a private key where a public one belongs");
    let good: Value =
        serde_json::from_str(&SigningKey::<Rs256>::from_pem(&rsa).unwrap().verifying_key().to_jwk()).unwrap();
    assert!(VerifyingKey::<Rs256>::from_jwk(&good.to_string()).is_ok());
    for (member, value) in [
        ("e", "AQ"),
        ("e", "Ag"),
        ("e", ""),
        ("n", "AQAB"),
        ("n", ""),
        ("use", "enc"),
        ("alg", "RS512"),
        ("kty", "EC"),
        ("d", "AQ"),
        ("kid", "a b"),
    ] {
        let mut jwk = good.clone();
        jwk[member] = value.into();
        let error = VerifyingKey::<Rs256>::from_jwk(&jwk.to_string()).err();
        assert!(error.is_some(), "{member} = {value:?}");
    }
    let good: Value =
        serde_json::from_str(&SigningKey::<Es256>::from_pem(&p256).unwrap().verifying_key().to_jwk())
            .unwrap();
    let mut off_the_curve = good.clone();
    off_the_curve["y"] = good["x"].clone();
    assert!(VerifyingKey::<Es256>::from_jwk(&off_the_curve.to_string()).is_err());
    for text in ["", "{}", "[]", r#"{"kty":"RSA","kty":"RSA"}"#, &"[".repeat(60_000)] {
        assert!(VerifyingKey::<Rs256>::from_jwk(text).is_err());
        assert!(SigningKey::<Rs256>::from_pem(text).is_err());
    }
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", algorithm = "ES256", storage = "cookie", auth = "cookie")]
struct Account {
    name: String,
}

/// What another service reads.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", algorithm = "ES256", storage = "none", auth = "header", typ = "account+jwt")]
struct Known {
    name: String,
}

#[tokio::test]
async fn one_service_signs_and_another_verifies_with_what_the_first_publishes() {
    async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { name: "Ada".into() }).map(drop)
    }
    let ring = KeyRing::new(SigningKey::<Es256>::generate().unwrap());
    let layer = Account::layer(ring.clone());
    let app = Router::new()
        .route("/login", get(login))
        .route("/jwks.json", get(layer.jwks()))
        .route("/me", get(async |account: AccountSession| account.name().to_owned()))
        .layer(layer);
    let ask = async |path: &str| {
        app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    };
    let set = async || -> Value {
        let answer = ask("/jwks.json").await;
        assert_eq!(answer.headers()["content-type"], "application/jwk-set+json");
        serde_json::from_slice(&to_bytes(answer.into_body(), 1 << 16).await.unwrap()).unwrap()
    };
    let login = ask("/login").await;
    let line = login.headers()["set-cookie"].to_str().unwrap();
    let token = line.split(';').next().unwrap().split_once('=').unwrap().1.to_owned();

    let published = set().await;
    assert_eq!(published["keys"].as_array().unwrap().len(), 1);
    assert!(published["keys"][0].get("d").is_none(), "no private half");
    let public = VerifyingKey::<Es256>::from_jwk(&published["keys"][0].to_string()).unwrap();
    let reader = Known::layer(public);
    assert_eq!(reader.tokens().verify(&token).unwrap().claims.name, "Ada");
    let other =
        Router::new().route("/", get(async |known: KnownSession| known.name().to_owned())).layer(reader);
    let request = Request::get("/").header("authorization", format!("Bearer {token}"));
    let answer = other.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);

    // It follows the ring, the current key first.
    let next = SigningKey::<Es256>::generate().unwrap();
    let id = next.id().to_owned();
    ring.rotate(next).unwrap();
    let published = set().await;
    assert_eq!(published["keys"].as_array().unwrap().len(), 2);
    assert_eq!(published["keys"][0]["kid"], id);
}

#[test]
fn a_ring_follows_the_clock() {
    let at = |seconds: u64| UNIX_EPOCH + Duration::from_secs(seconds);
    let key = |id: &str| SigningKey::<EdDsa>::generate().unwrap().with_id(id).unwrap();
    let (march, april) = (key("march"), key("april"));
    let ring = KeyRing::new(march.clone());
    ring.rotate_at(april, at(NOW + 100)).unwrap();
    ring.retire("march", at(NOW + 200)).unwrap();
    let codec = Jwt::<EdDsa>::new(ring, &SETTINGS);
    let issue = |now: u64| {
        let mut token = Vec::new();
        codec.encode(&Claims { user_id: 7 }, Stamp::start(now, 1000, &SETTINGS), &mut token).map(|()| token)
    };
    let outdated = |token: &[u8], now: u64| {
        codec.decode::<Claims>(token, Duration::from_secs(now)).map(|decoded| decoded.outdated_key)
    };
    let early = issue(NOW).unwrap();
    assert_eq!(outdated(&early, NOW), Ok(false));
    let late = issue(NOW + 100).unwrap();
    assert_eq!(outdated(&late, NOW + 50), Ok(true), "it verifies before it begins");
    assert_eq!(outdated(&late, NOW + 100), Ok(false));
    assert_eq!(outdated(&early, NOW + 100), Ok(true), "issued again with the next write");
    assert_eq!(outdated(&early, NOW + 200), Err(Rejection::UnknownKey), "retired");
    assert_eq!(outdated(&late, NOW + 200), Ok(false));
}
