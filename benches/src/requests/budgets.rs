//! What each of our codecs may take in instructions, by scenario: `benches/budgets.tsv`, a little above what was measured.

use super::instructions;
use super::measured::Round;
use super::scenario::{Kind, SCENARIOS};
use crate::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Counts of the same code differ by up to four percent from run to run: hash maps begin somewhere else, and so does memory.
const ROOM: f64 = 1.06;

/// What is taken off.
const BARE: &str = "bare handler";

struct Budget {
    scenario: String,
    contender: String,
    instructions: f64,
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("budgets.tsv")
}

fn parse(text: &str) -> Result<Vec<Budget>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let budgets = lines.map(|line| {
        let [scenario, contender, instructions] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("budgets.tsv: not understood: {line}").into());
        };
        let (scenario, contender) = (scenario.to_owned(), contender.to_owned());
        Ok(Budget { scenario, contender, instructions: instructions.parse()? })
    });
    budgets.collect()
}

/// Which are exceeded, and still are when they are counted again: a map that grows or memory that is put in order can fall among the few
/// requests that are counted.
pub fn exceeded(rounds: &[Round], count: impl Fn(&str, &str) -> Result<Option<f64>>) -> Result<Vec<String>> {
    let mut exceeded = Vec::new();
    for Budget { scenario, contender, instructions } in parse(&fs::read_to_string(path())?)? {
        let index = SCENARIOS.iter().position(|known| known.name == scenario);
        let round =
            index.and_then(|index| rounds.get(index)).ok_or_else(|| format!("no scenario: {scenario}"))?;
        let own = round.named(&contender).ok_or_else(|| format!("no contender: {contender}"))?;
        let Some(first) = round.instructions_over(own).filter(|have| *have > instructions) else { continue };
        let again = count(&scenario, &contender)?.zip(count(&scenario, BARE)?).map(|(own, bare)| own - bare);
        let have = again.map_or(first, |again| first.min(again));
        if have > instructions {
            exceeded.push(format!(
                "{scenario}: {contender}: {have:.0} instructions over the bare handler, and {instructions} are allowed"
            ));
        }
    }
    Ok(exceeded)
}

/// Writes the file anew, from counts.
pub fn write(count: impl Fn(&str, &str) -> Result<Option<f64>>, contenders: &[String]) -> Result<()> {
    let mut text = "# Instructions over the bare handler that a request may take: scenario, contender, instructions.\n\
                    # Written by `cargo run --release --manifest-path benches/Cargo.toml -- budgets`; compared by the command without `budgets`.\n"
        .to_owned();
    for scenario in SCENARIOS {
        let bare = count(scenario.name, BARE)?;
        for contender in contenders.iter().filter(|name| Kind::of(name) == Kind::Ours) {
            let (Some(own), Some(bare)) = (count(scenario.name, contender)?, bare) else {
                return Err(instructions::NOT_COUNTED.into());
            };
            let allowed = ((own - bare) * ROOM / 10.0).ceil() * 10.0;
            text.push_str(&format!("{}\t{contender}\t{allowed}\n", scenario.name));
        }
    }
    Ok(fs::write(path(), text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        assert!(parse(&fs::read_to_string(path()).unwrap()).unwrap().len() >= SCENARIOS.len());
        assert!(parse("none\tours").is_err());
        assert!(parse("none\tours\tmany").is_err());
    }
}
