//! The page: plain HTML, filled in on the server.

use super::{AccountSession, Theme};
use axum::http::{HeaderMap, header};
use std::time::SystemTime;

const FRAME: &str = include_str!("page.html");

pub fn login() -> String {
    frame(
        "light",
        r#"<h1>Who are you?</h1>
<p class="muted">Any name will do. It goes into a typed session, signed and kept in a cookie.</p>
<form method="post" action="/login" class="row">
  <input name="name" id="name" placeholder="Your name" maxlength="40" required autofocus>
  <button id="login">Log in</button>
</form>"#,
    )
}

pub fn account(account: &AccountSession, headers: &HeaderMap) -> String {
    let theme = if *account.theme() == Theme::Dark { "dark" } else { "light" };
    let left = account.expires_at().duration_since(SystemTime::now()).unwrap_or_default().as_secs();
    let body = format!(
        r#"<h1>Hello, <span id="who">{name}</span></h1>
<table>
  <tr><th>user_id()</th><td id="user_id">{user_id}</td></tr>
  <tr><th>name()</th><td>{name}</td></tr>
  <tr><th>theme()</th><td id="theme">{theme}</td></tr>
  <tr><th>visits()</th><td id="visits">{visits}</td></tr>
  <tr><th>expires_at()</th><td>in <span id="left" data-seconds="{left}">{left} s</span>, unless you come back</td></tr>
</table>
<div class="row">
  <form method="post" action="/theme"><button id="switch">Switch theme: one field</button></form>
  <a class="button" href="/" id="reload">Visit again</a>
  <form method="post" action="/logout"><button id="logout" class="quiet">Log out</button></form>
</div>
<h2>The token that this request presented</h2>
<pre id="token" data-token="{token}">decoded by the page's script</pre>
<h2>The same account, for a program</h2>
<p class="muted"><code>/api/me</code> takes another claims type from the <code>Authorization</code> header.</p>
<div class="row"><button id="api">Get a token and call it</button></div>
<pre id="answer">—</pre>"#,
        name = escape(account.name()),
        user_id = account.user_id(),
        visits = account.visits(),
        token = escape(presented(headers)),
    );
    frame(theme, &body)
}

fn frame(theme: &str, body: &str) -> String {
    FRAME.replace("{{theme}}", theme).replace("{{body}}", body)
}

/// Header and payload of the presented token, without the signature: that never goes into a page.
fn presented(headers: &HeaderMap) -> &str {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split("; "))
        .find_map(|pair| pair.strip_prefix("__Host-session="))
        .and_then(|token| token.rsplit_once('.'))
        .map_or("", |(signed, _)| signed)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
