//! Two requests that write one session at the same time.

use super::*;
use axum::extract::Path;
use axum::routing::get;

/// Changes of different fields both stay; of one field, the last stays, unless the attribute says `reject`.
#[tokio::test]
async fn req_47_no_update_is_lost() {
    for app in apps() {
        let cookie = app.log_in(7).await;
        let answer = app.overtaken("/slow/Grace", "/theme/dark", &cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(app.who(&cookie).await.unwrap(), "7 Grace dark", "{}", app.kind);
        app.overtaken("/slow/last", "/name/first", &cookie).await;
        assert_eq!(app.who(&cookie).await.unwrap(), "7 last dark", "{}", app.kind);
    }
}

#[tokio::test]
async fn req_47_under_reject_the_second_writer_is_told() {
    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "opaque", storage = Watched, auth = "cookie", on_conflict = "reject", default)]
    struct Draft {
        name: String,
    }
    let gate = Arc::<Gate>::default();
    let slow = {
        let gate = Arc::clone(&gate);
        async move |mut draft: DraftSession, Path(name): Path<String>| {
            gate.pass().await;
            draft.set_name(name);
        }
    };
    let name = async |mut draft: DraftSession, Path(name): Path<String>| draft.set_name(name);
    let store = Watched::default();
    let router = Router::new()
        .route("/slow/{name}", get(slow))
        .route("/name/{name}", get(name))
        .route("/", get(async |draft: DraftSession| draft.name().to_owned()))
        .layer(Draft::layer(store.clone()));
    let app = App { kind: "draft", store, clock: Clock::system(), router, gate };
    let cookie = app.send("/name/zero", "").await.cookie();
    let answer = app.overtaken("/slow/second", "/name/first", &cookie).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (StatusCode::CONFLICT, 0));
    assert_eq!(app.send("/", &cookie).await.text, "first");
}
