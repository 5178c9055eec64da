//! What was measured of one contender under one scenario.

use super::scenario::{BARE_ROUTER, BY_HAND, GROUPS, IN_ROUTER};
use super::worker::{Described, Worker};
use super::{allocations, instructions};
use crate::Result;
use crate::programs::Programs;
use crate::statistics::Quartiles;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Requests of one batch.
const REQUESTS: usize = 128;

pub struct Measured {
    pub group: &'static str,
    pub described: Described,
    /// Nanoseconds of a request, by round.
    pub times: Vec<f64>,
    pub instructions: Option<f64>,
    pub allocations: f64,
    pub bytes: f64,
}

/// All contenders under one scenario.
pub struct Round {
    pub all: Vec<Measured>,
}

impl Round {
    /// Everybody in turn, one batch each, as often as told; the start moves, so that nobody always runs after the same other.
    pub fn times(workers: &mut [Worker], scenario: &str, roles: usize, rounds: usize) -> Result<Self> {
        let mut all = Vec::new();
        let mut places = Vec::new();
        for (worker, group) in GROUPS.into_iter().enumerate() {
            for (index, described) in workers[worker].open(scenario, roles)?.into_iter().enumerate() {
                let times = Vec::with_capacity(rounds);
                places.push((worker, index));
                all.push(Measured {
                    group,
                    described,
                    times,
                    instructions: None,
                    allocations: 0.0,
                    bytes: 0.0,
                });
            }
        }
        for round in 0..rounds {
            for place in 0..all.len() {
                let place = (place + round) % all.len();
                let (worker, index) = places[place];
                all[place].times.push(workers[worker].time(index, REQUESTS)?);
            }
        }
        Ok(Round { all })
    }

    /// Counts what does not depend on the clock.
    pub fn count(&mut self, programs: &Programs, scenario: &str, roles: usize) -> Result<()> {
        for group in GROUPS {
            let counted = allocations::of_group(programs, group, scenario, roles)?;
            let mut its: Vec<_> = self.all.iter_mut().filter(|measured| measured.group == group).collect();
            for measured in &mut its {
                let name = &measured.described.name;
                let (allocations, bytes) =
                    counted.get(name).ok_or_else(|| format!("no allocations of {name}"))?;
                (measured.allocations, measured.bytes) = (*allocations, *bytes);
            }
            step_through(&mut its, |name| instructions::of_request(programs, group, name, scenario, roles))?;
        }
        Ok(())
    }

    pub fn named(&self, name: &str) -> Option<&Measured> {
        self.all.iter().find(|measured| measured.described.name == name)
    }

    /// The bare handler beside which a contender ran.
    pub fn bare(&self, of: &Measured) -> &Measured {
        let in_router = self.named(BARE_ROUTER).filter(|_| of.described.name.ends_with(IN_ROUTER));
        if let Some(bare) = in_router {
            return bare;
        }
        self.all.iter().find(|measured| measured.group == of.group).unwrap_or(&self.all[0])
    }

    /// Nanoseconds over the bare handler, by round.
    pub fn over(&self, of: &Measured) -> Vec<f64> {
        of.times.iter().zip(&self.bare(of).times).map(|(own, bare)| own - bare).collect()
    }

    /// Instructions over the bare handler.
    pub fn instructions_over(&self, of: &Measured) -> Option<f64> {
        Some(of.instructions? - self.bare(of).instructions?)
    }

    pub fn allocations_over(&self, of: &Measured) -> f64 {
        of.allocations - self.bare(of).allocations
    }

    pub fn bytes_over(&self, of: &Measured) -> f64 {
        of.bytes - self.bare(of).bytes
    }

    /// Time over the bare handler, as a part of what is written by hand.
    pub fn ratio(&self, of: &Measured) -> Quartiles {
        let hand = self.named(BY_HAND).map(|hand| self.over(hand)).unwrap_or_default();
        Quartiles::of_pairs(&self.over(of), &hand, |own, hand| own / hand)
    }

    /// The same of instructions.
    pub fn instruction_ratio(&self, of: &Measured) -> Option<f64> {
        Some(self.instructions_over(of)? / self.instructions_over(self.named(BY_HAND)?)?)
    }
}

/// Counts the instructions of each, as many at a time as there are cores: a process that is stepped through waits most of the time.
fn step_through(all: &mut [&mut Measured], count: impl Fn(&str) -> Result<Option<f64>> + Sync) -> Result<()> {
    let cores = thread::available_parallelism()?.get();
    let left = Mutex::new(all.iter_mut());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        let shares = (0..cores).map(|_| {
            let (count, next) = (&count, &next);
            // Whoever starts a process has to be the thread that traces it.
            scope.spawn(move || {
                while let Some(measured) = next() {
                    measured.instructions =
                        count(&measured.described.name).map_err(|error| error.to_string())?;
                }
                Ok::<_, String>(())
            })
        });
        let shares: Vec<_> = shares.collect();
        for share in shares {
            share.join().map_err(|_| "a thread that counts ended early")??;
        }
        Ok(())
    })
}
