//! What a handler reads, changes and publishes.

use axum::body::Body;
use axum::extract::{Path, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Router, body::to_bytes};
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionError, SessionLayer, SessionRejection, SessionSlot};
use tower::ServiceExt;

#[derive(Session, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    #[session(rotate)]
    role: String,
    name: String,
    theme: Option<String>,
    tags: Vec<String>,
    #[session(readonly)]
    tenant: String,
    #[session(get = "started")]
    end: bool,
    #[session(skip_accessors)]
    internal: u8,
}

fn account(user_id: u64) -> Account {
    Account {
        user_id,
        role: "user".into(),
        name: format!("n{user_id}"),
        theme: None,
        tags: vec![],
        tenant: "t".into(),
        end: false,
        internal: 3,
    }
}

fn layer() -> SessionLayer<Account> {
    Account::layer(SecretKey::from_bytes([7; 16].into_iter().chain([9; 16]).collect::<Vec<u8>>()).unwrap())
}

fn cookie(claims: &Account) -> String {
    format!("__Host-session={}", layer().tokens().issue(claims).unwrap())
}

fn request(claims: Option<&Account>) -> Request {
    let mut request = Request::builder().uri("/");
    if let Some(claims) = claims {
        request = request.header("cookie", cookie(claims));
    }
    request.body(Body::empty()).unwrap()
}

/// The claims of the one cookie that the response sets.
fn sent(response: &Response) -> Account {
    let lines: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let token =
        lines[0].to_str().unwrap().strip_prefix("__Host-session=").unwrap().split(';').next().unwrap();
    layer().tokens().verify(token).unwrap().claims
}

