//! A bar for each contender.

use super::axis::Axis;
use super::svg::{Anchor, Svg};

pub struct Bar {
    pub name: String,
    pub value: f64,
    pub colour: &'static str,
}

const WIDTH: f64 = 860.0;
const LABELS: f64 = 250.0;
const ROW: f64 = 20.0;
const TOP: f64 = 52.0;

/// One under the other, each with its value; what is not above zero has no bar.
pub fn bars(title: &str, unit: &str, bars: &[Bar]) -> String {
    let bottom = TOP + ROW * bars.len() as f64;
    let mut svg = Svg::new(WIDTH, bottom + 10.0);
    // Room for the value behind the longest.
    let axis = Axis::around(bars.iter().map(|bar| bar.value.max(1.0)), LABELS, WIDTH - 70.0);
    svg.text((12.0, 20.0), Anchor::Start, "#222222", &format!("{title}: {unit}"));
    for (value, named) in axis.ticks() {
        let x = axis.place(value);
        svg.line((x, TOP - 6.0), (x, bottom), if named { "#c8ccd0" } else { "#eceeef" }, 1.0);
        if named {
            svg.text((x, TOP - 12.0), Anchor::Middle, "#555555", &format!("{value}"));
        }
    }
    for (index, Bar { name, value, colour }) in bars.iter().enumerate() {
        let y = TOP + ROW * index as f64;
        let end = axis.place(*value);
        svg.text((LABELS - 8.0, y + 14.0), Anchor::End, "#222222", name);
        svg.rectangle((LABELS, y + 3.0), ((end - LABELS).max(0.0), ROW - 6.0), colour);
        svg.text((end + 5.0, y + 14.0), Anchor::Start, "#222222", &format!("{value:.0}"));
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_bar_and_none_is_negative() {
        let bar = |name: &str, value| Bar { name: name.into(), value, colour: "#123456" };
        let svg = bars("Read", "ns", &[bar("a", 15.0), bar("b", 1500.0), bar("c", -3.0)]);
        assert_eq!(svg.matches("#123456").count(), 3);
        assert!(svg.contains(">1500</text>") && !svg.contains("width=\"-"));
    }
}
