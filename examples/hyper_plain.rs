//! The layer without axum: hyper, tower, and `SessionSlot::of_request`.
//!
//! `cargo run --example hyper_plain`, then `curl -i -c jar -b jar localhost:3000/` a few times.

use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionSlot};
use tokio::net::TcpListener;
use tower::ServiceBuilder;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Visitor {
    visits: u32,
}

async fn count(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, SessionError> {
    let slot = SessionSlot::<Visitor>::of_request(&request)?;
    if request.uri().path() == "/forget" {
        slot.end()?;
        return Ok(text(StatusCode::OK, "forgotten\n".into()));
    }
    let visits = match slot.load().await? {
        Some(mut visitor) => {
            visitor.set_visits(visitor.visits() + 1);
            visitor.visits()
        }
        None => slot.start(Visitor { visits: 1 })?.visits(),
    };
    Ok(text(StatusCode::OK, format!("visit {visits}\n")))
}

fn text(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let layer = Visitor::layer(SecretKey::generate()?);
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("hyper_plain: http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let service = ServiceBuilder::new().layer(layer.clone()).service_fn(count);
        tokio::spawn(async move {
            let service = TowerToHyperService::new(service);
            if let Err(error) = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
            {
                eprintln!("connection: {error}");
            }
        });
    }
}
