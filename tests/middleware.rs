//! The layer among other middleware: what a request may go through, and what then holds.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer, SessionSlot};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::{BoxError, Layer, Service, ServiceBuilder, ServiceExt, service_fn};
use tower_http::catch_panic::CatchPanicLayer;

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "account"))]
pub struct Account {
    user_id: u64,
    name: String,
    theme: Option<String>,
}

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie", cookie(name = "cart"))]
pub struct Cart {
    items: Vec<u32>,
}

fn key() -> SecretKey {
    SecretKey::from_bytes(b"0123456789abcdef0123456789abcdef").unwrap()
}

fn layer() -> SessionLayer<Account> {
    Account::layer(key())
}

fn account(user_id: u64) -> Account {
    Account { user_id, name: format!("n{user_id}"), theme: None }
}

fn cookie(user_id: u64) -> String {
    format!("account={}", layer().tokens().issue(&account(user_id)).unwrap())
}

fn request(cookies: &str) -> Request {
    Request::builder().uri("/").header("cookie", cookies).body(Body::empty()).unwrap()
}

fn lines(response: &Response) -> Vec<&str> {
    response.headers().get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
}

fn sent(response: &Response) -> Account {
    let lines = lines(response);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let token = lines[0].strip_prefix("account=").unwrap().split(';').next().unwrap();
    layer().tokens().verify(token).unwrap().claims
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

async fn dark(mut account: AccountSession) {
    account.set_theme(Some("dark".into()));
}

/// Changes the session, waits for a minute, changes it again.
async fn slow(request: Request) -> Result<Response, BoxError> {
    let slot = SessionSlot::<Account>::of_request(&request)?;
    let mut account = slot.load().await?.unwrap();
    account.set_theme(Some("before".into()));
    tokio::time::sleep(Duration::from_secs(60)).await;
    account.set_theme(Some("after".into()));
    Ok(Response::new(Body::empty()))
}

/// Without axum: appends `!` to the name.
async fn shout(request: Request) -> Result<Response, Infallible> {
    let slot = SessionSlot::<Account>::of_request(&request).unwrap();
    let mut account = slot.load().await.unwrap().unwrap();
    account.name_mut().push('!');
    Ok(Response::new(Body::from(account.name().to_owned())))
}

#[tokio::test]
async fn nested_routers_share_the_session() {
    let inner = Router::new().route("/dark", get(dark));
    let app = Router::new().nest("/settings", inner).layer(layer());
    let request =
        Request::builder().uri("/settings/dark").header("cookie", cookie(1)).body(Body::empty()).unwrap();
    assert_eq!(sent(&app.oneshot(request).await.unwrap()).theme.as_deref(), Some("dark"));
}

#[tokio::test]
async fn two_claims_types_in_either_order() {
    async fn both(mut account: AccountSession, mut cart: CartSession) {
        account.set_theme(Some("x".into()));
        cart.items_mut().push(5);
    }
    let carts = Cart::layer(key());
    let cookies = format!("{}; cart={}", cookie(1), carts.tokens().issue(&Cart { items: vec![] }).unwrap());
    let router = Router::new().route("/", get(both));
    for app in [router.clone().layer(layer()).layer(carts.clone()), router.layer(carts).layer(layer())] {
        let response = app.oneshot(request(&cookies)).await.unwrap();
        let mut names: Vec<_> = lines(&response).iter().map(|line| line.split('=').next().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["account", "cart"]);
    }
}

#[tokio::test]
async fn one_claims_type_is_not_another_under_the_same_key() {
    let token = layer().tokens().issue(&account(1)).unwrap();
    assert!(Cart::layer(key()).tokens().verify(&token).is_err());
}

#[tokio::test]
async fn the_same_type_layered_twice_is_the_inner_one() {
    let app = Router::new().route("/", get(dark)).layer(layer()).layer(layer());
    assert_eq!(sent(&app.oneshot(request(&cookie(1))).await.unwrap()).theme.as_deref(), Some("dark"));

    // A middleware between the two changes the outer one: the inner's cookie stands, and there is one.
    let between = from_fn(|mut account: AccountSession, request: Request, next: Next| async move {
        account.set_theme(Some("outer".into()));
        drop(account);
        next.run(request).await
    });
    let app = Router::new().route("/", get(dark)).layer(layer()).layer(between).layer(layer());
    assert_eq!(sent(&app.oneshot(request(&cookie(1))).await.unwrap()).theme.as_deref(), Some("dark"));

    // But when the middleware ends it, it is ended: the inner's token must not stand beside its removal.
    let ends = from_fn(|slot: SessionSlot<Account>, request: Request, next: Next| async move {
        slot.end().unwrap();
        next.run(request).await
    });
    let app = Router::new().route("/", get(dark)).layer(layer()).layer(ends).layer(layer());
    let response = app.oneshot(request(&cookie(1))).await.unwrap();
    assert!(matches!(lines(&response)[..], [line] if line.starts_with("account=; ")));
}

#[tokio::test]
async fn other_cookies_of_the_application_stay() {
    async fn handler(mut account: AccountSession) -> impl IntoResponse {
        account.set_theme(Some("x".into()));
        ([(header::SET_COOKIE, "lang=en")], ())
    }
    let app = Router::new().route("/", get(handler)).layer(layer());
    let response = app.oneshot(request(&cookie(1))).await.unwrap();
    assert_eq!(lines(&response).len(), 2);
    assert!(lines(&response).contains(&"lang=en"));
}

#[tokio::test]
async fn buffers_on_either_side() {
    let inner = tower::buffer::Buffer::new(service_fn(shout).boxed(), 8);
    assert_eq!(sent(&layer().layer(inner).oneshot(request(&cookie(1))).await.unwrap()).name, "n1!");
    let outside = tower::buffer::Buffer::new(layer().layer(service_fn(shout)).boxed(), 8);
    assert_eq!(sent(&outside.oneshot(request(&cookie(1))).await.unwrap()).name, "n1!");
}

#[tokio::test(start_paused = true)]
async fn timeouts_on_either_side() {
    let second = Duration::from_secs(1);
    // Inside, as an error: nothing is published.
    let service = ServiceBuilder::new().layer(layer()).timeout(second).service_fn(slow);
    assert!(service.oneshot(request(&cookie(1))).await.is_err());
    // Outside: the layer's future is dropped, nothing is published.
    let service = ServiceBuilder::new().timeout(second).layer(layer()).service_fn(slow);
    assert!(service.oneshot(request(&cookie(1))).await.is_err());
    // Inside, and turned into a 408 there: what the handler had set by then is published.
    let answer = |result: Result<Response, BoxError>| {
        Ok::<_, BoxError>(result.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response()))
    };
    let service = ServiceBuilder::new().layer(layer()).map_result(answer).timeout(second).service_fn(slow);
    let response = service.oneshot(request(&cookie(1))).await.unwrap();
    assert_eq!(sent(&response).theme.as_deref(), Some("before"));
}

