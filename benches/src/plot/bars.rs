//! Bars that lie on a logarithmic axis.

use super::{Axis, document, escaped, figure};
use std::fmt::Write as _;

pub struct Bar {
    pub label: String,
    pub value: f64,
    pub is_ours: bool,
}

const LABELS: f64 = 230.0;
const WIDTH: f64 = 820.0;
const ROW: f64 = 20.0;
const TOP: f64 = 34.0;

/// Bars with values above zero, in this order.
pub fn bars(title: &str, unit: &str, bars: &[Bar]) -> String {
    let bottom = TOP + ROW * bars.len() as f64;
    let axis = Axis::over(bars.iter().map(|bar| bar.value), LABELS, WIDTH - LABELS - 70.0);
    let mut inside = format!("<text class=\"t\" x=\"8\" y=\"20\">{}</text>\n", escaped(title));
    for decade in axis.decades() {
        let x = axis.at(decade);
        let _ = writeln!(
            inside,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>\
             <text class=\"m\" x=\"{x:.1}\" y=\"{}\">{decade}</text>",
            bottom + 16.0
        );
    }
    for (index, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * index as f64;
        let colour = if bar.is_ours { "#1b6ca8" } else { "#a9b4bd" };
        let (middle, end) = (y + ROW / 2.0 + 4.0, axis.at(bar.value));
        let _ = writeln!(
            inside,
            "<text class=\"e\" x=\"{}\" y=\"{middle}\">{}</text>\
             <rect x=\"{LABELS}\" y=\"{}\" width=\"{:.1}\" height=\"{}\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{middle}\">{}</text>",
            LABELS - 8.0,
            escaped(&bar.label),
            y + 3.0,
            (end - LABELS).max(1.0),
            ROW - 6.0,
            end.max(LABELS) + 5.0,
            figure(bar.value),
        );
    }
    let _ = writeln!(inside, "<text class=\"e\" x=\"{}\" y=\"{}\">{unit}</text>", WIDTH - 8.0, bottom + 32.0);
    document(WIDTH, bottom + 42.0, &inside)
}
