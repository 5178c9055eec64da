//! Cost against the size of the claims.

use super::measured::Round;
use super::scenario::{BY_HAND, Kind};
use super::worker::Worker;
use crate::chart::{self, Line};
use crate::statistics::Quartiles;
use crate::{Result, page};

/// Of the claims: from none to as many as a cookie holds.
const ROLES: [usize; 7] = [0, 3, 8, 20, 45, 80, 122];
const SCENARIOS: [(&str, &str); 2] = [("read", "One field read"), ("changed", "One field changed")];
/// Contenders whose cost is drawn; those that are left out lie beside one of them.
const DRAWN: [&str; 10] = [
    "ours, jwt",
    "ours, jwe",
    "ours, signed",
    "ours, opaque in memory",
    "floor, HS256",
    BY_HAND,
    "tower-sessions, in memory",
    "SignedCookieJar",
    "PrivateCookieJar",
    "actix-session, signed",
];

/// Nanoseconds over the bare handler, by contender and size.
pub struct Sizes {
    pub title: &'static str,
    pub bytes: Vec<usize>,
    pub lines: Vec<(String, Vec<f64>)>,
    /// Where its picture is.
    pub picture: String,
}

pub fn measure(workers: &mut [Worker], rounds: usize) -> Result<Vec<Sizes>> {
    SCENARIOS.iter().map(|(name, title)| of_scenario(workers, name, title, rounds.max(1))).collect()
}

fn of_scenario(workers: &mut [Worker], name: &str, title: &'static str, rounds: usize) -> Result<Sizes> {
    let mut bytes = Vec::new();
    let mut lines: Vec<_> = DRAWN.iter().map(|name| ((*name).to_owned(), Vec::new())).collect();
    for roles in ROLES {
        bytes.push(workers[0].length(roles)?);
        eprintln!("{title}, claims of {} bytes", bytes[bytes.len() - 1]);
        let round = Round::times(workers, name, roles, rounds)?;
        for (name, costs) in &mut lines {
            let own = round.named(name).ok_or_else(|| format!("no contender: {name}"))?;
            costs.push(Quartiles::of(round.over(own)).median);
        }
    }
    let drawn: Vec<Line> = lines
        .iter()
        .map(|(name, costs)| Line {
            name: name.clone(),
            points: bytes.iter().map(|bytes| *bytes as f64).zip(costs.iter().copied()).collect(),
            colour: Kind::of(name).colour(),
        })
        .collect();
    let svg = chart::lines(title, ("bytes of the claims as JSON", "ns over the bare handler"), &drawn);
    let picture = page::picture(&format!("size-{name}.svg"), &svg)?;
    Ok(Sizes { title, bytes, lines, picture })
}
