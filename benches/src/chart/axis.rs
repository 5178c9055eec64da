//! A logarithmic axis.

/// From a value to a place.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// Over whole powers of ten around the values, between two places.
    pub fn around(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let values: Vec<f64> = values.into_iter().filter(|value| *value > 0.0).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (1.0, 10.0) };
        let (low, high) = (low.log10().floor(), high.log10().ceil());
        Axis { low, high: high.max(low + 1.0), from, to }
    }

    /// What is below the axis stands at its beginning.
    pub fn place(&self, value: f64) -> f64 {
        let part = (value.max(1e-9).log10() - self.low) / (self.high - self.low);
        self.from + part.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Values and whether they are named: 1, 2, 5, 10 and so on.
    pub fn ticks(&self) -> Vec<(f64, bool)> {
        let mut ticks = Vec::new();
        for power in self.low as i32..=self.high as i32 {
            for (factor, named) in [(1.0, true), (2.0, false), (5.0, false)] {
                let value = factor * 10f64.powi(power);
                if value.log10() <= self.high + 1e-9 {
                    ticks.push((value, named));
                }
            }
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_as_far_from_each_other() {
        let axis = Axis::around([20.0, 3000.0], 100.0, 400.0);
        let places = [10.0, 100.0, 1000.0, 10_000.0].map(|value| axis.place(value).round());
        assert_eq!(places, [100.0, 200.0, 300.0, 400.0]);
        assert_eq!(axis.place(-5.0), 100.0);
        assert_eq!(axis.ticks().iter().filter(|(_, named)| *named).count(), 4);
    }
}
