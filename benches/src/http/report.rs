//! The section of the page.

use super::{BARE, CONNECTIONS, EACH, Run, Series};
use crate::page::Table;
use crate::rounds;
use crate::statistics::Quartiles;

pub fn text(all: &[Series], machine: &str) -> String {
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
    let of = |series: &Series, figure: fn(&Run) -> f64| series.runs.iter().map(figure).collect::<Vec<_>>();
    for series in all {
        let mut row = vec![series.server.to_owned(), series.what.to_owned()];
        let figures: [(fn(&Run) -> f64, usize); 3] =
            [(|run| run.processor, 2), (|run| run.per_second, 0), (|run| run.slowest, 0)];
        for (figure, digits) in figures {
            let own = of(series, figure);
            let bare = bare.map(|bare| of(bare, figure)).unwrap_or_default();
            row.push(format!("{:.digits$}", Quartiles::of(own.iter().copied()).median));
            row.push(format!("{:.2}", Quartiles::of_pairs(&own, &bare, |own, bare| own / bare)));
        }
        table.row(&row);
    }
    format!(
        "{machine} The servers run on one core, the client on another; {CONNECTIONS} connections, {} interleaved rounds of {:.1} seconds.\n\n{}",
        rounds(super::ROUNDS),
        EACH.as_secs_f64(),
        table.text()
    )
}