fn sends_nothing(response: &Response) {
    assert!(!response.headers().contains_key(header::SET_COOKIE));
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

async fn run<H, T>(handler: H, claims: Option<&Account>) -> Response
where
    H: axum::handler::Handler<T, ()>,
    T: 'static,
{
    Router::new().route("/", get(handler)).layer(layer()).oneshot(request(claims)).await.unwrap()
}

#[tokio::test]
async fn getters_borrow_and_primitives_are_copied() {
    async fn read(account: AccountSession) -> String {
        let id: u64 = account.user_id();
        let name: &str = account.name();
        let theme: Option<&str> = account.theme();
        let tags: &Vec<String> = account.tags();
        let tenant: &str = account.tenant();
        let started: bool = account.started();
        format!("{id} {name} {theme:?} {tags:?} {tenant} {started} {}", account.claims().internal)
    }
    assert_eq!(text(run(read, Some(&account(1))).await).await, "1 n1 None [] t false 3");
}

#[tokio::test]
async fn a_change_is_seen_at_once_and_sent_once() {
    async fn change(mut account: AccountSession) -> String {
        account.set_name("Ada".into());
        account.tags_mut().push("x".into());
        account.theme_mut().get_or_insert_default().push_str("dark");
        assert_eq!(account.claims().name, "Ada");
        format!("{} {:?} {:?}", account.name(), account.tags(), account.theme())
    }
    let response = run(change, Some(&account(1))).await;
    let expected =
        Account { name: "Ada".into(), tags: vec!["x".into()], theme: Some("dark".into()), ..account(1) };
    assert_eq!(sent(&response), expected);
    assert_eq!(text(response).await, "Ada [\"x\"] Some(\"dark\")");
}

#[tokio::test]
async fn two_handles_never_overwrite_each_others_fields() {
    async fn both(mut a: AccountSession, mut b: AccountSession) {
        a.set_name("a".into());
        a.set_theme(Some("a".into()));
        b.set_theme(Some("b".into()));
        drop(a);
        assert_eq!(b.name(), "n1", "a handle sees what was there when it was made");
        drop(b);
    }
    let expected = Account { name: "a".into(), theme: Some("b".into()), ..account(1) };
    assert_eq!(sent(&run(both, Some(&account(1))).await), expected);
}

#[tokio::test]
async fn a_later_handle_sees_what_an_earlier_one_published() {
    async fn later(mut first: AccountSession, slot: SessionSlot<Account>) -> String {
        let other = slot.load().await.unwrap().unwrap();
        first.set_name("changed".into());
        drop(first);
        let second = slot.load().await.unwrap().unwrap();
        format!("{} {}", other.name(), second.name())
    }
    assert_eq!(text(run(later, Some(&account(1))).await).await, "n1 changed");
}

#[tokio::test]
async fn a_middleware_changes_the_session_before_and_after_the_handler() {
    async fn around(
        mut account: AccountSession,
        slot: SessionSlot<Account>,
        request: Request,
        next: Next,
    ) -> Response {
        account.tags_mut().push("before".into());
        drop(account);
        let response = next.run(request).await;
        let mut account = slot.load().await.unwrap().unwrap();
        account.tags_mut().push("after".into());
        response
    }
    async fn handler(mut account: AccountSession) {
        account.tags_mut().push("handler".into());
        account.set_name("h".into());
    }
    let app = Router::new().route("/", get(handler)).layer(from_fn(around)).layer(layer());
    let claims = sent(&app.oneshot(request(Some(&account(1)))).await.unwrap());
    assert_eq!(
        (claims.name.as_str(), claims.tags),
        ("h", vec!["before".into(), "handler".into(), "after".into()])
    );
}

#[tokio::test]
async fn start_and_end_drop_what_older_handles_changed() {
    async fn start(mut old: AccountSession, slot: SessionSlot<Account>) {
        old.set_name("old".into());
        let mut new = slot.start(account(2)).unwrap();
        assert!(new.is_new() && !old.is_new());
        new.set_theme(Some("new".into()));
        drop(new);
        drop(old);
    }
    assert_eq!(
        sent(&run(start, Some(&account(1))).await),
        Account { theme: Some("new".into()), ..account(2) }
    );

    async fn end(mut old: AccountSession, slot: SessionSlot<Account>) {
        old.set_name("old".into());
        slot.end().unwrap();
        assert!(slot.load().await.unwrap().is_none());
        drop(old);
    }
    let response = run(end, Some(&account(1))).await;
    assert!(response.headers()["set-cookie"].to_str().unwrap().starts_with("__Host-session=; "));
}

#[tokio::test]
async fn a_change_of_the_subject_drops_what_older_handles_changed() {
    async fn switch(mut old: AccountSession, mut new: AccountSession) {
        old.set_name("old".into());
        new.set_user_id(9);
        new.set_theme(Some("new".into()));
        drop(new);
        drop(old);
    }
    let expected = Account { user_id: 9, theme: Some("new".into()), ..account(1) };
    assert_eq!(sent(&run(switch, Some(&account(1))).await), expected);
}

#[tokio::test]
async fn a_change_of_a_privilege_drops_only_privileges_of_older_handles() {
    async fn demote(mut old: AccountSession, mut new: AccountSession) {
        old.set_role("admin".into());
        old.set_user_id(5);
        old.set_name("old".into());
        new.set_role("guest".into());
        drop(new);
        drop(old);
    }
    let expected = Account { role: "guest".into(), name: "old".into(), ..account(1) };
    assert_eq!(sent(&run(demote, Some(&account(1))).await), expected);
}

#[tokio::test]
async fn log_in_and_out_in_one_handler_is_one_removal_and_the_reverse_one_cookie() {
    async fn in_and_out(slot: SessionSlot<Account>) {
        slot.start(account(1)).unwrap();
        slot.end().unwrap();
    }
    let response = run(in_and_out, None).await;
    let lines: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].to_str().unwrap().contains("Max-Age=0"));

    async fn out_and_in(slot: SessionSlot<Account>) {
        slot.end().unwrap();
        slot.start(account(2)).unwrap();
    }
    assert_eq!(sent(&run(out_and_in, Some(&account(1))).await), account(2));
}

#[tokio::test]
async fn a_session_that_was_ended_through_its_handle_is_gone() {
    async fn end(account: AccountSession) -> Result<(), SessionError> {
        account.end()
    }
    let response = run(end, Some(&account(1))).await;
    assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
}

#[tokio::test]
async fn renew_issues_an_unchanged_session_again() {
    async fn renew(mut account: AccountSession) {
        account.renew();
    }
    assert_eq!(sent(&run(renew, Some(&account(1))).await), account(1));
}

