//! The slot in a plain tower service.
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionService, SessionSlot};
use tower::{Service, ServiceBuilder, service_fn};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    user_id: u64,
}

async fn greet(request: Request<()>) -> Result<Response<String>, SessionError> {
    let slot = SessionSlot::<Account>::of_request(&request)?;
    let account = slot.load().await?;
    Ok(Response::new(account.map_or(String::new(), |account| account.user_id().to_string())))
}

pub fn service(key: SecretKey) -> impl Service<Request<()>> {
    ServiceBuilder::new().layer(Account::layer(key)).service(service_fn(greet))
}

pub fn is_named<S>(_: SessionService<S, Account>) {}

fn main() {}
