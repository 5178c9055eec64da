//! Requests of other sites. There are no tokens in forms: what the browser says of the request is checked, for every
//! unsafe method and every WebSocket, before a handler can reach the session.

use super::*;
use axum::routing::{any, get};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = Watched, auth("cookie", "header"), deliver = "cookie")]
struct Account {
    visits: u32,
}

#[tokio::test]
async fn req_55_another_site_cannot_use_the_cookie() {
    async fn login(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.start(Account { visits: 0 }).map(drop)
    }
    async fn logout(slot: SessionSlot<Account>) -> Result<(), SessionError> {
        slot.end()
    }
    let store = Watched::default();
    let app = Router::new()
        .route("/login", any(login))
        .route("/logout", any(logout))
        .route("/see", get(async |account: AccountSession| account.visits().to_string()))
        .route("/visit", any(async |mut account: AccountSession| *account.visits_mut() += 1))
        .layer(Account::layer(store.clone()));
    let cookie = exchange(&app, Request::get("/login")).await.cookie();
    let id = token(&cookie);
    store.asked();
    let ask = async |method: &str, path: &str, fields: &[(&str, &str)]| {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "example.com")
            .header("cookie", &cookie);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        exchange(&app, request).await
    };
    let elsewhere: [&[(&str, &str)]; 9] = [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://blog.example.com")],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "of a later standard")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://example.com.evil.example")],
        &[("origin", "https://example.com"), ("origin", "https://evil.example")],
    ];
    for fields in elsewhere {
        for method in ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"] {
            for path in ["/visit", "/login", "/logout"] {
                let answer = ask(method, path, fields).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {fields:?}");
                assert!(answer.set_cookies().is_empty());
            }
        }
        let socket = [fields, &[("connection", "upgrade"), ("upgrade", "websocket")]].concat();
        assert_eq!(ask("GET", "/visit", &socket).await.status, StatusCode::FORBIDDEN, "{fields:?}");
        assert_eq!(ask("GET", "/see", fields).await.text, "0", "a link from there is no attack");
        store.asked();
    }

    // What a browser adds by itself is the cookie alone.
    for fields in elsewhere {
        let bearer = format!("Bearer {id}");
        let answer = ask("POST", "/visit", &[fields, &[("authorization", &*bearer)]].concat()).await;
        assert_eq!(answer.status, StatusCode::OK, "{fields:?}");
    }
    let own: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "https://example.com")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://example.com")],
        &[],
    ];
    for fields in own {
        assert_eq!(ask("POST", "/visit", fields).await.status, StatusCode::OK, "{fields:?}");
    }
}
