//! Durations: a whole number and a unit, such as `"15m"`.

/// Units from the longest to the shortest, in seconds.
const UNITS: [(&str, u64); 5] =
    [("w", 7 * 24 * 60 * 60), ("d", 24 * 60 * 60), ("h", 60 * 60), ("m", 60), ("s", 1)];

/// Why a text is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeError {
    /// It has another form.
    Form,
    /// More seconds than anybody can count.
    TooLong,
}

/// The seconds of `"15m"`.
pub(crate) fn read(text: &str) -> Result<u64, TimeError> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let seconds = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds);
    match seconds {
        Some(seconds) if !number.is_empty() => {
            number.parse().ok().and_then(|n: u64| n.checked_mul(seconds)).ok_or(TimeError::TooLong)
        }
        _ => Err(TimeError::Form),
    }
}

/// Seconds as one writes them in the attribute: `14d`. Weeks are written in days.
pub(crate) fn written(seconds: u64) -> String {
    let fits = |&&(unit, each): &&(&str, u64)| unit != "w" && seconds.is_multiple_of(each) && seconds > 0;
    let (unit, each) = UNITS.iter().find(fits).copied().unwrap_or(("s", 1));
    format!("{}{unit}", seconds / each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit() {
        for (text, seconds) in
            [("30s", 30), ("15m", 900), ("2h", 7200), ("14d", 1_209_600), ("2w", 1_209_600), ("007s", 7)]
        {
            assert_eq!(read(text), Ok(seconds), "{text}");
        }
        for text in ["", "m", "15", "15min", "15 m", "1.5h", "-5m", "15M", "m15", "１５m", "1h30m"] {
            assert_eq!(read(text), Err(TimeError::Form), "{text}");
        }
        assert_eq!(read("99999999999999999999s"), Err(TimeError::TooLong));
        assert_eq!(read("18446744073709551615w"), Err(TimeError::TooLong));
    }

    #[test]
    fn written_in_the_longest_unit_that_fits() {
        for (seconds, text) in
            [(0, "0s"), (59, "59s"), (90, "90s"), (900, "15m"), (5400, "90m"), (1_209_600, "14d")]
        {
            assert_eq!(written(seconds), text);
        }
    }
}
