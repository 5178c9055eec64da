//! Medians, and what lies around them.

use std::fmt;

/// The middle half of some figures.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quartiles {
    pub first: f64,
    pub median: f64,
    pub third: f64,
}

impl Quartiles {
    /// Of none: zero.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let last = values.len().saturating_sub(1) as f64;
            values.get((last * part).round() as usize).copied().unwrap_or_default()
        };
        Quartiles { first: at(0.25), median: at(0.5), third: at(0.75) }
    }

    /// Of what stands beside each other in two series, round by round, so that a slow phase of the machine cancels out.
    pub fn of_pairs(one: &[f64], other: &[f64], combine: impl Fn(f64, f64) -> f64) -> Self {
        Quartiles::of(one.iter().zip(other).map(|(one, other)| combine(*one, *other)))
    }
}

/// `median [first..third]`, with the formatter's precision.
impl fmt::Display for Quartiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(0);
        let Quartiles { first, median, third } = self;
        write!(f, "{median:.digits$} [{first:.digits$}..{third:.digits$}]")
    }
}
