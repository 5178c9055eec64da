//! Whatever a client sends: no panic, no 500, and memory that does not grow with it.

use super::*;
use crate::tokens::runner;
use allocation_counter::measure;
use axum::body::Body;
use http::{HeaderValue, Request, StatusCode};
use proptest::prelude::*;
use tower::{Service, ServiceExt};

/// One request through the service, on this thread.
fn ask(service: &mut Router, runtime: &tokio::runtime::Runtime, fields: &[(&str, &[u8])]) -> StatusCode {
    let mut request = Request::get("/me");
    for (name, value) in fields {
        request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
    }
    let request = request.body(Body::empty()).unwrap();
    runtime.block_on(async {
        ServiceExt::<Request<Body>>::ready(service).await.unwrap().call(request).await.unwrap().status()
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn services() -> [Router; 6] {
    [
        prefixed::routes().layer(prefixed::layer()),
        plain::routes().layer(plain::layer()),
        bearer::routes().layer(bearer::layer()),
        both::routes().layer(both::layer()),
        signed::routes().layer(signed::layer()),
        starlette::routes().layer(starlette::layer()),
    ]
}

/// Bytes allocated for a request with this token, in every place where one can stand.
fn allocated(token: &str) -> u64 {
    let runtime = runtime();
    let bytes = |service: &mut Router, name: &str, value: String| {
        assert_eq!(ask(service, &runtime, &[(name, value.as_bytes())]), StatusCode::UNAUTHORIZED);
        // Without the request, which is the test's.
        let empty = measure(|| {
            drop(
                Request::get("/me")
                    .header(name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
                    .body(Body::empty()),
            )
        })
        .bytes_total;
        measure(|| {
            ask(service, &runtime, &[(name, value.as_bytes())]);
        })
        .bytes_total
            - empty
    };
    let [mut prefixed, mut plain, mut bearer, mut both, mut signed, mut starlette] = services();
    [
        bytes(&mut prefixed, "cookie", format!("__Host-session={token}")),
        bytes(&mut plain, "cookie", format!("session={token}")),
        bytes(&mut bearer, "authorization", format!("Bearer {token}")),
        bytes(&mut both, "authorization", format!("Bearer {token}")),
        bytes(&mut both, "cookie", format!("__Host-session={token}")),
        bytes(&mut signed, "cookie", format!("session={token}")),
        bytes(&mut starlette, "cookie", format!("session={token}")),
    ]
    .into_iter()
    .max()
    .unwrap()
}

#[test]
fn req_61_a_long_token_costs_nothing() {
    let short = allocated("x");
    for len in [10_000, 1_000_000, 10_000_000] {
        assert!(allocated(&"x".repeat(len)) <= short + 256, "{len}");
    }
}

#[test]
fn req_62_a_forged_token_costs_nothing() {
    let short = allocated("x");
    for token in [prefixed::token(7), signed::token(7), starlette::token(7)] {
        // A payload of three thousand bytes with a tag of the right form.
        let (payload, tag) = token.rsplit_once('.').unwrap();
        let cut: Vec<&str> = payload.split('.').collect();
        let forged = format!("{}{}.{}.{tag}", cut[0], "A".repeat(3000), cut[1]);
        assert!(allocated(&forged) <= short + 256, "{}", allocated(&forged));
        let forged = format!("{}.{}{}.{tag}", cut[0], cut[1], "A".repeat(3000));
        assert!(allocated(&forged) <= short + 256, "{}", allocated(&forged));
    }
}

/// Whoever has the key can write such a payload; nobody can make a server of it fall.
#[test]
fn req_64_a_deep_payload_is_no_session() {
    session!(deep, Sha1, codec = "signed", digest = "sha1", storage = "cookie", auth = "header");
    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "signed", digest = "sha1", storage = "cookie", auth = "header")]
    struct Any {
        #[serde(flatten)]
        all: serde_json::Map<String, serde_json::Value>,
    }
    let nested = (0..200).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
    let all = serde_json::json!({"user_id": 7, "name": nested}).as_object().unwrap().clone();
    let layer = Any::layer(SecretKey::<Sha1>::from_bytes(KEY).unwrap());
    let token = layer.tokens().issue(&Any { all }).unwrap();
    let value = format!("Bearer {token}");
    let mut service = deep::routes().layer(deep::layer());
    assert_eq!(
        ask(&mut service, &runtime(), &[("authorization", value.as_bytes())]),
        StatusCode::UNAUTHORIZED
    );
    assert!(layer.tokens().verify(&token).is_err());
}

/// A 200 only for the one good token among them; else a 401 or a 400, whatever the bytes are.
#[test]
fn any_header_bytes_are_survived() {
    let runtime = runtime();
    let services = services();
    let tokens = [prefixed::token(7), signed::token(7), starlette::token(7)];
    let bytes = || {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..80),
            "(Bearer|bearer|Basic|B)? ?[A-Za-z0-9._=;, \t\"-]{0,60}".prop_map(String::into_bytes),
            "((__Host-)?session=?[A-Za-z0-9._=\"-]{0,20}; ?){0,8}".prop_map(String::into_bytes),
            (0..tokens.len(), any::<proptest::sample::Index>(), any::<u8>()).prop_map(
                |(token, place, byte)| {
                    let mut text = format!("__Host-session={0}; session={0}", tokens[token]).into_bytes();
                    let place = place.index(text.len());
                    text[place] = byte;
                    text
                }
            ),
            (0..tokens.len(), any::<proptest::sample::Index>(), any::<u8>()).prop_map(
                |(token, place, byte)| {
                    let mut text = format!("Bearer {}", tokens[token]).into_bytes();
                    let place = place.index(text.len());
                    text[place] = byte;
                    text
                }
            ),
        ]
    };
    let fields =
        proptest::collection::vec((prop_oneof![Just("cookie"), Just("authorization")], bytes()), 0..4);
    runner(500)
        .run(&fields, |fields| {
            let fields: Vec<(&str, &[u8])> = fields
                .iter()
                .filter(|(_, value)| HeaderValue::from_bytes(value).is_ok())
                .map(|(name, value)| (*name, value.as_slice()))
                .collect();
            for mut service in services.clone() {
                let status = ask(&mut service, &runtime, &fields);
                prop_assert!(
                    matches!(status, StatusCode::OK | StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST),
                    "{}",
                    status
                );
            }
            Ok(())
        })
        .unwrap();
}
