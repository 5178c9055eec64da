//! `jsonwebtoken` as a second opinion: it verifies every token of ours, we read every one of its tokens with our `typ`, and
//! it accepts every random token that we accept.

#[path = "support/tokens.rs"]
mod tokens;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value, json};
use session_runtime::{Codec, HmacAlgorithm, Hs256, Hs384, Hs512, Jwt, KeyRing, SecretKey, Settings, Stamp};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokens::{Account, KEY, ann, runner, scale};

const PLAIN: Settings = Settings::new("Account", "account+jwt");
static CONFIGURATIONS: [Settings; 5] = [
    PLAIN,
    PLAIN.issuer("https://issuer.example"),
    PLAIN.audience("web"),
    PLAIN.idle(1800, 450),
    PLAIN.issuer("https://issuer.example").audience("web").idle(1800, 450),
];

/// `jsonwebtoken` reads the system's clock, so these tests do.
fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970")
}

/// The strictest that it can be, with our settings.
fn validation(algorithm: Algorithm, settings: &Settings) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = 0;
    validation.validate_nbf = true;
    if let Some(issuer) = settings.issuer {
        validation.set_issuer(&[issuer]);
        validation.required_spec_claims.insert("iss".to_owned());
    }
    if let Some(audience) = settings.audience {
        validation.set_audience(&[audience]);
        validation.required_spec_claims.insert("aud".to_owned());
    }
    validation
}

fn verifies(algorithm: Algorithm, settings: &Settings, token: &str) -> Result<Map<String, Value>, String> {
    jsonwebtoken::decode(token, &DecodingKey::from_secret(KEY), &validation(algorithm, settings))
        .map(|data| data.claims)
        .map_err(|error| error.to_string())
}

fn algorithm<A: HmacAlgorithm>() -> Algorithm {
    A::NAME.parse().expect("an algorithm that jsonwebtoken has")
}

fn codecs<A: HmacAlgorithm>(settings: &'static Settings) -> [(Option<&'static str>, Jwt<A>); 2] {
    let key = tokens::key::<A>();
    let named = key.clone().with_id("2026-11").unwrap();
    [
        (None, Jwt::new(KeyRing::new(key), settings)),
        (Some("2026-11"), Jwt::new(KeyRing::new(named), settings)),
    ]
}

fn our_tokens_are_verified<A: HmacAlgorithm>() {
    for settings in &CONFIGURATIONS {
        for (kid, codec) in codecs::<A>(settings) {
            let mut token = Vec::new();
            let now = now();
            let stamp = Stamp::start(now.as_secs(), settings.lifetime, settings);
            codec.encode(&ann(), stamp, &mut token).unwrap();
            let token = String::from_utf8(token).unwrap();

            let claims = verifies(algorithm::<A>(), settings, &token).expect("jsonwebtoken accepts it");
            assert_eq!((&claims["user_id"], &claims["name"]), (&json!(7), &json!("Ann")));
            assert_eq!((&claims["iat"], &claims["exp"]), (&json!(stamp.issued), &json!(stamp.expires)));
            assert_eq!(claims.get("iss").and_then(Value::as_str), settings.issuer);
            assert_eq!(claims.get("aud").and_then(Value::as_str), settings.audience);
            let header = jsonwebtoken::decode_header(&token).unwrap();
            assert_eq!((header.typ.as_deref(), header.kid.as_deref()), (Some("account+jwt"), kid));

            let decoded = codec.decode::<Account>(token.as_bytes(), now).expect("we read it, too");
            assert_eq!((decoded.claims, decoded.stamp), (ann(), stamp));
        }
    }
}

#[test]
fn every_token_of_ours_is_verified() {
    our_tokens_are_verified::<Hs256>();
    our_tokens_are_verified::<Hs384>();
    our_tokens_are_verified::<Hs512>();
}

fn its_tokens_are_read<A: HmacAlgorithm>() {
    #[derive(Serialize)]
    struct Claims<'a> {
        exp: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        iat: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        iss: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        aud: Option<Vec<&'a str>>,
        name: &'a str,
        user_id: u64,
    }
    for settings in &CONFIGURATIONS {
        for (kid, codec) in codecs::<A>(settings) {
            for typ in ["account+jwt", "application/account+jwt", "ACCOUNT+JWT"] {
                for with_iat in [true, false] {
                    let now = now();
                    let mut header = Header::new(algorithm::<A>());
                    header.typ = Some(typ.to_owned());
                    header.kid = kid.map(str::to_owned);
                    let claims = Claims {
                        exp: now.as_secs() + 600,
                        iat: with_iat.then_some(now.as_secs()),
                        iss: settings.issuer,
                        aud: settings.audience.map(|audience| vec!["other", audience]),
                        name: "Ann",
                        user_id: 7,
                    };
                    let token =
                        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(KEY)).unwrap();
                    let decoded = codec.decode::<Account>(token.as_bytes(), now).expect("we read it");
                    assert_eq!(decoded.claims, ann());
                    assert_eq!((decoded.stamp.expires, decoded.stamp.ends), (claims.exp, claims.exp));
                }
            }
        }
    }
}

