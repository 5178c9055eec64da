//! The suite that a store runs on itself: every promise of [`Store`], [`IndexBySubject`] and [`Sweep`], tried on a real one.
//!
//! A store may hold other records meanwhile: keys are random, and what the suite inserted it removes. It brings no runtime.
//! Races are played by polling several operations in one task, so give a store of a database a pool with several connections.
//! ```no_run
//! # use session_runtime::{IndexBySubject, Store, Sweep, conformance};
//! # async fn example<MyStore: IndexBySubject + Sweep>(store: MyStore) -> Result<(), conformance::Failed> {
//! let report = conformance::check(&store).await?;
//! println!("{report}");
//! conformance::check_index(&store).await?; // if it has an index
//! conformance::check_sweep(&store).await?; // if it is swept
//! # Ok(())
//! # }
//! ```
//! With the feature `memory`, this runs:
#![cfg_attr(feature = "memory", doc = "```")]
#![cfg_attr(not(feature = "memory"), doc = "```ignore")]
//! # use session_runtime::{MemoryStore, conformance};
//! # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
//! let store = MemoryStore::new(10_000);
//! let check = conformance::check(&store);
//! // Any runtime does; this store never waits, so that none is needed.
//! let Poll::Ready(result) = pin!(check).poll(&mut Context::from_waker(Waker::noop())) else { unreachable!() };
//! assert!(result.is_ok());
//! ```

mod index;
mod join;
mod probe;
mod race;
mod records;
mod specimen;
mod sweep;
#[cfg(test)]
mod tests;
mod verdict;

pub use verdict::{Broken, Failed, Report};

use super::{IndexBySubject, Store, Sweep};
use verdict::Findings;

/// Tries what every [`Store`] promises.
///
/// Takes some thousand operations, a few at a time.
///
/// # Errors
/// With every rule that the store breaks.
pub async fn check<S: Store>(store: &S) -> Result<Report, Failed> {
    let mut findings = Findings::default();
    findings.add("a new record is kept with version 1", records::is_kept(store).await);
    findings.add("a key is inserted once", records::is_inserted_once(store).await);
    findings.add("there is none where nothing was inserted", records::nothing_is_nothing(store).await);
    findings.add("an update happens at the version seen", records::updates_at_its_version(store).await);
    findings.add("touch moves the end and nothing else", records::touch_moves_the_end(store).await);
    findings.add("delete removes", records::delete_removes(store).await);
    findings.add("what was deleted never comes back", records::never_comes_back(store).await);
    findings.add("documents come back as they were given", records::documents_are_exact(store).await);
    findings.add("the end of a record is kept", records::ends_are_exact(store).await);
    findings.add("keys that differ in one bit are different", records::keys_are_exact(store).await);
    findings.add("clones share their records", records::clones_share(store).await);
    findings.add("of two inserts at once one happens", race::inserts(store).await);
    findings.add("of two updates at once one happens", race::updates(store).await);
    findings.add("no change is lost when versions are minded", race::counter(store).await);
    findings.add("delete wins over an update in flight", race::delete_and_update(store).await);
    findings.add("of a delete and an update at one version one happens", race::delete_or_update(store).await);
    findings.add("touch and update at once both happen", race::touch_and_update(store).await);
    if S::IMMEDIATE {
        findings.add("an immediate store never waits", race::is_immediate(store));
    }
    findings.finish()
}

/// Tries what an [`IndexBySubject`] promises beyond that.
///
/// # Errors
/// With every rule that the store breaks.
pub async fn check_index<S: IndexBySubject>(store: &S) -> Result<Report, Failed> {
    let mut findings = Findings::default();
    findings.add("the records of a subject are listed", index::are_listed(store).await);
    findings.add("a record without a subject is in no list", index::without_subject(store).await);
    findings.add("a record is listed as it is now", index::as_they_are_now(store).await);
    findings.add("what was deleted is not listed", index::not_the_deleted(store).await);
    findings.add("what has ended is not listed", index::not_the_ended(store).await);
    findings.add("a refused insert is not listed", index::not_the_refused(store).await);
    findings.add("delete_all removes all of a subject", index::delete_all(store).await);
    findings.add("delete_all spares the one", index::delete_all_but_one(store).await);
    findings.add("subjects that differ in one bit are different", index::subjects_are_exact(store).await);
    findings.finish()
}

/// Tries what a [`Sweep`] promises beyond that. Whatever else in the store has ended is swept as well; nothing else may sweep
/// it meanwhile.
///
/// # Errors
/// With every rule that the store breaks.
pub async fn check_sweep<S: Sweep>(store: &S) -> Result<Report, Failed> {
    let mut findings = Findings::default();
    findings.add("sweep removes what has ended", sweep::removes_the_ended(store).await);
    findings.add("sweep leaves what has not ended", sweep::leaves_the_others(store).await);
    findings.finish()
}
