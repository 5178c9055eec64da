//! tower-sessions: the version that its stores are made for, and the current one for its store in memory.

use crate::Result;
use crate::claims::{Account, MEASURED, account};
use crate::load::Application;
use crate::ours::{Does, request};
use axum::body::Body;
use http::{Request, Response, header};
use std::convert::Infallible;
use std::hint::black_box;
use tower::{Layer as _, ServiceExt as _, service_fn};

/// What its requests are called.
pub const TOWER_SESSIONS: [&str; 3] =
    ["tower-sessions, not touched", "tower-sessions, read", "tower-sessions, changed"];

const FIELD: &str = "account";

macro_rules! application {
    ($module:ident, $package:ident) => {
        pub mod $module {
            use super::*;
            use $package::{Expiry, Session, SessionManagerLayer, SessionStore};

            pub async fn begin<S: SessionStore + Clone>(
                store: S,
                count: usize,
            ) -> Result<(SessionManagerLayer<S>, Vec<String>)> {
                let lasting = Expiry::OnInactivity(time::Duration::weeks(2));
                let layer = SessionManagerLayer::new(store).with_name("session").with_expiry(lasting);
                let mut cookies = Vec::with_capacity(count);
                for _ in 0..count {
                    let service = layer.layer(service_fn(async |request: Request<Body>| {
                        let session = request.extensions().get::<Session>().expect("the layer");
                        session.insert(FIELD, account(MEASURED)).await.expect("stored");
                        Ok::<_, Infallible>(Response::new(Body::empty()))
                    }));
                    let response =
                        service.oneshot(request("lang=en")).await.map_err(|error| error.to_string())?;
                    let line = response.headers().get(header::SET_COOKIE).ok_or("no session was begun")?;
                    cookies.push(line.to_str()?.split(';').next().unwrap_or_default().to_owned());
                }
                Ok((layer, cookies))
            }

            pub fn service<S: SessionStore + Clone>(
                layer: &SessionManagerLayer<S>,
                does: Does,
            ) -> impl Application + use<S> {
                layer.layer(service_fn(move |request: Request<Body>| async move {
                    let session = request.extensions().get::<Session>().expect("the layer");
                    if does != Does::Nothing {
                        let account = session.get::<Account>(FIELD).await.expect("loaded");
                        let mut account = account.expect("an account");
                        if does == Does::Changes {
                            account.visits += 1;
                            session.insert(FIELD, &account).await.expect("changed");
                        }
                        black_box(account.visits);
                    }
                    Ok::<_, Infallible>(Response::new(Body::empty()))
                }))
            }
        }
    };
}

application!(with_stores, tower_sessions);
application!(current, tower_sessions_current);
