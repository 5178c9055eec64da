//! Chromium, driven over WebDriver's JSON (W3C WebDriver, sections 8 to 14).

use crate::program::Program;
use crate::support::exchange;
use http::{Method, Request};
use http_body_util::Full;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Under which name WebDriver returns an element (section 12.3).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One browser with an empty profile. It is closed, and its profile removed, when this is dropped.
pub struct Browser {
    driver: SocketAddr,
    session: String,
    profile: PathBuf,
    _program: Program,
}

impl Browser {
    /// None where chromedriver or Chromium is missing.
    pub async fn start() -> Option<Self> {
        // Its own messages would stand between those of the tests.
        let mut program =
            Program::start(Command::new("chromedriver").arg("--port=0").stderr(Stdio::null())).ok()?;
        let port = loop {
            let line = program.line();
            let number = line.split("on port ").nth(1).map(|rest| rest.trim_end_matches('.').parse());
            match number {
                Some(Ok(port)) if line.contains("successfully") => break port,
                _ if line.is_empty() => return None,
                _ => {}
            }
        };
        let profile = std::env::temp_dir().join(format!("session-browser-{}", std::process::id()));
        let arguments = [
            "--headless",
            "--no-sandbox", // Chromium asks for it where it runs as root
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"implicit": 5000},
            "goog:chromeOptions": {"args": arguments}
        }}});
        let driver = SocketAddr::from(([127, 0, 0, 1], port));
        let mut browser = Browser { driver, session: String::new(), profile, _program: program };
        let started = browser.ask(Method::POST, "/session", Some(capabilities)).await.ok()?;
        browser.session = started["sessionId"].as_str()?.to_owned();
        Some(browser)
    }

    /// Opens a page and waits until it is there.
    pub async fn open(&self, url: &str) {
        self.command("url", json!({ "url": url })).await;
    }

    /// Types into the element that `css` selects.
    pub async fn write(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        self.command(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    /// Clicks on it, and waits for the page that this opens.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        self.command(&format!("element/{element}/click"), json!({})).await;
    }

    /// Waits until the element that `css` selects has this text: a page may still be on its way.
    pub async fn shows(&self, css: &str, text: &str) {
        self.shows_like(css, |found| found == text).await;
    }

    /// Waits until its text is as it should be.
    pub async fn shows_like(&self, css: &str, is_right: impl Fn(&str) -> bool) {
        let mut found = None;
        for _ in 0..500 {
            found = self.text(css).await;
            if found.as_deref().is_some_and(&is_right) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{css} has the text {found:?}");
    }

    /// The text of an element, if the page has it.
    pub async fn text(&self, css: &str) -> Option<String> {
        // In one step, since a page that goes away takes its elements with it.
        let body =
            json!({ "script": "return document.querySelector(arguments[0])?.textContent", "args": [css] });
        let path = format!("/session/{}/execute/sync", self.session);
        let text = self.ask(Method::POST, &path, Some(body)).await.ok()?;
        text.as_str().map(str::to_owned)
    }

    /// What a script in the page returns.
    pub async fn script(&self, script: &str) -> Value {
        self.command("execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// All cookies of the page, as the browser keeps them.
    pub async fn cookies(&self) -> Vec<Value> {
        let path = format!("/session/{}/cookie", self.session);
        self.ask(Method::GET, &path, None).await.unwrap().as_array().unwrap().clone()
    }

    async fn element(&self, css: &str) -> String {
        let found = self.command("element", json!({ "using": "css selector", "value": css })).await;
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    async fn command(&self, name: &str, body: Value) -> Value {
        let path = format!("/session/{}/{name}", self.session);
        self.ask(Method::POST, &path, Some(body)).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Value> {
        let body = body.map_or(String::new(), |body| body.to_string());
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", self.driver.to_string())
            .header("content-type", "application/json")
            .header("content-length", body.len());
        let answer = exchange(self.driver, request.body(Full::new(body.into())).unwrap()).await;
        let mut value: Value = serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{answer:?}"));
        let value = value["value"].take();
        if answer.status.is_success() { Ok(value) } else { Err(value) }
    }
}

impl Drop for Browser {
    /// Without the driver, nobody would close the browser.
    fn drop(&mut self) {
        if let Ok(mut stream) = std::net::TcpStream::connect(self.driver) {
            let (path, host) = (&self.session, self.driver);
            let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = write!(
                stream,
                "DELETE /session/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            );
            let _ = stream.read(&mut [0; 1024]);
        }
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
