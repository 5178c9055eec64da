//! The section of the page.

use super::{BARE, BUSY, CONNECTIONS, EACH, MIDDLEWARE, OURS, Run, Series};
use crate::page::Table;
use crate::rounds;
use crate::statistics::Quartiles;

type Figure = fn(&Run) -> f64;

/// What is compared, and with how many digits it is shown.
const FIGURES: [(Figure, usize); 3] =
    [(|run| run.processor, 2), (|run| run.per_second, 0), (|run| run.slowest, 0)];

pub fn text(all: &[Series], machine: &str) -> String {
    format!(
        "{machine} The servers run on one core, the client on another; {CONNECTIONS} connections, {} interleaved rounds of {:.1} seconds.\n\n{}\n{}",
        rounds(super::ROUNDS),
        EACH.as_secs_f64(),
        goals(all).text(),
        table(all).text()
    )
}

fn figures(series: &Series, figure: Figure) -> Vec<f64> {
    series.runs.iter().map(figure).collect()
}

/// A figure as a part of another's, round by round.
fn part(own: &Series, other: &Series, figure: Figure) -> Quartiles {
    Quartiles::of_pairs(&figures(own, figure), &figures(other, figure), |own, other| own / other)
}

fn table(all: &[Series]) -> Table {
    let mut table = Table::new(&[
        "server",
        "request",
        "processor time, µs",
        "of bare axum [quartiles]",
        "requests per second",
        "of bare axum [quartiles]",
        "99 % answered within, µs",
        "of bare axum [quartiles]",
    ]);
    let bare = all.iter().find(|series| series.server == BARE);
    for series in all {
        let mut row = vec![series.server.to_owned(), series.what.to_owned()];
        for (figure, digits) in FIGURES {
            row.push(format!("{:.digits$}", Quartiles::of(figures(series, figure)).median));
            row.push(bare.map_or("–".into(), |bare| format!("{:.2}", part(series, bare, figure))));
        }
        table.row(&row);
    }
    table
}

/// What one field that is read costs a server, against what it may.
fn goals(all: &[Series]) -> Table {
    let mut table = Table::new(&["processor time of a request, one field read", "must", "aim", "have"]);
    let find = |name| all.iter().find(|series| series.server == name && series.path == "/");
    let mut row = |what: &str, must: &str, aim: &str, own: Option<&Series>, other: Option<&Series>| {
        if let (Some(own), Some(other)) = (own, other) {
            let have = format!("{:.2}", part(own, other, |run| run.processor));
            table.row(&[what.to_owned(), must.to_owned(), aim.to_owned(), have]);
        }
    };
    row("one microsecond of work, as a multiple of bare axum", "–", "–", find(BUSY), find(BARE));
    row("ours, as a multiple of bare axum", "at most 1.20", "1.08", find(OURS), find(BARE));
    row("the Python middleware, as a multiple of ours", "–", "at least 20", find(MIDDLEWARE), find(OURS));
    table
}