#[tokio::test]
async fn an_error_of_the_service_publishes_nothing() {
    let service = layer().layer(service_fn(|request: Request| async move {
        let slot = SessionSlot::<Account>::of_request(&request).unwrap();
        slot.start(account(2)).unwrap();
        Err::<Response, _>(BoxError::from("no"))
    }));
    assert!(service.oneshot(request(&cookie(1))).await.is_err());
}

#[tokio::test]
async fn a_request_that_is_never_polled_or_is_dropped_leaves_nothing_behind() {
    let mut service = layer().layer(service_fn(slow));
    for _ in 0..3 {
        let future = service.clone().oneshot(request(&cookie(1)));
        assert!(tokio::time::timeout(Duration::from_millis(5), future).await.is_err());
    }
    drop(service.call(request(&cookie(1))));
}

#[tokio::test]
async fn a_panicking_handler_publishes_nothing() {
    std::panic::set_hook(Box::new(|_| {}));
    async fn boom(mut account: AccountSession) {
        account.set_theme(Some("half".into()));
        tokio::task::yield_now().await;
        panic!("boom");
    }
    let router = || Router::new().route("/", get(boom));
    for app in [
        router().layer(layer()).layer(CatchPanicLayer::new()),
        router().layer(CatchPanicLayer::new()).layer(layer()),
    ] {
        let response = app.oneshot(request(&cookie(1))).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(lines(&response).is_empty());
    }
    // A panic in `call` itself.
    let service = service_fn(|request: Request| -> std::future::Ready<Result<Response, Infallible>> {
        let _slot = SessionSlot::<Account>::of_request(&request);
        panic!("call");
    });
    let call = std::panic::AssertUnwindSafe(|| drop(layer().layer(service).call(request(&cookie(1)))));
    assert!(std::panic::catch_unwind(call).is_err());
}

