//! Tokens of the `jwt` codec, and PyJWT.

use super::*;
use session_runtime::{Codec, HmacAlgorithm, Hs256, Hs384, Hs512, Jwt, KeyRing, Rejection, Settings, Stamp};
use std::time::Duration;

static JWT: Settings = Settings::new("Account", "JWT").lifetime(1000).open();
static TYPED: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();
static PARTIES: Settings = Settings::new("Account", "JWT").lifetime(1000).issuer("us").audience("web").open();

type Claims = Map<String, Value>;

fn codec<A: HmacAlgorithm>(settings: &'static Settings) -> Jwt<A> {
    Jwt::new(KeyRing::new(SecretKey::weak_for_interop(SECRET).unwrap()), settings)
}

fn read<A: HmacAlgorithm>(codec: &Jwt<A>, token: &str, later: u64) -> Result<Claims, Rejection> {
    codec.decode::<Claims>(token.as_bytes(), Duration::from_secs(now() + later)).map(|decoded| decoded.claims)
}

fn issue<A: HmacAlgorithm>(codec: &Jwt<A>, claims: &Value, settings: &'static Settings) -> String {
    let mut token = Vec::new();
    let claims = claims.as_object().unwrap();
    codec.encode(claims, Stamp::start(now(), settings.lifetime, settings), &mut token).unwrap();
    String::from_utf8(token).unwrap()
}

async fn exchanged<A: HmacAlgorithm>(python: &Python) {
    let alg = A::NAME;
    for (settings, query) in [(&JWT, ""), (&TYPED, "&typ=account%2Bjwt"), (&JWT, "&foo=1")] {
        let codec = codec::<A>(settings);
        let claims = json!({"some": "däta 😀", "exp": now() + 500, "n": [1, 2.5, null], "sub": "user-1"});
        let theirs = python.ask(&format!("/pyjwt/encode?alg={alg}{query}"), &claims.to_string()).await.text;
        assert_eq!(Ok(&claims), read(&codec, &theirs, 0).map(Value::from).as_ref(), "{theirs}");
        assert_eq!(read(&codec, &theirs, 501), Err(Rejection::Expired));
        assert_eq!(read(&codec, &format!("{theirs}="), 0), Err(Rejection::Malformed), "PyJWT takes this");

        let found = python.ask(&format!("/pyjwt/decode?alg={alg}"), &issue(&codec, &claims, settings)).await;
        for (name, expected) in claims.as_object().unwrap() {
            assert_eq!(value(&found)[name], *expected);
        }
    }
}

#[tokio::test]
async fn tokens_go_in_both_directions() {
    let Some(python) = Python::start() else { return };
    exchanged::<Hs256>(&python).await;
    exchanged::<Hs384>(&python).await;
    exchanged::<Hs512>(&python).await;
}

#[tokio::test]
async fn times_and_parties_mean_the_same() {
    let Some(python) = Python::start() else { return };
    let token = |claims: Value| issue(&codec::<Hs256>(&JWT), &claims, &JWT);
    for (claims, theirs, ours) in [
        (json!({"exp": now() - 1}), "ExpiredSignatureError", Rejection::Expired),
        (json!({"nbf": now() + 100}), "ImmatureSignatureError", Rejection::NotYetValid),
        (json!({"exp": (now() - 5) as f64 + 0.5}), "ExpiredSignatureError", Rejection::Expired),
    ] {
        let token = token(claims);
        assert_eq!(python.ask("/pyjwt/decode", &token).await.text, theirs);
        assert_eq!(read(&codec::<Hs256>(&JWT), &token, 0), Err(ours));
    }
    let parties = codec::<Hs256>(&PARTIES);
    let with_parties = issue(&parties, &json!({"a": 1}), &PARTIES);
    assert_eq!(python.ask("/pyjwt/decode?issuer=us&audience=web", &with_parties).await.status, 200);
    assert_eq!(python.ask("/pyjwt/decode", &with_parties).await.text, "InvalidAudienceError");
    let theirs = json!({"iss": "us", "aud": ["app", "web"], "exp": now() + 100}).to_string();
    let theirs = python.ask("/pyjwt/encode", &theirs).await.text;
    assert!(read(&parties, &theirs, 0).is_ok());
    assert_eq!(read(&codec::<Hs256>(&JWT), &theirs, 0), Err(Rejection::WrongAudience));
}

/// Where PyJWT does not ask for an end, we do: `exp` is what bounds a token.
#[tokio::test]
async fn what_pyjwt_takes_and_we_do_not() {
    let Some(python) = Python::start() else { return };
    for (claims, reason) in [
        (json!({"some": "data"}), Rejection::WrongClaims),
        (json!({"exp": (now() + 100).to_string()}), Rejection::WrongClaims),
        (json!({"exp": 1e300}), Rejection::WrongClaims),
        (json!({"exp": 253_402_300_799_u64}), Rejection::Expired),
    ] {
        let token = python.ask("/pyjwt/encode", &claims.to_string()).await.text;
        assert_eq!(python.ask("/pyjwt/decode", &token).await.status, 200, "{claims}");
        assert_eq!(read(&codec::<Hs256>(&JWT), &token, 0), Err(reason), "{claims}");
    }
    let token = python.ask("/pyjwt/encode?typ=at%2Bjwt", r#"{"exp": 4102444800}"#).await.text;
    assert_eq!(python.ask("/pyjwt/decode", &token).await.status, 200);
    assert_eq!(read(&codec::<Hs256>(&JWT), &token, 0), Err(Rejection::WrongType));
}
