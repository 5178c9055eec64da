//! What sessions take at the server that keeps them: in Redis of its memory, in PostgreSQL of its disk, with their index.

use crate::ours::{on_postgres, on_redis};
use crate::servers::postgres::Postgres;
use crate::servers::redis::Redis;
use crate::{Result, keep_on};
use redis::cmd;
use session_runtime::{PostgresStore, RedisStore};
use sqlx::postgres::PgPoolOptions;

/// Prints the bytes of each of so many sessions, each of another user; nothing where the server is not installed.
pub async fn measure(kind: &str, count: u64) -> Result<()> {
    keep_on(true)?;
    let bytes = match kind {
        "redis" => {
            let Some(server) = Redis::with(&["--appendonly", "no"]) else { return Ok(()) };
            keep_on(false)?;
            let store = RedisStore::new(&server.url())?;
            on_redis::begin(store.clone(), 0..1).await?;
            let before = used_memory(&server)?;
            on_redis::begin(store, 1..count).await?;
            used_memory(&server)? - before
        }
        "postgres" => {
            let Some(server) = Postgres::start() else { return Ok(()) };
            keep_on(false)?;
            let pool = PgPoolOptions::new().max_connections(1).connect(server.url()).await?;
            let store = PostgresStore::new(pool.clone());
            store.migrate().await?;
            let before = relations(&pool).await?;
            on_postgres::begin(store, 0..count).await?;
            relations(&pool).await? - before
        }
        _ => return Err("kept redis|postgres COUNT".into()),
    };
    println!("{}", bytes / count);
    Ok(())
}

fn used_memory(server: &Redis) -> Result<u64> {
    let text: String = server.ask(cmd("INFO").arg("memory"));
    let line = text.lines().find_map(|line| line.strip_prefix("used_memory:"));
    Ok(line.ok_or("no used_memory")?.trim().parse()?)
}

/// Tables and indexes, all in all.
async fn relations(pool: &sqlx::PgPool) -> Result<u64> {
    let bytes = sqlx::query_scalar::<_, i64>(
        "SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint FROM pg_stat_user_tables",
    );
    Ok(bytes.fetch_one(pool).await?.unsigned_abs())
}
