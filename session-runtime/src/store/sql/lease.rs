//! A connection from a pool, for one statement.

use super::driver::{Answer, Ask, Driver};
use super::fault::Fault;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Error, Pool};

/// Goes back to its pool only when a statement on it was carried through. A request that is cancelled, or whose time is up,
/// leaves an answer on the connection that must never be taken for another request's: such a connection is closed.
pub(super) struct Lease<D: Driver> {
    connection: PoolConnection<D>,
    is_clean: bool,
}

impl<D: Driver> Lease<D> {
    pub(super) async fn new(pool: &Pool<D>) -> Result<Self, Error> {
        Ok(Lease { connection: pool.acquire().await?, is_clean: D::SURVIVES_CANCELLATION })
    }

    /// A connection that answers. Those that a restart of the database has left behind are closed, however many there are.
    pub(super) async fn tested(pool: &Pool<D>) -> Result<Self, Error> {
        for _ in 0..pool.size() {
            let mut lease = Lease::new(pool).await?;
            if lease.connection.ping().await.is_ok() {
                return Ok(lease);
            }
            lease.is_clean = false;
        }
        Lease::new(pool).await
    }

    /// A connection that is closed when what follows is not carried through to [`finish`](Self::finish), whatever the database.
    pub(super) async fn for_transaction(pool: &Pool<D>) -> Result<Self, Error> {
        Ok(Lease { connection: pool.acquire().await?, is_clean: false })
    }

    pub(super) async fn run(&mut self, ask: &Ask<'_>) -> Result<Answer<D>, Error> {
        D::run(&mut self.connection, ask).await
    }

    /// Gives the connection back if what it answered last leaves it as good as before.
    pub(super) fn finish<T>(mut self, answer: &Result<T, Error>) {
        self.is_clean |= match answer {
            Ok(_) => true,
            Err(error) => {
                matches!(error, Error::Database(_))
                    && !matches!(Fault::of::<D>(error), Fault::Broken | Fault::ReadOnly)
            }
        };
    }
}

impl<D: Driver> Drop for Lease<D> {
    fn drop(&mut self) {
        if !self.is_clean {
            self.connection.close_on_drop();
        }
    }
}
