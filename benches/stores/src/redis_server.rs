//! On Redis: one connection for everybody.

use crate::claims::{MEASURED, account};
use crate::compare::{TASKS, compare};
use crate::load::Contender;
use crate::ours::{OURS, on_redis};
use crate::peers::{TOWER_SESSIONS, with_stores};
use crate::servers::redis::Redis;
use crate::{Result, keep_on};
use redis::cmd;
use session_runtime::{RecordKey, RedisStore, Store as _};
use tower_sessions_redis_store::RedisStore as PeerStore;
use tower_sessions_redis_store::fred::interfaces::ClientLike as _;
use tower_sessions_redis_store::fred::prelude::{Config, KeysInterface as _, Pool};

const SESSIONS: usize = TASKS[1];

pub async fn measure() -> Result<()> {
    keep_on(true)?;
    // Without its log of what was written: nobody waits for a disk.
    let Some(server) = Redis::with(&["--appendonly", "no"]) else { return Ok(()) };
    keep_on(false)?;
    compare(server.port(), async |port| contenders(&server, port).await).await
}

async fn contenders(server: &Redis, port: u16) -> Result<Vec<Contender>> {
    let url = format!("redis://127.0.0.1:{port}/");
    let mut all = raw(&url).await?;

    let pool = Pool::new(Config::from_url(&url)?, None, None, None, 1)?;
    pool.init().await?;
    let fred = pool.clone();
    all.push(Contender::new("a raw `GET`, fred", move |_| {
        let fred = fred.clone();
        async move { assert!(fred.get::<Vec<u8>, _>("raw").await.is_ok_and(|document| !document.is_empty())) }
    }));

    let store = RedisStore::new(&url)?;
    let (layer, cookies) = on_redis::begin(store.clone(), 0..SESSIONS as u64).await?;
    let keys = server.keys("session:*");
    let hex = keys.iter().filter_map(|key| RecordKey::from_hex(key.strip_prefix("session:")?));
    let keys: Vec<RecordKey> = hex.collect();
    all.push(Contender::new("**ours**, `Store::load` alone", move |task| {
        let (store, key) = (store.clone(), keys[task % keys.len()]);
        async move { assert!(store.load(&key).await.is_ok_and(|found| found.is_some())) }
    }));
    all.extend(Contender::each(OURS, &cookies, |does| on_redis::service(&layer, does)));

    let (layer, cookies) = with_stores::begin(PeerStore::new(pool), SESSIONS).await?;
    all.extend(Contender::each(TOWER_SESSIONS, &cookies, |does| with_stores::service(&layer, does)));
    Ok(all)
}

/// What the client that ours has can do at best.
async fn raw(url: &str) -> Result<Vec<Contender>> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let document = serde_json::to_string(&account(MEASURED))?;
    let _: () = cmd("SET").arg("raw").arg(&document).query_async(&mut connection).await?;
    Ok(vec![Contender::new("a raw `GET`", move |_| {
        let mut connection = connection.clone();
        async move {
            let found: redis::RedisResult<Vec<u8>> = cmd("GET").arg("raw").query_async(&mut connection).await;
            assert!(found.is_ok_and(|document| !document.is_empty()));
        }
    })])
}
