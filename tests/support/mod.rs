//! A real server on a free loopback port, and a client with a cookie jar.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

pub mod jar;
pub mod log;

use axum::Router;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use jar::Jar;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};

/// Thirty-two bytes that no real key has.
pub const KEY: &[u8] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Serves `app` until the test ends.
pub async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap().to_ascii_lowercase()).collect()
    }
}

/// One client: speaks HTTP over its own connections, keeps cookies as their attributes say.
pub struct Client {
    address: SocketAddr,
    pub jar: Jar,
    /// Sent as `Authorization: Bearer …` where set.
    pub bearer: Option<String>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Client { address, jar: Jar::default(), bearer: None }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, &[], body).await
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &[u8])],
        body: &str,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("host", self.address.to_string());
        if let Some(cookies) = self.jar.header(path) {
            request = request.header("cookie", cookies);
        }
        if let Some(token) = &self.bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer =
            exchange(self.address, request.body(Full::new(Bytes::from(body.to_owned()))).unwrap()).await;
        for line in answer.set_cookies() {
            self.jar.store(line, path);
        }
        answer
    }
}

/// One request on one connection.
pub async fn exchange(address: SocketAddr, request: Request<Full<Bytes>>) -> Answer {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await.unwrap().into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, text }
}
