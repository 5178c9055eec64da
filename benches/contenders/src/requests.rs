//! The requests that a contender gets, made before the time is taken.

use crate::scenario::Scenario;
use axum::body::Body;
use http::{Request, Response, header};

pub(crate) const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
/// What every contender's cookie is called.
pub(crate) const COOKIE: &str = "session";

/// What a browser sends, with this session.
pub(crate) fn request(cookies: &str) -> Request<Body> {
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    Request::builder()
        .uri("/")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::USER_AGENT, agent)
        .header(header::ACCEPT, "text/html,application/xhtml+xml")
        .header(header::COOKIE, cookies)
        .body(Body::empty())
        .expect("a request")
}

/// The `Cookie` field: two that are always there, or twenty; then the session.
pub(crate) fn cookies(scenario: Scenario, token: Option<&str>) -> String {
    let mut cookies = "_ga=GA1.2.1234567890.1700000000; lang=en-GB".to_owned();
    if scenario == Scenario::Crowded {
        for number in 3..=20 {
            cookies.push_str(&format!("; visited_{number}=GA1.2.1234567890.17000000{number:02}"));
        }
    }
    if let Some(token) = token.filter(|_| scenario != Scenario::None) {
        let token = if scenario == Scenario::Forged { forged(token) } else { token.to_owned() };
        cookies.push_str(&format!("; {COOKIE}={token}"));
    }
    cookies
}

/// Another letter near the end, where a signed token has its tag.
fn forged(token: &str) -> String {
    let at = token.len() - 10;
    let other = if &token[at..=at] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}

/// The session that a response hands out.
pub(crate) fn handed_out<B>(response: &Response<B>) -> String {
    let lines = response.headers().get_all(header::SET_COOKIE).iter();
    let values = lines.filter_map(|line| line.to_str().ok()?.strip_prefix("session="));
    values.last().and_then(|value| value.split(';').next()).expect("a session").to_owned()
}
