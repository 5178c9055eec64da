//! On PostgreSQL: eight connections for each. The server does not flush to its disk.

use crate::claims::{MEASURED, account};
use crate::compare::{TASKS, compare};
use crate::load::Contender;
use crate::ours::{OURS, on_postgres};
use crate::peers::{TOWER_SESSIONS, with_stores};
use crate::servers::postgres::Postgres;
use crate::{Result, keep_on};
use session_runtime::PostgresStore;
use sqlx::postgres::PgPoolOptions;
use tower_sessions_sqlx_store::PostgresStore as PeerStore;
use tower_sessions_sqlx_store::sqlx::postgres::PgPoolOptions as PeerPoolOptions;

const SESSIONS: usize = TASKS[1];
const CONNECTIONS: u32 = 8;

pub async fn measure() -> Result<()> {
    keep_on(true)?;
    let Some(server) = Postgres::start() else { return Ok(()) };
    keep_on(false)?;
    let (_, port) = server.url().rsplit_once(':').ok_or("no port")?;
    let port = port.split('/').next().unwrap_or_default().parse()?;
    compare(port, contenders).await
}

async fn contenders(port: u16) -> Result<Vec<Contender>> {
    let url = format!("postgres://app@127.0.0.1:{port}/postgres");
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect(&url).await?;
    let document = serde_json::to_string(&account(MEASURED))?;
    for statement in [
        "CREATE TABLE IF NOT EXISTS raw (id BIGINT PRIMARY KEY, document TEXT NOT NULL)",
        "INSERT INTO raw VALUES (1, '{}') ON CONFLICT DO NOTHING",
    ] {
        sqlx::query(statement).execute(&pool).await?;
    }
    sqlx::query("UPDATE raw SET document = $1").bind(document).execute(&pool).await?;
    let raw = pool.clone();
    let mut all = vec![Contender::new("a raw `SELECT`", move |_| {
        let raw = raw.clone();
        async move {
            let row = sqlx::query_scalar::<_, String>("SELECT document FROM raw WHERE id = $1");
            assert!(row.bind(1i64).fetch_one(&raw).await.is_ok_and(|document| !document.is_empty()));
        }
    })];

    let store = PostgresStore::new(pool);
    store.migrate().await?;
    let (layer, cookies) = on_postgres::begin(store, 0..SESSIONS as u64).await?;
    all.extend(Contender::each(OURS, &cookies, |does| on_postgres::service(&layer, does)));

    let pool = PeerPoolOptions::new().max_connections(CONNECTIONS).connect(&url).await?;
    let store = PeerStore::new(pool);
    store.migrate().await?;
    let (layer, cookies) = with_stores::begin(store, SESSIONS).await?;
    all.extend(Contender::each(TOWER_SESSIONS, &cookies, |does| with_stores::service(&layer, does)));
    Ok(all)
}
