//! One statement: in time, on a connection that lives, and never carried out twice unseen.

use super::driver::{Answer, Ask, Driver, Repeat};
use super::fault::{Fault, store_error};
use super::lease::Lease;
use crate::store::StoreError;
use sqlx::{Error, Pool};
use std::time::Duration;

/// Asks within `limit`, which includes waiting for a connection.
///
/// Where the connection turns out to be dead, as those of a pool are after the database was restarted, the statement is sent
/// once more on one that answers. The first may have been carried out all the same, its answer lost; so a change counts as
/// done only where the second answer says so, and otherwise the first error stands.
pub(super) async fn ask<D: Driver>(
    pool: &Pool<D>,
    limit: Duration,
    ask: &Ask<'_>,
) -> Result<Answer<D>, StoreError> {
    match tokio::time::timeout(limit, twice(pool, ask)).await {
        Ok(answer) => answer.map_err(store_error::<D>),
        Err(_) => Err(StoreError::Timeout(limit)),
    }
}

async fn twice<D: Driver>(pool: &Pool<D>, ask: &Ask<'_>) -> Result<Answer<D>, Error> {
    let lease = match ask.repeat {
        Repeat::Never => Lease::tested(pool).await?,
        Repeat::Freely | Repeat::UntilDone => Lease::new(pool).await?,
    };
    let first = match once(lease, ask).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error,
    };
    match (Fault::of::<D>(&first), ask.repeat) {
        (Fault::RolledBack, _) => once(Lease::new(pool).await?, ask).await,
        (Fault::Broken, Repeat::Freely | Repeat::UntilDone) => {
            let second = once(Lease::tested(pool).await?, ask).await;
            match second {
                Ok(answer) if ask.repeat == Repeat::UntilDone && answer.affected == 0 => Err(first),
                Err(_) if ask.repeat == Repeat::UntilDone => Err(first),
                second => second,
            }
        }
        _ => Err(first),
    }
}

async fn once<D: Driver>(mut lease: Lease<D>, ask: &Ask<'_>) -> Result<Answer<D>, Error> {
    let answer = lease.run(ask).await;
    lease.finish(&answer);
    answer
}
