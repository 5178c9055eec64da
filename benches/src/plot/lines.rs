//! Lines over two logarithmic axes.

use super::{Axis, document, escaped};
use std::fmt::Write as _;

pub struct Line {
    pub label: String,
    pub points: Vec<(f64, f64)>,
}

const COLOURS: [&str; 9] =
    ["#1b6ca8", "#3fa34d", "#8e44ad", "#16a3a3", "#c0392b", "#e08e0b", "#7f8c8d", "#6d4c41", "#d81b60"];
const WIDTH: f64 = 820.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 600.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 370.0;

/// Lines whose points are above zero in both directions.
pub fn lines(title: &str, across: &str, up: &str, lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|line| &line.points);
    let x_axis = Axis::over(points().map(|point| point.0), LEFT, RIGHT - LEFT);
    let y_axis = Axis::over(points().map(|point| point.1), BOTTOM, TOP - BOTTOM);
    let mut inside = format!("<text class=\"t\" x=\"8\" y=\"20\">{}</text>\n", escaped(title));
    for decade in x_axis.decades() {
        let x = x_axis.at(decade);
        let _ = writeln!(
            inside,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{BOTTOM}\"/>\
             <text class=\"m\" x=\"{x:.1}\" y=\"{}\">{decade}</text>",
            BOTTOM + 16.0
        );
    }
    for decade in y_axis.decades() {
        let y = y_axis.at(decade);
        let _ = writeln!(
            inside,
            "<line x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"e\" x=\"{}\" y=\"{:.1}\">{decade}</text>",
            LEFT - 6.0,
            y + 4.0
        );
    }
    let _ = writeln!(inside, "<text class=\"m\" x=\"{}\" y=\"{}\">{across}</text>", (LEFT + RIGHT) / 2.0, BOTTOM + 36.0);
    let _ = writeln!(inside, "<text x=\"8\" y=\"{}\">{up}</text>", BOTTOM + 36.0);
    for (index, line) in lines.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let path: Vec<String> =
            line.points.iter().map(|(x, y)| format!("{:.1},{:.1}", x_axis.at(*x), y_axis.at(*y))).collect();
        let y = TOP + 10.0 + 20.0 * index as f64;
        let _ = writeln!(
            inside,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\
             <rect x=\"{}\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{colour}\"/><text x=\"{}\" y=\"{}\">{}</text>",
            path.join(" "),
            RIGHT + 14.0,
            y - 6.0,
            RIGHT + 34.0,
            y,
            escaped(&line.label),
        );
    }
    document(WIDTH, HEIGHT, &inside)
}
