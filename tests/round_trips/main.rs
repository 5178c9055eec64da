//! What a request costs at the server that keeps its session, counted by a proxy in front of it.
//!
//! Prints the table. Skipped where the servers are missing (Debian: `redis-server`, `postgresql`).

#[allow(dead_code, reason = "servers need a part of it")]
#[path = "../support/program.rs"]
mod program;
#[path = "../support/servers/mod.rs"]
mod servers;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, StatusCode};
use redis::cmd;
use serde::{Deserialize, Serialize};
use servers::postgres::Postgres;
use servers::proxy::Proxy;
use servers::redis::Redis;
use session_runtime::{Clock, PostgresStore, RedisStore, Session, SessionError, SessionSlot};
use sqlx::postgres::PgPoolOptions;
use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tower::ServiceExt as _;

/// What a request does, and what it may cost: round trips, and sessions more than before.
const BUDGET: [(&str, u64, i64); 13] = [
    ("asks for nothing, presents nothing", 0, 0),
    ("asks for the session, presents nothing", 0, 0),
    ("logs in", 1, 1),
    ("asks for nothing", 0, 0),
    ("reads", 1, 0),
    ("changes a field", 2, 0),
    ("changes three fields", 2, 0),
    ("reads, `renew_after` later", 2, 0),
    ("reads again", 1, 0),
    ("changes a `rotate` field", 3, 0),
    ("logs in again", 2, 0),
    ("logs out", 1, -1),
    ("reads, with an id that is dead", 1, 0),
];

/// The same application for each store.
macro_rules! application {
    ($module:ident, $storage:tt, $store:ty) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "opaque", storage = $storage, auth = "cookie", idle = "1h", renew_after = "15m")]
            pub struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
                theme: String,
                font: String,
                #[session(rotate)]
                admin: bool,
            }

            async fn log_in(slot: SessionSlot<Account>) -> Result<(), SessionError> {
                let text = String::new;
                let account = Account { user_id: 7, name: text(), theme: text(), font: text(), admin: false };
                slot.start(account).map(drop)
            }

            pub fn router(store: $store, clock: Clock) -> Router {
                Router::new()
                    .route("/", get(async || "public"))
                    .route("/maybe", get(async |account: Option<AccountSession>| account.is_some().to_string()))
                    .route("/login", get(log_in))
                    .route("/me", get(async |account: AccountSession| account.name().to_owned()))
                    .route("/theme", get(async |mut account: AccountSession| account.set_theme("dark".into())))
                    .route(
                        "/all",
                        get(async |mut account: AccountSession| {
                            account.set_name("Ada".into());
                            account.set_theme("light".into());
                            account.set_font("serif".into());
                        }),
                    )
                    .route("/admin", get(async |mut account: AccountSession| account.set_admin(true)))
                    .route("/logout", get(async |slot: SessionSlot<Account>| slot.end()))
                    .layer(Account::layer(store).clock(clock))
            }
        }
    };
}

application!(on_redis, "redis", RedisStore);
application!(on_postgres, "postgres", PostgresStore);

/// The status, and the cookie where one is set.
async fn ask(router: &Router, path: &str, cookie: &str) -> (StatusCode, Option<String>) {
    let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let set =
        response.headers().get("set-cookie").map(|line| line.to_str().unwrap().split(';').next().unwrap());
    (response.status(), set.map(str::to_owned))
}

fn now() -> Clock {
    Clock::manual(SystemTime::now().duration_since(UNIX_EPOCH).unwrap())
}