#[test]
fn every_token_of_its_is_read() {
    its_tokens_are_read::<Hs256>();
    its_tokens_are_read::<Hs384>();
    its_tokens_are_read::<Hs512>();
}

/// Tokens of PyJWT, as its documentation and other suites have them.
#[test]
fn published_tokens_are_read() {
    static ANY: Settings = Settings::new("Any", "JWT").lifetime(u64::MAX).open();
    let codec = tokens::codec(&ANY);
    let short = SecretKey::weak_for_interop(KEY[..16].repeat(2)).unwrap();
    let published = Jwt::<Hs256>::new(KeyRing::new(short), &ANY);
    let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTEiLCJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MTcwMDAwMDAwMCwic29tZSI6ImRhdGEifQ.1fpI1JyC1jTgFqLubzCf5a2Sv0IWc6kCxbaKnV8EmUo";
    let read = published.decode::<Map<String, Value>>(token.as_bytes(), now()).unwrap();
    assert_eq!(
        Value::Object(read.claims),
        json!({"sub": "user-1", "exp": 4102444800u64, "iat": 1700000000, "some": "data"})
    );
    assert!(codec.decode::<Map<String, Value>>(token.as_bytes(), now()).is_err(), "another key");
    let without_exp = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzb21lIjoiZGF0YSJ9.7l07y7cU2BzcNrwDCitK_mIp4hwjy0j2cXt0QS1trlM";
    let refused = published.decode::<Map<String, Value>>(without_exp.as_bytes(), now()).unwrap_err();
    assert_eq!(refused, session_runtime::Rejection::WrongClaims, "authentic, but it would last for ever");
}

/// One piece of a random token: mostly right, so that many are accepted.
fn mostly(right: &str, wrong: &'static [&'static str]) -> impl Strategy<Value = String> + use<> {
    prop_oneof![8 => Just(right.to_owned()), 2 => proptest::sample::select(wrong).prop_map(str::to_owned)]
}

/// Members in any order, some of them missing.
fn object(members: Vec<BoxedStrategy<String>>) -> impl Strategy<Value = String> {
    members
        .into_iter()
        .map(|member| prop_oneof![9 => member.prop_map(Some), 1 => Just(None)].boxed())
        .collect::<Vec<_>>()
        .prop_map(|members| {
            members.into_iter().flatten().filter(|member| !member.is_empty()).collect::<Vec<_>>()
        })
        .prop_shuffle()
        .prop_map(|members| format!("{{{}}}", members.join(",")))
}

