//! On Redis: one connection for everybody.

use crate::claims::{MEASURED, account};
use crate::compare::{TASKS, compare};
use crate::load::Contender;
use crate::ours::{Does, on_redis};
use crate::peers::with_stores;
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
    for (name, does) in [
        ("**ours**, not touched", Does::Nothing),
        ("**ours**, read", Does::Reads),
        ("**ours**, changed", Does::Changes),
    ] {
        let (layer, cookies) = (layer.clone(), cookies.clone());
        all.push(Contender::new(name, move |task| on_redis::ask(layer.clone(), does, cookies[task].clone())));
    }

    let (layer, cookies) = with_stores::begin(PeerStore::new(pool), SESSIONS).await?;
    for (name, does) in [
        ("tower-sessions, not touched", Does::Nothing),
        ("tower-sessions, read", Does::Reads),
        ("tower-sessions, changed", Does::Changes),
    ] {
        let (layer, cookies) = (layer.clone(), cookies.clone());
        all.push(Contender::new(name, move |task| {
            with_stores::ask(layer.clone(), does, cookies[task].clone())
        }));
    }
    Ok(all)
}

/// What the client that ours has can do at best.
async fn raw(url: &str) -> Result<Vec<Contender>> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let document = serde_json::to_string(&account(MEASURED))?;
    let _: () = cmd("SET").arg("raw").arg(&document).query_async(&mut connection).await?;
    let mut fields = cmd("HSET");
    fields
        .arg("fields")
        .arg("version")
        .arg(1)
        .arg("document")
        .arg(&document)
        .arg("expires")
        .arg(4_000_000_000u64);
    let _: () = fields.query_async(&mut connection).await?;
    let again = connection.clone();
    let get = Contender::new("a raw `GET`", move |_| {
        let mut connection = connection.clone();
        async move {
            let found: redis::RedisResult<Vec<u8>> = cmd("GET").arg("raw").query_async(&mut connection).await;
            assert!(found.is_ok_and(|document| !document.is_empty()));
        }
    });
    let fields = Contender::new("a raw `HMGET` of three fields", move |_| {
        let mut connection = again.clone();
        async move {
            let mut command = cmd("HMGET");
            command.arg("fields").arg("version").arg("document").arg("expires");
            let found: redis::RedisResult<(u64, String, u64)> = command.query_async(&mut connection).await;
            assert!(found.is_ok());
        }
    });
    Ok(vec![get, fields])
}
