//! Stores that break one rule each, and one that breaks none.

mod flawed;

use super::verdict::Failed;
use super::{check, check_index, check_sweep};
use flawed::{Flaw as F, Flawed};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

fn broken(flaw: F) -> Vec<&'static str> {
    let store = Flawed::new(flaw);
    let verdicts = [block_on(check(&store)), block_on(check_index(&store)), block_on(check_sweep(&store))];
    let failed = verdicts.into_iter().filter_map(Result::err);
    failed.flat_map(|failed| failed.broken().iter().map(|broken| broken.rule).collect::<Vec<_>>()).collect()
}

#[test]
fn a_store_that_breaks_no_rule_passes() {
    assert_eq!(broken(F::None), Vec::<&str>::new());
    let report = block_on(check(&Flawed::new(F::None))).unwrap();
    assert_eq!(report.kept().len(), 18);
    assert!(report.to_string().contains("\n- a key is inserted once"));
}

#[test]
fn every_flaw_is_caught_and_named() {
    let kept = "a new record is kept with version 1";
    let once = "a key is inserted once";
    let update = "an update happens at the version seen";
    let touch = "touch moves the end and nothing else";
    let gone = "what was deleted never comes back";
    let documents = "documents come back as they were given";
    let ends = "the end of a record is kept";
    let keys = "keys that differ in one bit are different";
    let race = "of two updates at once one happens";
    for (flaw, rule) in [
        (F::FirstVersionIsZero, kept),
        (F::InsertOverwrites, once),
        (F::RefusedInsertMovesTheEnd, once),
        (F::RefusedInsertIsIndexed, "a refused insert is not listed"),
        (F::InsertsInTwoSteps, "of two inserts at once one happens"),
        (F::MissingIsAFailure, "there is none where nothing was inserted"),
        (F::UpdateIgnoresTheVersion, update),
        (F::UpdateAtAnOldVersion, update),
        (F::UpdateRecreates, gone),
        (F::UpdateKeepsTheVersion, update),
        (F::UpdateKeepsTheEnd, update),
        (F::UpdateOfTheSameIsNone, update),
        (F::UpdateInTwoSteps, race),
        (F::UpdateInTwoSteps, "no change is lost when versions are minded"),
        (F::FailedUpdateWrites, update),
        (F::TouchRecreates, gone),
        (F::TouchIsNone, touch),
        (F::TouchOnlyExtends, touch),
        (F::TouchCountsAsUpdate, touch),
        (F::TouchWritesAllBack, "touch and update at once both happen"),
        (F::DeleteIgnoresTheVersion, "delete removes"),
        (F::DeleteIsNone, "delete removes"),
        (F::DeleteLeavesATombstone, "delete removes"),
        (F::DeleteInTwoSteps, "of a delete and an update at one version one happens"),
        (F::TrimsDocuments, documents),
        (F::CutsDocuments, documents),
        (F::CutsAtNul, documents),
        (F::EscapesDocuments, documents),
        (F::NormalisesDocuments, documents),
        (F::EndsIn32Bits, ends),
        (F::EndsInMinutes, ends),
        (F::KeysWithoutCase, keys),
        (F::KeysPadded, keys),
        (F::ClonesAreApart, "clones share their records"),
        (F::IsSlow, "an immediate store never waits"),
        (F::ListsOfAllSubjects, "the records of a subject are listed"),
        (F::ListsTheDeleted, "what was deleted is not listed"),
        (F::ListsTheEnded, "what has ended is not listed"),
        (F::ListsAsInserted, "a record is listed as it is now"),
        (F::ListsWithoutSubject, "a record without a subject is in no list"),
        (F::SubjectsWithoutCase, "subjects that differ in one bit are different"),
        (F::DeleteAllSparesNone, "delete_all spares the one"),
        (F::DeleteAllLeavesOne, "delete_all removes all of a subject"),
        (F::DeleteAllMiscounts, "delete_all removes all of a subject"),
        (F::DeleteAllTakesEveryones, "delete_all removes all of a subject"),
        (F::SweepsNothing, "sweep removes what has ended"),
        (F::SweepsAll, "sweep leaves what has not ended"),
        (F::SweepsTooLate, "sweep removes what has ended"),
        (F::SweepsByTheFirstEnd, "sweep leaves what has not ended"),
        (F::SweepMiscounts, "sweep removes what has ended"),
    ] {
        let broken = broken(flaw);
        assert!(broken.contains(&rule), "{flaw:?}: {broken:?}");
    }
}

#[test]
fn what_is_broken_is_told_in_words() {
    let failed: Failed = block_on(check(&Flawed::new(F::UpdateRecreates))).unwrap_err();
    let told = failed.to_string();
    assert!(
        told.contains("- what was deleted never comes back: after `update` of a deleted record"),
        "{told}"
    );
    assert_eq!(format!("{failed:?}"), told);
}

#[test]
fn the_suite_can_be_spawned() {
    fn is_send(_: impl Send) {}
    let store = Flawed::new(F::None);
    is_send((check(&store), check_index(&store), check_sweep(&store)));
}
