//! Everybody who is measured, on the same work: one request through a tower service, under one scenario.

mod by_hand;
mod claims;
mod floor;
mod group;
mod ours;
mod peers;
mod requests;
mod run;
mod scenario;

pub use claims::{MEASURED, json_length};
pub use group::Group;
pub use run::{Contender, Outcome, Runs};
pub use scenario::Scenario;
