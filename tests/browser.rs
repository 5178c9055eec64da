//! The quickstart in a real browser: log in, change, come back, log out, with a look at the cookie each time.
//!
//! Skipped where Chromium and its driver are missing (Debian: `chromium`, `chromium-driver`).

#[path = "support/program.rs"]
mod program;
mod support;
#[path = "support/webdriver.rs"]
mod webdriver;

use program::{Program, skipped};
use serde_json::{Value, json};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use webdriver::Browser;

/// The example that `cargo test` has built beside this test, on a port of its own, and its address.
fn quickstart() -> Option<(Program, String)> {
    let test = std::env::current_exe().unwrap();
    let example = test.ancestors().nth(2)?.join("examples/quickstart");
    let mut program = Program::start(Command::new(example).env("PORT", "0")).ok()?;
    let address = program.line().strip_prefix("quickstart: ")?.to_owned();
    Some((program, address))
}

/// The one cookie of the page: everything but its value and its end.
async fn cookie(browser: &Browser) -> (Value, String, u64) {
    let mut cookies = browser.cookies().await;
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let mut cookie = cookies.remove(0);
    let expiry = cookie["expiry"].take().as_u64().unwrap();
    let value = cookie["value"].take().as_str().unwrap().to_owned();
    let cookie = cookie.as_object_mut().unwrap();
    cookie.retain(|_, value| !value.is_null());
    (Value::from(cookie.clone()), value, expiry)
}

#[tokio::test]
async fn the_quickstart_in_chromium() {
    let Some((_server, address)) = quickstart() else {
        return skipped("the quickstart is not built: `cargo build --example quickstart`");
    };
    let Some(browser) = Browser::start().await else {
        return skipped("no chromedriver with a Chromium");
    };

    // Nobody is logged in, and nothing is set.
    browser.open(&address).await;
    browser.shows("h1", "Who are you?").await;
    assert!(browser.cookies().await.is_empty());

    // Log in.
    browser.write("#name", "Ada <b>&").await;
    browser.click("#login").await;
    browser.shows("#who", "Ada <b>&").await;
    browser.shows("#theme", "light").await;
    browser.shows("#visits", "1").await;
    let (attributes, first, expiry) = cookie(&browser).await;
    let expected = json!({
        "name": "__Host-session", "domain": "127.0.0.1", "path": "/", "secure": true, "httpOnly": true, "sameSite": "Lax"
    });
    assert_eq!(attributes, expected, "`__Host-` and `Secure` hold on the loopback address");
    let left = expiry - SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!((1700..=1800).contains(&left), "the idle timeout of 30 minutes: {left}");
    assert_eq!(browser.script("return document.cookie").await, "", "no script sees it");

    // Change one field.
    browser.click("#switch").await;
    browser.shows("#theme", "dark").await;
    assert_eq!(browser.script("return document.documentElement.dataset.theme").await, "dark");
    let (attributes, second, _) = cookie(&browser).await;
    assert_eq!(attributes, expected);
    assert_ne!(first, second);

    // Come back: the count goes on, and the theme stays.
    browser.shows("#visits", "2").await;
    browser.click("#reload").await;
    browser.shows("#visits", "3").await;
    browser.open(&address).await;
    browser.shows("#visits", "4").await;
    browser.shows("#theme", "dark").await;

    // The page's own script asks for a token and calls the API with it.
    browser.click("#api").await;
    browser.shows_like("#answer", |text| text.contains("200 {") && text.contains("\"user_id\":7")).await;

    // Log out: the cookie is gone.
    browser.click("#logout").await;
    browser.shows("h1", "Who are you?").await;
    assert!(browser.cookies().await.is_empty());
    browser.open(&address).await;
    browser.shows("h1", "Who are you?").await;
}
