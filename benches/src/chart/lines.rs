//! A line for each contender, over a size.

use super::axis::Axis;
use super::svg::{Anchor, Svg};

pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
    pub colour: &'static str,
}

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 640.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 410.0;
/// Names at the ends of lines stand this far apart at least.
const APART: f64 = 15.0;

/// Both axes are logarithmic.
pub fn lines(title: &str, (across, up): (&str, &str), lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|line| &line.points);
    let x = Axis::around(points().map(|point| point.0), LEFT, RIGHT);
    let y = Axis::around(points().map(|point| point.1), BOTTOM, TOP);
    let mut svg = Svg::new(WIDTH, HEIGHT);
    svg.text((12.0, 20.0), Anchor::Start, "#222222", &format!("{title}: {up}"));
    for (value, named) in x.ticks() {
        let at = x.place(value);
        svg.line((at, TOP), (at, BOTTOM), if named { "#c8ccd0" } else { "#eceeef" }, 1.0);
        svg.text((at, BOTTOM + 18.0), Anchor::Middle, "#555555", &format!("{value}"));
    }
    for (value, named) in y.ticks() {
        let at = y.place(value);
        svg.line((LEFT, at), (RIGHT, at), if named { "#c8ccd0" } else { "#eceeef" }, 1.0);
        svg.text((LEFT - 6.0, at + 4.0), Anchor::End, "#555555", &format!("{value}"));
    }
    svg.text(((LEFT + RIGHT) / 2.0, HEIGHT - 12.0), Anchor::Middle, "#222222", across);
    let ends = lines.iter().filter_map(|line| line.points.last().map(|end| (line, *end)));
    let mut ends: Vec<_> = ends.map(|(line, end)| (line, y.place(end.1))).collect();
    ends.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut above = f64::NEG_INFINITY;
    for (line, end) in ends {
        let placed: Vec<_> = line.points.iter().map(|point| (x.place(point.0), y.place(point.1))).collect();
        svg.curve(&placed, line.colour, 2.0);
        above = end.max(above + APART);
        svg.line((RIGHT, end), (RIGHT + 14.0, above), line.colour, 1.0);
        svg.text((RIGHT + 18.0, above + 4.0), Anchor::Start, line.colour, &line.name);
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_stand_on_each_other() {
        let line = |name: &str, value| Line {
            name: name.into(),
            points: vec![(50.0, value), (500.0, value)],
            colour: "#123456",
        };
        let svg = lines("Read", ("bytes", "ns"), &[line("a", 20.0), line("b", 20.0)]);
        let place = |name: &str| {
            let before = svg.split(&format!(">{name}</text>")).next().unwrap();
            before.rsplit("y=\"").next().unwrap().split('"').next().unwrap().parse::<f64>().unwrap()
        };
        assert!((place("a") - place("b")).abs() >= APART - 0.1);
    }
}
