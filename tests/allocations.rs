//! What the layer costs in allocations, over the bare service.

use allocation_counter::measure;
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::response::Response;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer, SessionSlot};
use std::convert::Infallible;
use tower::{Layer, Service, service_fn};

/// Six fields, five allocations of their own: a name, a list, and its three entries.
#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
    roles: Vec<String>,
    theme: u8,
    visits: u32,
    beta: bool,
}

const OWN: u64 = 5;

/// The bare response has no header; the first one that it gets makes its map.
const VARY: u64 = 2;

fn claims() -> Account {
    let roles = ["admin", "editor", "viewer"].map(str::to_owned).to_vec();
    Account { user_id: 7, name: "Ada Lovelace 1815".into(), roles, theme: 1, visits: 3, beta: false }
}

fn layer() -> SessionLayer<Account> {
    Account::layer(SecretKey::from_bytes(b"0123456789abcdef0123456789abcdef").unwrap())
}

fn request(token: Option<&str>) -> Request {
    let mut request = Request::builder().uri("/");
    if let Some(token) = token {
        request = request.header("cookie", format!("lang=en; __Host-session={token}; seen=1"));
    }
    request.body(Body::empty()).unwrap()
}

/// Allocations of one request, the second of two, so that what is made once is not counted.
fn allocations<S>(mut service: S, token: Option<&str>) -> u64
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    let mut counted = 0;
    for _ in 0..2 {
        let request = request(token);
        let mut response = None;
        counted =
            measure(|| response = Some(service.call(request).now_or_never().unwrap().unwrap())).count_total;
    }
    counted
}

async fn untouched(_: Request) -> Result<Response, Infallible> {
    Ok(Response::new(Body::empty()))
}

async fn read(request: Request) -> Result<Response, Infallible> {
    let slot = SessionSlot::<Account>::of_request(&request).unwrap();
    let account = slot.load().await.unwrap();
    std::hint::black_box(account.map(|account| account.visits()));
    Ok(Response::new(Body::empty()))
}

/// As the extractor does it: straight from the request.
async fn extract(request: Request) -> Result<Response, Infallible> {
    let (mut parts, _) = request.into_parts();
    let account =
        <Option<AccountSession> as axum::extract::FromRequestParts<()>>::from_request_parts(&mut parts, &())
            .await;
    std::hint::black_box(account.ok().flatten().map(|account| account.visits()));
    Ok(Response::new(Body::empty()))
}

async fn change(request: Request) -> Result<Response, Infallible> {
    let (mut parts, _) = request.into_parts();
    let account =
        <Option<AccountSession> as axum::extract::FromRequestParts<()>>::from_request_parts(&mut parts, &())
            .await;
    let mut account = account.ok().flatten().unwrap();
    account.set_visits(account.visits() + 1);
    Ok(Response::new(Body::empty()))
}

/// Answers with a text, and so with a header.
fn text(mut response: Response) -> Response {
    response.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
    response
}

async fn untouched_text(request: Request) -> Result<Response, Infallible> {
    untouched(request).await.map(text)
}

async fn extract_text(request: Request) -> Result<Response, Infallible> {
    extract(request).await.map(text)
}

/// A token, and the same with another signature.
fn tokens() -> (String, String) {
    let token = layer().tokens().issue(&claims()).unwrap();
    let (signed, tag) = token.rsplit_once('.').unwrap();
    let forged = format!(
        "{signed}.{}",
        if tag.starts_with('A') { tag.replacen('A', "B", 1) } else { tag.replacen(&tag[..1], "A", 1) }
    );
    (token, forged)
}

#[test]
fn allocations_over_a_service_whose_answers_have_a_header() {
    let (token, forged) = tokens();
    let bare = allocations(service_fn(untouched_text), Some(&token));
    let read = allocations(layer().layer(service_fn(extract_text)), Some(&token)) - bare;
    let forged = allocations(layer().layer(service_fn(extract_text)), Some(&forged)) - bare;
    assert!(read <= 5 + OWN, "read: {read}");
    assert!(forged <= 4, "forged: {forged}");
}

#[test]
fn allocations_over_the_bare_service() {
    let (token, forged) = tokens();
    let bare = allocations(service_fn(untouched), Some(&token));
    let over = |counted: u64| counted - bare;

    let none = over(allocations(layer().layer(service_fn(untouched)), None));
    let ignored = over(allocations(layer().layer(service_fn(untouched)), Some(&token)));
    let extracted = over(allocations(layer().layer(service_fn(extract)), Some(&token)));
    let loaded = over(allocations(layer().layer(service_fn(read)), Some(&token)));
    let forged = over(allocations(layer().layer(service_fn(extract)), Some(&forged)));
    let changed = over(allocations(layer().layer(service_fn(change)), Some(&token)));

    assert!(none <= 4, "nothing presented: {none}");
    assert!(ignored <= 4, "presented and never touched: {ignored}");
    // The slot, and the claims behind a pointer that handles share.
    assert!(extracted <= 5 + OWN + VARY, "read: {extracted}");
    // A slot keeps what was presented for a handler that asks later: one list, one copy of the token.
    assert!(loaded <= 7 + OWN + VARY, "read through the slot: {loaded}");
    assert!(forged <= 4 + VARY, "forged: {forged}");
    // And the `Set-Cookie` line, which is written into one buffer.
    assert!(changed <= 8 + OWN + VARY, "changed: {changed}");
}