/// What each of the requests costs; `rows` counts the sessions.
async fn measure(
    router: &Router,
    clock: &Clock,
    proxy: &Proxy,
    rows: impl AsyncFn() -> i64,
) -> Vec<(u64, i64)> {
    let mut counted = Vec::new();
    let (mut cookie, mut dead) = (String::new(), String::new());
    for (what, ..) in BUDGET {
        let (path, status) = match what {
            "asks for nothing, presents nothing" | "asks for nothing" => ("/", StatusCode::OK),
            "asks for the session, presents nothing" => ("/maybe", StatusCode::OK),
            "logs in" | "logs in again" => ("/login", StatusCode::OK),
            "changes a field" => ("/theme", StatusCode::OK),
            "changes three fields" => ("/all", StatusCode::OK),
            "changes a `rotate` field" => ("/admin", StatusCode::OK),
            "logs out" => ("/logout", StatusCode::OK),
            "reads, with an id that is dead" => ("/me", StatusCode::UNAUTHORIZED),
            _ => ("/me", StatusCode::OK),
        };
        match what {
            "reads, `renew_after` later" => clock.advance(Duration::from_secs(15 * 60)),
            "reads, with an id that is dead" => cookie.clone_from(&dead),
            _ => {}
        }
        let before = rows().await;
        proxy.round_trips();
        let (answered, set) = ask(router, path, &cookie).await;
        let trips = proxy.round_trips();
        assert_eq!(answered, status, "{what}");
        counted.push((trips, rows().await - before));
        if let Some(set) = set {
            dead = std::mem::replace(&mut cookie, set);
        }
    }
    counted
}

fn check(store: &str, counted: &[(u64, i64)]) {
    let mut table = format!("{store:<45} round trips  sessions\n");
    for ((what, ..), (trips, rows)) in BUDGET.iter().zip(counted) {
        table.push_str(&format!("  {what:<43} {trips:>11}  {rows:>+8}\n"));
    }
    // Not `println!`, which nobody sees when a test passes.
    let _ = write!(std::io::stderr(), "{table}");
    let allowed: Vec<_> = BUDGET.iter().map(|(_, trips, rows)| (*trips, *rows)).collect();
    assert_eq!(counted, allowed, "\n{table}");
}

#[tokio::test]
async fn redis_is_asked_no_more_than_it_has_to_be() {
    let Some(server) = Redis::start() else { return };
    let proxy = Proxy::before(server.port()).await;
    let (store, clock) = (RedisStore::new(&format!("redis://127.0.0.1:{}", proxy.port())).unwrap(), now());
    let router = on_redis::router(store, clock.clone());
    let connection = server.connection().await;
    let rows = async || {
        let keys: Vec<String> =
            cmd("KEYS").arg("session:*").query_async(&mut connection.clone()).await.unwrap();
        i64::try_from(keys.iter().filter(|key| !key.contains(":subject:")).count()).unwrap()
    };
    // The first time, the server learns the scripts.
    measure(&router, &clock, &proxy, rows).await;
    check("Redis", &measure(&router, &clock, &proxy, rows).await);
}

#[tokio::test]
async fn postgres_is_asked_no_more_than_it_has_to_be() {
    let Some(server) = Postgres::start() else { return };
    let port = server.url().split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
    let proxy = Proxy::before(port).await;
    let url = server.url().replace(&port.to_string(), &proxy.port().to_string());
    // One connection, so that the first measurement has prepared every statement.
    let options = PgPoolOptions::new().max_connections(1).test_before_acquire(false);
    let store = PostgresStore::new(options.connect_lazy(&url).unwrap());
    store.migrate().await.unwrap();
    let clock = now();
    let router = on_postgres::router(store, clock.clone());
    let beside = PgPoolOptions::new().connect(server.url()).await.unwrap();
    let table: String = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'record_key'",
    )
    .fetch_one(&beside)
    .await
    .unwrap();
    let count = format!("SELECT count(*) FROM \"{table}\"");
    let rows =
        async || sqlx::query_scalar(sqlx::AssertSqlSafe(count.as_str())).fetch_one(&beside).await.unwrap();
    measure(&router, &clock, &proxy, rows).await;
    check("PostgreSQL", &measure(&router, &clock, &proxy, rows).await);
}
