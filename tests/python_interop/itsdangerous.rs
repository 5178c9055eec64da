//! Tokens of the `signed` codec, and `itsdangerous.TimestampSigner`.

use super::*;
use session_runtime::{Codec, KeyRing, Rejection, Settings, Sha256, Signed, SignerDigest, Stamp};
use std::time::Duration;

static PLAIN: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();
static SALTED: Settings = PLAIN.salt("a salt, é");

type Claims = Map<String, Value>;

fn codec<D: SignerDigest>(settings: &'static Settings, secret: &str) -> Signed<D> {
    Signed::new(KeyRing::new(SecretKey::weak_for_interop(secret).unwrap()), settings)
}

fn read<D: SignerDigest>(codec: &Signed<D>, token: &str, later: u64) -> Result<Claims, Rejection> {
    codec.decode::<Claims>(token.as_bytes(), Duration::from_secs(now() + later)).map(|decoded| decoded.claims)
}

/// In both directions; `query` says to Python what the codec is.
async fn exchanged<D: SignerDigest>(python: &Python, settings: &'static Settings, query: &str) {
    let codec = codec::<D>(settings, SECRET);
    for json in [
        "{}",
        r#"{"some":"data"}"#,
        r#"{"u":"é😀","n":-1,"f":0.1,"b":[true,null],"q":"<>?~>>>???","deep":{"a":{}}}"#,
    ] {
        let theirs = python.ask(&format!("/itsdangerous/sign?{query}"), json).await.text;
        let claims: Claims = serde_json::from_str(json).unwrap();
        assert_eq!(read(&codec, &theirs, 0), Ok(claims.clone()), "{theirs}");
        assert_eq!(read(&codec, &theirs, 1001), Err(Rejection::Expired));

        let mut ours = Vec::new();
        let start = Stamp::start(now(), 600, settings);
        codec.encode(&claims, start, &mut ours).unwrap();
        let ours = String::from_utf8(ours).unwrap();
        let unsign = format!("/itsdangerous/unsign?max_age=1000&{query}");
        let found = value(&python.ask(&unsign, &ours).await);
        for (name, expected) in &claims {
            assert_eq!(found["claims"][name], *expected, "{ours}");
        }
        // Any change is refused, on both sides.
        let broken = format!("A{}", &ours[1..]);
        assert_eq!(python.ask(&unsign, &broken).await.text, "BadTimeSignature");
        assert_eq!(read(&codec, &broken, 0), Err(Rejection::BadSignature));
    }
}

#[tokio::test]
async fn tokens_go_in_both_directions() {
    let Some(python) = Python::start() else { return };
    exchanged::<Sha1>(&python, &PLAIN, "digest=sha1").await;
    exchanged::<Sha1>(&python, &SALTED, "digest=sha1&salt=a%20salt,%20%C3%A9").await;
    exchanged::<Sha256>(&python, &PLAIN, "digest=sha256&salt=Account").await;
    exchanged::<Sha256>(&python, &SALTED, "digest=sha256&salt=a%20salt,%20%C3%A9").await;
}

/// A session that is started for a minute ends after a minute in Python, too, under the `max_age` that both sides share.
#[tokio::test]
async fn a_shorter_lifetime_holds_in_python() {
    let Some(python) = Python::start() else { return };
    let codec = codec::<Sha1>(&PLAIN, SECRET);
    let token = |started: u64| {
        let mut token = Vec::new();
        codec.encode(&Claims::new(), Stamp::start(started, 60, &PLAIN), &mut token).unwrap();
        String::from_utf8(token).unwrap()
    };
    let unsign = "/itsdangerous/unsign?max_age=1000";
    assert_eq!(python.ask(unsign, &token(now())).await.status, 200);
    assert_eq!(python.ask(unsign, &token(now() - 62)).await.text, "SignatureExpired");
    assert_eq!(read(&codec, &token(now() - 62), 0), Err(Rejection::Expired));
}

/// Python answers to each of these with an error of its own, or with 500 behind its middleware.
#[tokio::test]
async fn authentic_text_that_is_no_session_is_no_session() {
    let Some(python) = Python::start() else { return };
    let codec = codec::<Sha1>(&PLAIN, SECRET);
    for json in ["[1]", "\"x\"", "null", "not json", "{\"a\": NaN}"] {
        let token = python.ask("/itsdangerous/sign", json).await.text;
        assert_eq!(read(&codec, &token, 0), Err(Rejection::WrongClaims), "{json}");
        let mut client = Client::new(serve(shared()).await);
        client.jar.plant("session", &token);
        let answer = client.get("/view").await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "{}"), "{json}");
    }
}
