//! Makes the table, and later changes it.

use super::driver::{Answer, Ask, Driver, Repeat, Value};
use super::fault::store_error;
use super::lease::Lease;
use super::statements::numbered;
use super::table_name::TableName;
use crate::store::StoreError;
use sqlx::{Error, Pool};

/// Brings the table to the version that this code knows. Which version it has is in a table beside it, `…_schema`.
///
/// Several processes may do this at once: one does it, the others wait and find it done. A table that is ready is not locked.
pub(super) async fn migrate<D: Driver>(pool: &Pool<D>, name: &TableName) -> Result<(), StoreError> {
    let migrations = D::migrations(name);
    let mut lease = Lease::<D>::new(pool).await.map_err(store_error::<D>)?;
    let version = version(&mut lease, name).await;
    lease.finish(&version);
    match version {
        Ok(version) if version == migrations.len() => return Ok(()),
        Ok(version) if version > migrations.len() => return Err(newer()),
        // There is no such table yet, or something is wrong, which the next statements meet again.
        Ok(_) | Err(_) => {}
    }
    let mut lease = Lease::<D>::for_transaction(pool).await.map_err(store_error::<D>)?;
    let migrated = locked(&mut lease, name, &migrations).await;
    let unlocked = run(&mut lease, &D::unlock(name, migrated.is_ok()), &[]).await.map(drop);
    lease.finish(&unlocked);
    match migrated.and_then(|version| unlocked.map(|()| version)).map_err(store_error::<D>)? {
        version if version > migrations.len() => Err(newer()),
        _ => Ok(()),
    }
}

/// The version that was found or made.
async fn locked<D: Driver>(
    lease: &mut Lease<D>,
    name: &TableName,
    migrations: &[Vec<String>],
) -> Result<usize, Error> {
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
        tracing::info!(table = name.full("", D::QUOTE), version = next, "the sessions' table was migrated");
    }
    Ok(version.max(migrations.len()))
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
