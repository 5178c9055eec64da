//! An unboxed middleware, a shared handle in the extensions, a cookie scan without allocations, and the cookie set again only
//! after a change.

use crate::claims::Claims;
use axum::body::Body;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};
use tower::{Layer, Service};

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

    pub fn encode(&self, claims: &Claims) -> String {
        jsonwebtoken::encode(&self.0.header, claims, &self.0.encoding).expect("a token")
    }
}

impl<S> Layer<S> for HandJwt {
    type Service = HandService<S>;
    fn layer(&self, inner: S) -> HandService<S> {
        HandService { inner, jwt: self.clone() }
    }
}

#[derive(Clone)]
pub struct HandService<S> {
    inner: S,
    jwt: HandJwt,
}

/// Verified when the request comes in, as such middleware does; kept for the handler.
#[derive(Clone)]
pub struct HandSession(Arc<Mutex<State>>);

struct State {
    claims: Option<Claims>,
    then: Then,
}

enum Then {
    Nothing,
    Set,
    Remove,
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
            state.then = Then::Set;
        }
    }

    pub fn end(&self) {
        self.state().then = Then::Remove;
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
        let Keys { decoding, validation, .. } = &*self.jwt.0;
        let claims = find(request.headers())
            .and_then(|token| jsonwebtoken::decode::<Claims>(token, decoding, validation).ok())
            .map(|token| token.claims);
        let session = HandSession(Arc::new(Mutex::new(State { claims, then: Then::Nothing })));
        request.extensions_mut().insert(session.clone());
        HandFuture { inner: self.inner.call(request), session, jwt: self.jwt.clone() }
    }
}

pin_project! {
    pub struct HandFuture<F> {
        #[pin]
        inner: F,
        session: HandSession,
        jwt: HandJwt,
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
        let Ok(response) = &mut answer else { return Poll::Ready(answer) };
        let value = match (&state.then, &state.claims) {
            (Then::Set, Some(claims)) => {
                let token = this.jwt.encode(claims);
                let line =
                    format!("session={token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=1209600");
                HeaderValue::try_from(line).expect("visible ASCII")
            }
            (Then::Remove, _) => {
                HeaderValue::from_static("session=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0")
            }
            _ => return Poll::Ready(answer),
        };
        response.headers_mut().append(header::SET_COOKIE, value);
        Poll::Ready(answer)
    }
}