fn random_token(now: u64) -> impl Strategy<Value = String> {
    let header = object(vec![
        mostly(
            r#""alg":"HS256""#,
            &[r#""alg":"none""#, r#""alg":"HS512""#, r#""alg":null"#, r#""alg":"HS256","alg":"HS256""#],
        )
        .boxed(),
        mostly(
            r#""typ":"account+jwt""#,
            &[r#""typ":"JWT""#, r#""typ":"Application/Account+JWT""#, r#""typ":1"#],
        )
        .boxed(),
        mostly("", &[r#""kid":"2026-11""#, r#""kid":"x""#, r#""kid":5"#]).boxed(),
        mostly(
            "",
            &[
                r#""crit":["x"]"#,
                r#""b64":false"#,
                r#""zip":"DEF""#,
                r#""enc":"A256GCM""#,
                r#""jku":"https://a.example""#,
                r#""cty":"json""#,
                r#""cty":7"#,
                r#""x5t":"YQ""#,
                r#""foo":"bar""#,
                r#""foo":{"a":[1]}"#,
                r#""nonce":1"#,
                r#""url":"u""#,
            ],
        )
        .boxed(),
    ]);
    let times: Vec<String> = [-100_000i64, -100, -1, 2, 100, 100_000, 10_000_000_000]
        .iter()
        .map(|offset| (now as i64 + offset).to_string())
        .collect();
    let values = ["1e300", "-5", "null", "true", "\"soon\"", "[]", "0", "1e10", "18446744073709551615"]
        .map(str::to_owned);
    let time = move |good: i64| {
        let odd = times.iter().cloned().chain(values.iter().cloned()).collect::<Vec<_>>();
        prop_oneof![6 => Just((now as i64 + good).to_string()), 1 => proptest::sample::select(odd),
            1 => (-5000i64..5000).prop_map(move |offset| format!("{}.{}", now as i64 + offset, offset.unsigned_abs() % 1000))]
    };
    let payload = object(vec![
        mostly(r#""user_id":7"#, &[r#""user_id":"7""#, r#""user_id":7,"user_id":8"#]).boxed(),
        mostly(r#""name":"Ann""#, &[r#""name":null"#, r#""name":"\ud834\udd1e""#]).boxed(),
        time(600).prop_map(|exp| format!(r#""exp":{exp}"#)).boxed(),
        time(-1).prop_map(|iat| format!(r#""iat":{iat}"#)).boxed(),
        prop_oneof![3 => Just(String::new()), 1 => time(-1).prop_map(|nbf| format!(r#""nbf":{nbf}"#))]
            .boxed(),
        mostly("", &[r#""aud":"web""#, r#""aud":["web","x"]"#, r#""aud":[]"#, r#""aud":5"#]).boxed(),
        mostly(
            "",
            &[
                r#""iss":"https://issuer.example""#,
                r#""iss":"x""#,
                r#""iss":["https://issuer.example"]"#,
                r#""iss":5"#,
            ],
        )
        .boxed(),
        mostly("", &[r#""sub":"s""#, r#""sub":5"#, r#""jti":null"#, r#""unknown":[{}]"#, r#""\u0065xp":1"#])
            .boxed(),
    ]);
    let noise = prop_oneof![12 => Just(None), 1 => (any::<proptest::sample::Index>(), proptest::sample::select(vec!['A', '=', '.', '-', '\n'])).prop_map(Some)];
    (header, payload, any::<bool>(), noise).prop_map(|(header, payload, array, noise)| {
        let payload = if array && payload.len() % 17 == 0 { format!("[{payload}]") } else { payload };
        let mut token = tokens::sign(&header, payload);
        if let Some((place, character)) = noise {
            token.insert(place.index(token.len()), character);
        }
        token
    })
}

/// What we accept and `jsonwebtoken` does not, and why that is right.
fn expected_disagreement(token: &str, reason: &str) -> Option<&'static str> {
    let part = |index: usize| {
        use base64::Engine as _;
        let segment = token.split('.').nth(index)?;
        String::from_utf8(base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(segment).ok()?).ok()
    };
    let (header, payload) = (part(0)?, part(1)?);
    if reason.contains("JSON") && ["\"cty\":7", "\"nonce\":1"].iter().any(|member| header.contains(member)) {
        return Some("a header member that we do not know is ignored whatever its type (RFC 7515 section 4)");
    }
    if reason.contains("ExpiredSignature") || reason.contains("ImmatureSignature") {
        let fraction = ["\"exp\":", "\"nbf\":"].iter().any(|name| {
            payload
                .split(name)
                .nth(1)
                .and_then(|rest| rest.split([',', '}']).next())
                .is_some_and(|time| time.contains('.'))
        });
        return fraction.then_some("it rounds fractions of a second to the nearest whole one and compares seconds; we compare fractions");
    }
    None
}

#[test]
fn what_we_accept_it_accepts() {
    let now = now();
    let codecs: Vec<_> = CONFIGURATIONS.iter().flat_map(codecs::<Hs256>).collect();
    let mut runner = runner(2000);
    let counts = std::cell::Cell::new((0u32, 0u32));
    runner
        .run(&random_token(now.as_secs()), |token| {
            for (index, (_, codec)) in codecs.iter().enumerate() {
                let ours = codec.decode::<Account>(token.as_bytes(), self::now());
                let its = verifies(Algorithm::HS256, &CONFIGURATIONS[index / 2], &token);
                let (both, alone) = counts.get();
                match (ours, its) {
                    (Ok(_), Ok(_)) => counts.set((both + 1, alone)),
                    (Ok(_), Err(reason)) => {
                        prop_assert!(expected_disagreement(&token, &reason).is_some(), "{reason}: {token}");
                    }
                    (Err(_), Ok(_)) => counts.set((both, alone + 1)),
                    (Err(_), Err(_)) => {}
                }
            }
            Ok(())
        })
        .unwrap();
    let (both, alone) = counts.get();
    assert!(both > 100 * scale(), "{both} tokens were accepted by both: too few to show anything");
    assert!(alone > 0, "we are the stricter of the two");
}