/// Two parts of a handler run side by side; one panics, the other's handle is dropped after the unwinding.
#[tokio::test]
async fn a_sibling_of_a_panicking_future_publishes_nothing() {
    std::panic::set_hook(Box::new(|_| {}));
    let service = layer().layer(service_fn(|request: Request| {
        let slot = SessionSlot::<Account>::of_request(&request).unwrap();
        let changes: BoxFuture<'static, ()> = Box::pin(async move {
            let mut account = slot.load().await.unwrap().unwrap();
            account.set_name("half".into());
            futures_util::future::pending::<()>().await;
        });
        let panics: BoxFuture<'static, ()> = Box::pin(async {
            tokio::task::yield_now().await;
            panic!();
        });
        futures_util::future::join(changes, panics).map(|_| Ok::<_, Infallible>(Response::new(Body::empty())))
    }));
    let response =
        tower_http::catch_panic::CatchPanic::new(service).oneshot(request(&cookie(1))).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!response.headers().contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn a_handle_in_a_spawned_task_belongs_to_its_request() {
    async fn handler(mut account: AccountSession, slot: SessionSlot<Account>) -> String {
        tokio::spawn(async move { account.set_theme(Some("spawned".into())) }).await.unwrap();
        tokio::spawn(async move { slot.load().await.unwrap().unwrap().theme().unwrap_or("none").to_owned() })
            .await
            .unwrap()
    }
    let app = Router::new().route("/", get(handler)).layer(layer());
    let response = app.oneshot(request(&cookie(1))).await.unwrap();
    assert_eq!(sent(&response).theme.as_deref(), Some("spawned"));
    assert_eq!(text(response).await, "spawned");
}

#[tokio::test]
async fn a_middleware_may_run_the_handler_in_another_task() {
    let moves = from_fn(|request: Request, next: Next| async move {
        tokio::spawn(async move { next.run(request).await }).await.unwrap()
    });
    let app = Router::new().route("/", get(dark)).layer(moves).layer(layer());
    assert_eq!(sent(&app.oneshot(request(&cookie(1))).await.unwrap()).theme.as_deref(), Some("dark"));
}

#[tokio::test]
async fn concurrent_sub_requests_have_sessions_of_their_own() {
    async fn inner(mut account: AccountSession) -> String {
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        let id = account.user_id();
        account.set_theme(Some(id.to_string()));
        id.to_string()
    }
    let sub = Router::new().route("/", get(inner)).layer(layer());
    let batch = move |mut account: AccountSession| async move {
        let requests = (10..20).map(|id| sub.clone().oneshot(request(&cookie(id))));
        for (response, id) in futures_util::future::join_all(requests).await.into_iter().zip(10..) {
            assert_eq!(sent(&response.unwrap()), Account { theme: Some(id.to_string()), ..account_of(id) });
        }
        account.set_theme(Some("batch".into()));
    };
    fn account_of(id: u64) -> Account {
        account(id)
    }
    let app = Router::new().route("/", get(batch)).layer(layer());
    let response = app.oneshot(request(&cookie(1))).await.unwrap();
    assert_eq!(sent(&response), Account { theme: Some("batch".into()), ..account(1) });
}

/// A sub-request of a handler's own making does not get the handler's session.
#[tokio::test]
async fn a_sub_request_without_the_layer_has_no_session() {
    let outer = || async {
        let sub =
            Router::new().route("/", get(|account: AccountSession| async move { account.name().to_owned() }));
        sub.oneshot(request(&cookie(5))).await.unwrap().status().as_u16().to_string()
    };
    let app = Router::new().route("/", get(outer)).layer(layer());
    assert_eq!(text(app.oneshot(request(&cookie(1))).await.unwrap()).await, "500");
}

