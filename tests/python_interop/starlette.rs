//! One cookie, two servers: Starlette's own middleware, and the one that is pluggable, with its signer.

use super::*;

/// One browser that talks to both servers in turn.
struct Browser {
    python: Client,
    rust: Client,
}

impl Browser {
    fn new(python: SocketAddr, rust: SocketAddr) -> Self {
        Browser { python: Client::new(python), rust: Client::new(rust) }
    }

    async fn python_get(&mut self, path: &str) -> Answer {
        std::mem::swap(&mut self.python.jar, &mut self.rust.jar);
        let answer = self.python.get(path).await;
        std::mem::swap(&mut self.python.jar, &mut self.rust.jar);
        answer
    }

    async fn python_post(&mut self, path: &str, body: &str) -> Answer {
        std::mem::swap(&mut self.python.jar, &mut self.rust.jar);
        let answer = self.python.post(path, body).await;
        std::mem::swap(&mut self.python.jar, &mut self.rust.jar);
        answer
    }

    async fn rust_post(&mut self, path: &str, body: &str) -> Answer {
        let headers: [(&str, &[u8]); 1] = [("content-type", b"application/json")];
        self.rust.send(http::Method::POST, path, &headers, body).await
    }
}

async fn shares_a_cookie(app: &str) {
    let Some(python) = Python::start() else { return };
    let mut browser = Browser::new(python.address, serve(shared()).await);
    let path = |route: &str| format!("/{app}/{route}");

    // Python begins.
    let odd = json!({"user": {"id": 7, "roles": ["a", "é", "\u{1F600}"]}, "n": 1.5, "big": 1e300, "z": null, "q": "<>?~>>>???"});
    browser.python_post(&path("update"), &odd.to_string()).await;
    let mut expected = odd.clone();
    expected["some"] = Value::Null;
    assert_eq!(value(&browser.rust.get("/view").await), expected);

    // Rust changes one field.
    let answer = browser.rust_post("/change/d%C3%A4ta", "").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (200, 1), "{answer:?}");
    expected["some"] = json!("däta");
    assert_eq!(value(&browser.python_get(&path("view")).await), expected);

    // Python goes on, and Rust sees it.
    browser.python_post(&path("update"), r#"{"some": "more", "n": 2}"#).await;
    expected["some"] = json!("more");
    expected["n"] = json!(2);
    assert_eq!(value(&browser.rust.get("/view").await), expected);

    // Rust logs out: the cookie is gone for both.
    browser.rust_post("/end", "").await;
    assert!(browser.rust.jar.is_empty());
    assert_eq!(value(&browser.python_get(&path("view")).await), json!({}));

    // Rust begins, Python logs out.
    browser.rust_post("/start", r#"{"user": 8}"#).await;
    let of_python = value(&browser.python_get(&path("view")).await);
    assert_eq!(of_python, json!({"some": null, "user": 8}));
    let answer = browser.python_post(&path("clear"), "").await;
    assert!(answer.set_cookies()[0].starts_with("session=null;"), "{answer:?}");
    browser.rust.jar = Default::default(); // it sends no Max-Age, and its Expires is long ago
    assert_eq!(value(&browser.rust.get("/view").await), json!({}));

    // A client that presents what Python left behind is nobody.
    browser.rust.jar.plant("session", "null");
    assert_eq!(value(&browser.rust.get("/view").await), json!({}));
}

#[tokio::test]
async fn starlettes_own_middleware_shares_a_cookie() {
    shares_a_cookie("starlette").await;
}

#[tokio::test]
async fn the_pluggable_middleware_with_its_signer_shares_a_cookie() {
    shares_a_cookie("signer").await;
}

/// The lines differ in case and order only, and in what we write and it does not: `Secure`, unless it is switched off.
#[tokio::test]
async fn the_cookies_have_the_same_attributes() {
    let Some(python) = Python::start() else { return };
    let theirs = python.ask("/starlette/update", r#"{"a": 1}"#).await;
    let mut client = Client::new(serve(shared()).await);
    let headers: [(&str, &[u8]); 1] = [("content-type", b"application/json")];
    let ours = client.send(http::Method::POST, "/start", &headers, r#"{"a": 1}"#).await;
    let attributes = |answer: &Answer| {
        let line = answer.set_cookies()[0].to_ascii_lowercase();
        let mut attributes: Vec<String> = line.split("; ").skip(1).map(str::to_owned).collect();
        attributes.sort();
        attributes
    };
    assert_eq!(attributes(&ours), ["httponly", "max-age=1209600", "path=/", "samesite=lax"]);
    assert_eq!(attributes(&ours), attributes(&theirs));
}