#[tokio::test]
async fn optional_and_fallible_extractors() {
    async fn optional(account: Option<AccountSession>) -> String {
        account.map_or("nobody".into(), |account| account.name().into())
    }
    async fn fallible(account: Result<AccountSession, SessionRejection>) -> String {
        match account {
            Ok(account) => account.name().into(),
            Err(SessionRejection::NoSession { reason, .. }) => format!("to the login page: {reason:?}"),
            Err(_) => "?".into(),
        }
    }
    assert_eq!(text(run(optional, None).await).await, "nobody");
    assert_eq!(text(run(optional, Some(&account(1))).await).await, "n1");
    assert_eq!(text(run(fallible, None).await).await, "to the login page: None");
    assert_eq!(text(run(fallible, Some(&account(1))).await).await, "n1");
}

#[tokio::test]
async fn a_route_without_the_layer_says_so() {
    for handler in [
        get(|_: AccountSession| async {}),
        get(|_: Option<AccountSession>| async {}),
        get(|_: SessionSlot<Account>| async {}),
    ] {
        let response = Router::new().route("/", handler).oneshot(request(None)).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text(response).await.contains("no session layer for `Account`"));
    }
}

#[tokio::test]
async fn a_handle_that_outlives_its_response_fails_loudly() {
    async fn leak(slot: SessionSlot<Account>, account: AccountSession) -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert((slot, std::sync::Arc::new(std::sync::Mutex::new(Some(account)))));
        response
    }
    type Kept = (SessionSlot<Account>, std::sync::Arc<std::sync::Mutex<Option<AccountSession>>>);
    let response = run(leak, Some(&account(1))).await;
    let (slot, kept) = response.extensions().get::<Kept>().unwrap().clone();
    assert!(matches!(slot.start(account(2)), Err(SessionError::ResponseSent { .. })));
    assert!(matches!(slot.end(), Err(SessionError::ResponseSent { .. })));
    assert!(matches!(kept.lock().unwrap().take().unwrap().end(), Err(SessionError::ResponseSent { .. })));
    sends_nothing(&response);
}

/// Handlers are functions: a test can call them.
#[tokio::test]
async fn handlers_can_be_called_in_a_unit_test() {
    async fn theme(mut account: AccountSession, Path(theme): Path<String>) {
        account.set_theme(Some(theme));
    }
    async fn greet(account: AccountSession) -> String {
        format!("hello {}", account.name())
    }
    assert_eq!(greet(AccountSession::for_test(account(1))).await, "hello n1");

    let slot = SessionSlot::for_test(Some(account(1)));
    theme(slot.load().await.unwrap().unwrap(), Path("dark".into())).await;
    assert_eq!(slot.load().await.unwrap().unwrap().theme(), Some("dark"));
    slot.end().unwrap();
    assert!(slot.load().await.unwrap().is_none());
    let slot = SessionSlot::<Account>::for_test(None);
    assert!(slot.load().await.unwrap().is_none());
    slot.start(account(4)).unwrap();
    assert_eq!(slot.load().await.unwrap().unwrap().user_id(), 4);
}

#[test]
fn debug_shows_no_claims() {
    let handle = AccountSession::for_test(account(1));
    let slot = SessionSlot::for_test(Some(account(1)));
    for text in [
        format!("{handle:?}"),
        format!("{slot:?}"),
        format!("{:?}", layer()),
        format!("{:?}", layer().tokens()),
    ] {
        assert!(text.contains("Account") && !text.contains("n1"), "{text}");
    }
}

mod defaults {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone, Default)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie", default)]
    pub struct Cart {
        items: Vec<u32>,
        note: String,
    }

    async fn cart_answer(handler: axum::routing::MethodRouter) -> Response {
        let layer = Cart::layer(SecretKey::generate().unwrap());
        Router::new().route("/", handler).layer(layer).oneshot(request(None)).await.unwrap()
    }

    #[tokio::test]
    async fn a_default_session_begins_with_its_first_change() {
        let response =
            cart_answer(get(
                |cart: CartSession| async move { format!("{:?} {}", cart.items(), cart.is_new()) },
            ))
            .await;
        sends_nothing(&response);
        assert_eq!(text(response).await, "[] true");

        let response = cart_answer(get(|mut a: CartSession, mut b: CartSession| async move {
            a.items_mut().push(5);
            b.set_note("both handles begin the same session".into());
        }))
        .await;
        let line = response.headers()["set-cookie"].to_str().unwrap();
        assert!(line.starts_with("__Host-session=ey"), "{line}");
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), 1);
    }
}
