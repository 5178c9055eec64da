//! What an expert writes by hand with `jsonwebtoken`: an unboxed middleware, a shared handle in the extensions, a cookie scan
//! without allocations, and the cookie set again only after a change.

use crate::contenders::Account;
use axum::body::Body;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use pin_project_lite::pin_project;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};
use std::time::{SystemTime, UNIX_EPOCH};
use tower::{Layer, Service};

/// The account's fields beside `iat` and `exp`, in one struct: `#[serde(flatten)]` would cost more.
#[derive(Clone, Serialize, Deserialize)]
pub struct Claims {
    user_id: u64,
    name: String,
    roles: Vec<String>,
    dark: bool,
    since: u64,
    pub visits: u32,
    iat: u64,
    exp: u64,
}

#[derive(Clone)]
pub struct HandJwt(Arc<Keys>);

struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    header: Header,
    validation: Validation,
}

impl HandJwt {
    pub fn new(secret: &[u8]) -> Self {
        HandJwt(Arc::new(Keys {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            header: Header::new(Algorithm::HS256),
            validation: Validation::new(Algorithm::HS256),
        }))
    }

    pub fn encode(&self, account: Account) -> String {
        let Account { user_id, name, roles, dark, since, visits } = account;
        let iat = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
        let claims = Claims { user_id, name, roles, dark, since, visits, iat, exp: iat + 14 * 24 * 60 * 60 };
        jsonwebtoken::encode(&self.0.header, &claims, &self.0.encoding).expect("a token")
    }
}

impl<S> Layer<S> for HandJwt {
    type Service = HandService<S>;
    fn layer(&self, inner: S) -> HandService<S> {
        HandService { inner, keys: Arc::clone(&self.0) }
    }
}

pub struct HandService<S> {
    inner: S,
    keys: Arc<Keys>,
}

/// Verified when the request comes in, as such middleware does; kept for the handler.
#[derive(Clone)]
pub struct HandSession(Arc<Mutex<State>>);

struct State {
    claims: Option<Claims>,
    changed: bool,
}

impl HandSession {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no panic while it is held")
    }

    pub fn read<T>(&self, read: impl FnOnce(&Claims) -> T) -> Option<T> {
        self.state().claims.as_ref().map(read)
    }

    pub fn change(&self, change: impl FnOnce(&mut Claims)) {
        let mut state = self.state();
        if let Some(claims) = &mut state.claims {
            change(claims);
            state.changed = true;
        }
    }
}

fn find(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|pair| pair.strip_prefix("session="))
}

impl<S> Service<Request<Body>> for HandService<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = HandFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let keys = &self.keys;
        let claims = find(request.headers())
            .and_then(|token| jsonwebtoken::decode::<Claims>(token, &keys.decoding, &keys.validation).ok())
            .map(|token| token.claims);
        let session = HandSession(Arc::new(Mutex::new(State { claims, changed: false })));
        request.extensions_mut().insert(session.clone());
        HandFuture { inner: self.inner.call(request), session, keys: Arc::clone(keys) }
    }
}

pin_project! {
    pub struct HandFuture<F> {
        #[pin]
        inner: F,
        session: HandSession,
        keys: Arc<Keys>,
    }
}

impl<F, E> Future for HandFuture<F>
where
    F: Future<Output = Result<Response<Body>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let mut answer = ready!(this.inner.poll(cx));
        let state = this.session.state();
        if let (Ok(response), Some(claims), true) = (&mut answer, &state.claims, state.changed) {
            let token =
                jsonwebtoken::encode(&this.keys.header, claims, &this.keys.encoding).expect("a token");
            let line = format!("session={token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=1209600");
            response
                .headers_mut()
                .append(header::SET_COOKIE, HeaderValue::try_from(line).expect("visible ASCII"));
        }
        Poll::Ready(answer)
    }
}
