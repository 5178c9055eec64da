//! Makes the table, and later changes it.

use super::driver::{Answer, Ask, Driver, Repeat, Value};
use super::fault::{Fault, store_error};
use super::lease::Lease;
use super::statements::numbered;
use super::table_name::TableName;
use crate::store::StoreError;
use sqlx::{Error, Pool};
use std::time::{Duration, Instant};

/// How long to wait before a locked database is asked again.
const PAUSE: Duration = Duration::from_millis(20);

/// Brings the table to the version that this code knows. Which version it has is in a table beside it, `…_schema`.
///
/// Several processes may do this at once: one does it, the others wait and find it done. A table that is ready is not locked.
/// A database that says that it is locked is asked again within `limit`: SQLite's own waiting leaves out two processes that
/// open a new file at once.
pub(super) async fn migrate<D: Driver>(
    pool: &Pool<D>,
    name: &TableName,
    limit: Duration,
) -> Result<(), StoreError> {
    let migrations = D::migrations(name);
    let began = Instant::now();
    loop {
        match found_or_made(pool, name, &migrations).await {
            Ok(version) if version > migrations.len() => return Err(newer()),
            Ok(_) => return Ok(()),
            Err(error) if Fault::of::<D>(&error) == Fault::Locked && began.elapsed() < limit => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(store_error::<D>(error)),
        }
    }
}

/// The version that the table has now.
async fn found_or_made<D: Driver>(
    pool: &Pool<D>,
    name: &TableName,
    migrations: &[Vec<String>],
) -> Result<usize, Error> {
    let mut lease = Lease::<D>::new(pool).await?;
    let found = version(&mut lease, name).await;
    lease.finish(&found);
    // Otherwise there is no such table yet, or something is wrong, which the next statements meet again.
    if let Ok(version) = found
        && version >= migrations.len()
    {
        return Ok(version);
    }
    let mut lease = Lease::<D>::for_transaction(pool).await?;
    let migrated = locked(&mut lease, name, migrations).await;
    let unlocked = run(&mut lease, &D::unlock(name, migrated.is_ok()), &[]).await.map(drop);
    if migrated.is_ok() && unlocked.is_err() {
        // SQLite keeps a transaction open that it could not commit.
        let undone = run(&mut lease, &D::unlock(name, false), &[]).await;
        lease.finish(&undone);
    } else {
        lease.finish(&unlocked);
    }
    let (found, made) = migrated.and_then(|versions| unlocked.map(|()| versions))?;
    for version in found + 1..=made {
        tracing::info!(table = name.full("", D::QUOTE), version, "the sessions' table was migrated");
    }
    Ok(made)
}

/// The version that was found, and the one that there is now.
async fn locked<D: Driver>(
    lease: &mut Lease<D>,
    name: &TableName,
    migrations: &[Vec<String>],
) -> Result<(usize, usize), Error> {
    for lock in D::lock(name) {
        let answer = read(lease, &lock).await?;
        if let Some(row) = answer.rows.first()
            && D::number(row).is_ok_and(|taken| taken != 1)
        {
            return Err(Error::PoolTimedOut);
        }
    }
    let schema = name.full("_schema", D::QUOTE);
    run(lease, &format!("CREATE TABLE IF NOT EXISTS {schema} (version BIGINT NOT NULL PRIMARY KEY)"), &[])
        .await?;
    let version = version(lease, name).await?;
    for (done, migration) in migrations.iter().enumerate().skip(version) {
        for statement in migration {
            run(lease, statement, &[]).await?;
        }
        let next = i64::try_from(done + 1).unwrap_or(i64::MAX);
        let insert = format!("INSERT INTO {schema} (version) VALUES (?)");
        run(lease, &insert, &[Value::Number(next)]).await?;
    }
    Ok((version, version.max(migrations.len())))
}

async fn version<D: Driver>(lease: &mut Lease<D>, name: &TableName) -> Result<usize, Error> {
    let schema = name.full("_schema", D::QUOTE);
    let answer = read(lease, &format!("SELECT COALESCE(MAX(version), 0) FROM {schema}")).await?;
    let version = answer.rows.first().map(D::number).transpose()?.unwrap_or(0);
    usize::try_from(version).map_err(|error| Error::Decode(error.into()))
}

async fn read<D: Driver>(lease: &mut Lease<D>, sql: &str) -> Result<Answer<D>, Error> {
    let ask = Ask { sql: &numbered::<D>(sql), values: &[], reads: true, repeat: Repeat::Never };
    lease.run(&ask).await
}

async fn run<D: Driver>(lease: &mut Lease<D>, sql: &str, values: &[Value<'_>]) -> Result<Answer<D>, Error> {
    let ask = Ask { sql: &numbered::<D>(sql), values, reads: false, repeat: Repeat::Never };
    lease.run(&ask).await
}

fn newer() -> StoreError {
    StoreError::refused(
        "its table was made by a newer version of this program; deploy that one, or use another table",
    )
}
