//! The section of the page.

use super::measured::{Measured, Round};
use super::scenario::{Kind, SCENARIOS, Scenario};
use super::sizes::Sizes;
use crate::chart::{self, Bar};
use crate::page::{self, Table};
use crate::statistics::Quartiles;
use crate::{Result, rounds};
use std::fmt::Write as _;

pub fn text(measured: &[Round], goals: &Table, sizes: &[Sizes], machine: &str) -> Result<String> {
    let mut text = format!("{machine}\n\n");
    let _ = writeln!(
        text,
        "{} rounds.\n\n### Held against the budgets\n\n{}",
        rounds(super::ROUNDS),
        goals.text()
    );
    for (scenario, round) in SCENARIOS.iter().zip(measured) {
        let picture = bars(scenario, round)?;
        let _ = writeln!(
            text,
            "### {title}\n\n![{title}: nanoseconds over the bare handler, by contender]({picture})\n\n{}",
            table(round).text(),
            title = scenario.title,
        );
    }
    for Sizes { title, bytes, lines, picture } in sizes {
        let columns: Vec<String> = bytes.iter().map(|bytes| format!("{bytes} B")).collect();
        let columns: Vec<&str> = [""].into_iter().chain(columns.iter().map(String::as_str)).collect();
        let mut table = Table::new(&columns);
        for (name, costs) in lines {
            let costs = costs.iter().map(|cost| format!("{cost:.0}"));
            table.row(&[bold(name)].into_iter().chain(costs).collect::<Vec<_>>());
        }
        let _ = writeln!(
            text,
            "### {title}, by the size of the claims\n\n![{title}: nanoseconds over the bare handler, by the size of the claims]({picture})\n\n\
             Nanoseconds over the bare handler.\n\n{}",
            table.text()
        );
    }
    Ok(text)
}

/// Ours stands out.
fn bold(name: &str) -> String {
    if Kind::of(name) == Kind::Ours { format!("**{name}**") } else { name.to_owned() }
}

fn bars(scenario: &Scenario, round: &Round) -> Result<String> {
    let is_bare = |measured: &&Measured| measured.described.name.starts_with("bare");
    let drawn = round.all.iter().filter(|measured| !is_bare(measured)).map(|measured| Bar {
        name: measured.described.name.clone(),
        value: Quartiles::of(round.over(measured)).median,
        colour: Kind::of(&measured.described.name).colour(),
    });
    let svg = chart::bars(scenario.title, "ns over the bare handler", &drawn.collect::<Vec<_>>());
    page::picture(&format!("{}.svg", scenario.name), &svg)
}

fn table(round: &Round) -> Table {
    let mut table = Table::new(&[
        "",
        "ns, median [quartiles]",
        "over bare",
        "instructions over bare",
        "allocations",
        "bytes",
        "bytes of `Cookie`",
        "answer",
        "time, part of by hand [quartiles]",
        "instructions, part of by hand",
    ]);
    // The second bare handler is the first one in another process.
    let again =
        |measured: &&Measured| measured.group == "aws-lc" && measured.described.name.starts_with("bare");
    for measured in round.all.iter().filter(|measured| !again(measured)) {
        let described = &measured.described;
        let shown =
            |figure: Option<f64>, digits| figure.map_or("–".into(), |figure| format!("{figure:.digits$}"));
        let sets = if described.set_cookies > 0 { ", `Set-Cookie`" } else { "" };
        table.row(&[
            bold(&described.name),
            format!("{:.0}", Quartiles::of(measured.times.iter().copied())),
            format!("{:.0}", Quartiles::of(round.over(measured)).median),
            shown(round.instructions_over(measured), 0),
            format!("{:.1}", round.allocations_over(measured)).trim_end_matches(".0").to_owned(),
            format!("{:.0}", round.bytes_over(measured)),
            described.cookies.to_string(),
            format!("{}{sets}", described.status),
            format!("{:.2}", round.ratio(measured)),
            shown(round.instruction_ratio(measured), 2),
        ]);
    }
    table
}
