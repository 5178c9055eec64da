//! One application for each codec whose sessions a store keeps.

use super::*;

/// A claims type with this attribute, and an application of it.
macro_rules! kept {
    ($kind:ident, $store:ident => $layer:expr, $codec:literal) => {
        mod $kind {
            use super::*;
            use axum::extract::Path;
            use axum::routing::get;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = $codec, storage = Watched, auth = "cookie", idle = "30m", lifetime = "1d")]
            pub(crate) struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
                theme: String,
                #[session(rotate)]
                admin: bool,
            }

            pub(crate) fn app() -> App {
                let ($store, clock) = (Watched::default(), Clock::manual(Duration::from_secs(NOW)));
                let (store, gate) = ($store.clone(), Arc::<Gate>::default());
                let layer = $layer.clock(clock.clone());
                let sessions = layer.sessions();
                let end_all =
                    async move |Path(user): Path<u64>| sessions.end_all(&user).await.unwrap().to_string();
                let slow = {
                    let gate = Arc::clone(&gate);
                    async move |mut account: AccountSession, Path(name): Path<String>| {
                        gate.pass().await;
                        account.set_name(name);
                    }
                };
                let router = Router::new()
                    .route("/who", get(who))
                    .route("/why", get(why))
                    .route("/login/{user}", get(login))
                    .route("/logout", get(async |slot: SessionSlot<Account>| slot.end()))
                    .route("/become/{user}", get(become_other))
                    .route("/admin", get(async |mut account: AccountSession| account.set_admin(true)))
                    .route("/name/{name}", get(name))
                    .route("/theme/{theme}", get(theme))
                    .route("/slow/{name}", get(slow))
                    .route("/end-others", get(end_others))
                    .layer(layer)
                    .route("/end-all/{user}", get(end_all));
                App { kind: stringify!($kind), store, clock, router, gate }
            }

            async fn who(account: AccountSession) -> String {
                format!("{} {} {}", account.user_id(), account.name(), account.theme())
            }

            async fn why(slot: SessionSlot<Account>) -> Result<String, SessionError> {
                slot.load().await?;
                Ok(slot.rejection().map_or_else(String::new, |reason: Rejection| format!("{reason:?}")))
            }

            async fn login(slot: SessionSlot<Account>, Path(user_id): Path<u64>) -> Result<(), SessionError> {
                let claims = Account { user_id, name: "Ada".into(), theme: "light".into(), admin: false };
                slot.start(claims).map(drop)
            }

            async fn become_other(mut account: AccountSession, Path(user): Path<u64>) {
                account.set_user_id(user);
            }

            async fn name(mut account: AccountSession, Path(name): Path<String>) {
                account.set_name(name);
            }

            async fn theme(mut account: AccountSession, Path(theme): Path<String>) {
                account.set_theme(theme);
            }

            async fn end_others(slot: SessionSlot<Account>) -> Result<String, SessionError> {
                Ok(slot.end_others().await?.to_string())
            }
        }
    };
}

kept!(opaque, store => Account::layer(store), "opaque");
kept!(jwt, store => Account::layer(secret(), store), "jwt");
kept!(signed, store => Account::layer(secret(), store), "signed");

/// One for each codec, with an empty store.
pub(crate) fn apps() -> [App; 3] {
    [opaque::app(), jwt::app(), signed::app()]
}