/// A middleware that answers several requests by one: each response has its own request's session, whoever polls.
#[tokio::test]
async fn a_coalescing_middleware_crosses_no_sessions() {
    type Shared = futures_util::future::Shared<BoxFuture<'static, String>>;
    let cell: std::sync::Arc<std::sync::Mutex<Option<Shared>>> = std::sync::Arc::default();
    let service = layer().layer(service_fn(move |request: Request| {
        let cell = cell.clone();
        async move {
            let work = async move {
                let slot = SessionSlot::<Account>::of_request(&request).unwrap();
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
                slot.start(account(777)).unwrap();
                "started".to_owned()
            };
            let shared = cell.lock().unwrap().get_or_insert_with(|| work.boxed().shared()).clone();
            Ok::<_, Infallible>(Response::new(Body::from(shared.await)))
        }
    }));
    let mut first = std::pin::pin!(service.clone().oneshot(request(&cookie(2))));
    assert!(futures_util::poll!(first.as_mut()).is_pending());
    let second = service.oneshot(request(&cookie(1))).await.unwrap();
    assert!(lines(&second).is_empty(), "another request's login");
    assert_eq!(sent(&first.await.unwrap()), account(777));
}

/// A hand-written future that keeps its handle beyond its answer.
#[tokio::test]
async fn a_handle_in_a_field_of_a_future_is_published() {
    struct Keeps(AccountSession);
    impl Future for Keeps {
        type Output = Result<Response, Infallible>;
        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
            self.0.set_name("kept".into());
            Poll::Ready(Ok(Response::new(Body::empty())))
        }
    }
    let service = layer().layer(service_fn(|request: Request| {
        let slot = SessionSlot::<Account>::of_request(&request).unwrap();
        Keeps(slot.load().now_or_never().unwrap().unwrap().unwrap())
    }));
    assert_eq!(sent(&service.oneshot(request(&cookie(1))).await.unwrap()).name, "kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_may_move_between_worker_threads() {
    async fn handler(mut account: AccountSession) {
        for _ in 0..50 {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        account.set_theme(Some("moved".into()));
    }
    let app = Router::new().route("/", get(handler)).layer(layer());
    let tasks: Vec<_> = (0..50)
        .map(|id| {
            let app = app.clone();
            tokio::spawn(async move { (id, sent(&app.oneshot(request(&cookie(id))).await.unwrap())) })
        })
        .collect();
    for task in tasks {
        let (id, claims) = task.await.unwrap();
        assert_eq!(claims, Account { theme: Some("moved".into()), ..account(id) });
    }
}

#[test]
fn the_future_has_a_name_and_is_send_when_its_parts_are() {
    fn send<T: Send>() {}
    fn sync<T: Sync>() {}
    type Inner = std::future::Ready<Result<Response, Infallible>>;
    type Named = session_runtime::SessionFuture<Inner, Account>;
    send::<Named>();
    send::<AccountSession>();
    sync::<AccountSession>();
    send::<SessionSlot<Account>>();
    sync::<SessionLayer<Account>>();
    let named: Named = layer()
        .layer(service_fn(|_: Request| std::future::ready(Ok(Response::new(Body::empty())))))
        .call(request(""));
    drop(named);
}

/// The layer asks nothing of the inner service and its bodies: not `Clone`, not `Send`, not `'static`.
#[tokio::test]
async fn the_inner_service_may_borrow_and_stay_on_its_thread() {
    let name = String::from("borrowed");
    let body = std::rc::Rc::new(name.as_str());
    let service = layer().layer(service_fn(|request: http::Request<()>| {
        let body = body.clone();
        async move {
            SessionSlot::<Account>::of_request(&request).unwrap().start(account(1)).unwrap();
            Ok::<_, Infallible>(Response::new(body))
        }
    }));
    let response = service.oneshot(http::Request::new(())).await.unwrap();
    assert_eq!(**response.body(), "borrowed");
    assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 1);
}
