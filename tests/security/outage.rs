//! A store that cannot be reached.

use super::*;
use axum::routing::get;

/// Nobody is taken for a new visitor, and no cookie is replaced, because the store is away.
#[tokio::test]
async fn req_68_a_failed_load_is_never_a_new_session() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", default)]
    struct Basket {
        items: u32,
    }
    let store = Watched::default();
    let basket = Router::new()
        .route("/add", get(async |mut basket: BasketSession| *basket.items_mut() += 1))
        .route("/see", get(async |basket: BasketSession| basket.items().to_string()))
        .layer(Basket::layer(store.clone()).remove_rejected());
    let cookie = send(&basket, "/add", "").await.cookie();
    store.down(true);
    for path in ["/add", "/see"] {
        let answer = send(&basket, path, &cookie).await;
        assert_eq!(
            (answer.status, answer.set_cookies().len()),
            (StatusCode::SERVICE_UNAVAILABLE, 0),
            "{path}"
        );
    }
    store.down(false);
    assert_eq!(send(&basket, "/see", &cookie).await.text, "1");

    for app in apps() {
        let cookie = app.log_in(7).await;
        app.store.asked();
        app.store.down(true);
        for path in ["/who", "/why", "/name/Grace", "/admin", "/become/8", "/login/8", "/logout"] {
            let answer = app.send(path, &cookie).await;
            let what = format!("{} {path}: {:?}", app.kind, answer.set_cookies());
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{what}");
            assert!(answer.set_cookies().is_empty() && answer.text.is_empty(), "{what}");
        }
        app.store.down(false);
        let saves =
            ["update", "touch"].map(|step| app.store.asked().iter().filter(|asked| **asked == step).count());
        assert_eq!(saves, [0, 0], "{}", app.kind);
        assert_eq!(app.who(&cookie).await.unwrap(), "7 Ada light", "{}", app.kind);
    }
}
