//! Plots as SVG, with what they need and no more.

mod bars;
mod lines;

pub use bars::{Bar, bars};
pub use lines::{Line, lines};

/// A logarithmic axis over whole decades.
struct Axis {
    from: f64,
    to: f64,
    start: f64,
    length: f64,
}

impl Axis {
    /// Over these values, which are above zero, on the picture from `start` for `length`, which may be negative.
    fn over(values: impl Iterator<Item = f64>, start: f64, length: f64) -> Self {
        let (mut low, mut high) = (f64::MAX, f64::MIN_POSITIVE);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
        }
        let (from, to) = (low.log10().floor(), high.log10().ceil());
        Axis { from, to: to.max(from + 1.0), start, length }
    }

    fn at(&self, value: f64) -> f64 {
        self.start + (value.log10() - self.from) / (self.to - self.from) * self.length
    }

    fn decades(&self) -> impl Iterator<Item = f64> {
        (self.from as i32..=self.to as i32).map(|power| 10_f64.powi(power))
    }
}

const HEAD: &str = "<style>text{font:12px sans-serif;fill:#222}.t{font-size:14px;font-weight:bold}.e{text-anchor:end}\
.m{text-anchor:middle}line{stroke:#ccc}</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";

fn document(width: f64, height: f64, inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         {HEAD}\n{inside}</svg>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A number for people: no more digits than it has meaning.
pub fn figure(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_covers_its_values_in_whole_decades() {
        let axis = Axis::over([30.0, 2000.0].into_iter(), 0.0, 300.0);
        assert_eq!(axis.decades().collect::<Vec<_>>(), [10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!((axis.at(10.0), axis.at(100.0).round(), axis.at(10_000.0)), (0.0, 100.0, 300.0));
    }

    #[test]
    fn a_plot_is_well_formed() {
        let bar = |value| Bar { label: "a < b".to_owned(), value, is_ours: value > 5.0 };
        for svg in [
            bars("t", "ns", &[bar(3.0), bar(300.0)]),
            lines("t", "bytes", "ns", &[Line { label: "x".into(), points: vec![(50.0, 1.0), (3000.0, 9.0)] }]),
        ] {
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        }
    }
}
