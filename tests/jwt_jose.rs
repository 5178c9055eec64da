//! Tokens with a signature, and their keys, that are shared with npm's jose: each side reads what the other made.
//!
//! `npm install --prefix tests/node` makes it; skipped where it is not there.

#[path = "support/program.rs"]
#[allow(dead_code, reason = "the program here ends by itself")]
mod program;

use serde_json::{Map, Value, json};
use session_runtime::{
    AsymmetricAlgorithm, Codec, EdDsa, Es256, Es384, Jwt, KeyRing, Ps256, Ps384, Ps512, Rejection, Rs256,
    Rs384, Rs512, Settings, SigningKey, Stamp, VerifyingKey,
};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

static SETTINGS: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();

type Claims = Map<String, Value>;

/// The answers of jose; none where it is not installed.
fn ask(questions: &[Value]) -> Option<Vec<Value>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/jwt.mjs");
    let mut command = Command::new("node");
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut input = child.stdin.take().expect("its input is piped");
    let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
    // On a thread of its own: it answers while it is asked.
    let asking = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().ok()?;
    asking.join().expect("no panic").ok().filter(|()| output.status.success())?;
    let answers = String::from_utf8(output.stdout).expect("text");
    Some(answers.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn exchanged<A: AsymmetricAlgorithm>() {
    let pem = SigningKey::<A>::generate_pem().unwrap();
    let key = SigningKey::<A>::from_pem(&pem).unwrap();
    let other = SigningKey::<A>::generate().unwrap();
    let codec = |key: &SigningKey<A>| Jwt::<A>::new(KeyRing::new(key.clone()), &SETTINGS);
    let claims = json!({"some": "däta 😀", "n": [1, 2.5, null], "exp": now() + 500});
    let issue = |key| {
        let mut token = Vec::new();
        let stamp = Stamp::start(now(), 1000, &SETTINGS);
        codec(key).encode(claims.as_object().unwrap(), stamp, &mut token).unwrap();
        String::from_utf8(token).unwrap()
    };
    let jwk = key.verifying_key().to_jwk();
    let answers = ask(&[
        json!({"alg": A::NAME, "token": issue(&key), "jwk": jwk}),
        json!({"alg": A::NAME, "token": issue(&other), "jwk": jwk}),
        json!({"alg": A::NAME, "pem": &**pem, "claims": claims}),
    ]);
    let [ours, forged, theirs] = answers.expect("it was there").try_into().expect("three answers");
    assert_eq!(ours["claims"]["some"], claims["some"], "{}: {ours}", A::NAME);
    assert!(forged["error"].as_str().unwrap().contains("SIGNATURE"), "{}: {forged}", A::NAME);

    let read = |key: &SigningKey<A>| {
        let token = theirs["token"].as_str().unwrap().as_bytes();
        codec(key).decode::<Claims>(token, Duration::from_secs(now())).map(|decoded| decoded.claims)
    };
    assert_eq!(read(&key).map(Value::Object), Ok(claims), "{}", A::NAME);
    assert_eq!(read(&other), Err(Rejection::BadSignature), "{}", A::NAME);

    // The same key as jose writes it.
    let [private, public] = ["private", "public"].map(|half| theirs[half].as_str().unwrap());
    assert_eq!(SigningKey::<A>::from_jwk(private).unwrap().verifying_key().to_jwk(), jwk, "{}", A::NAME);
    assert_eq!(VerifyingKey::<A>::from_jwk(public).unwrap().to_jwk(), jwk, "{}", A::NAME);
    assert!(SigningKey::<A>::from_jwk(public).is_err(), "{}: nothing to sign with", A::NAME);
    assert!(
        VerifyingKey::<A>::from_jwk(private).is_err(),
        "{}: a private key where a public one belongs",
        A::NAME
    );
}

#[test]
fn tokens_and_keys_go_in_both_directions() {
    // It imports its library before it reads, so it fails without.
    if ask(&[]).is_none() {
        return program::skipped("npm's jose is not installed");
    }
    exchanged::<Rs256>();
    exchanged::<Rs384>();
    exchanged::<Rs512>();
    exchanged::<Ps256>();
    exchanged::<Ps384>();
    exchanged::<Ps512>();
    exchanged::<Es256>();
    exchanged::<Es384>();
    exchanged::<EdDsa>();
}
