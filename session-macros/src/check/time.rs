//! Times: the absolute lifetime, the idle timeout, how often it is renewed, how far clocks may differ.

use super::form::{Arg, text};
use super::key::{Found, Key};
use crate::attr::{Edit, Entry, TimeError, read_time, written_time};
use crate::mistake::Mistake;
use crate::model::{Idle, Times};

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;
/// Browsers keep a cookie no longer (RFC 6265bis section 5.5).
const LONGEST_LIFETIME: u64 = 400 * DAY;
const DEFAULT_LIFETIME: u64 = 14 * DAY;
const DEFAULT_IDLE: u64 = 30 * MINUTE;
const LONGEST_LEEWAY: u64 = 5 * MINUTE;

pub(super) fn read(found: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Times {
    let lifetime = lifetime(found, mistakes);
    let ends = lifetime.unwrap_or(DEFAULT_LIFETIME);
    // the lifetime is wrong itself: then it settles nothing
    let known = lifetime.is_some() || found.get(Key::Lifetime).is_none();
    let idle = idle(found, ends, known, mistakes);
    let renew_after = renew_after(found, idle.as_ref(), ends, mistakes);
    let leeway = leeway(found, mistakes);
    let idle =
        idle.map(|idle| Idle { after: idle.value, renew_after: renew_after.unwrap_or(idle.value / 4) });
    Times { lifetime: ends, idle, leeway }
}

/// `lifetime` is longer than nothing, and at most 400 days.
fn lifetime(found: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Option<u64> {
    let given = duration(found, Key::Lifetime, DEFAULT_LIFETIME, mistakes)?;
    match given.value {
        0 => mistakes.push(given.instead("`lifetime` is zero", &written_time(DEFAULT_LIFETIME))),
        1..=LONGEST_LIFETIME => return Some(given.value),
        _ => {
            let longest = written_time(LONGEST_LIFETIME);
            mistakes.push(
                given.instead("`lifetime` is over 400 days, longer than browsers keep a cookie", &longest),
            );
        }
    }
    None
}

/// `idle` is longer than nothing, and at most `lifetime`.
fn idle<'a>(
    found: &Found<'a>,
    lifetime: u64,
    known: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<Arg<'a, u64>> {
    let given = duration(found, Key::Idle, DEFAULT_IDLE, mistakes)?;
    if given.value == 0 {
        mistakes.push(given.instead("`idle` is zero", &written_time(DEFAULT_IDLE.min(lifetime))));
        return None;
    }
    if known && given.value > lifetime {
        let whose = if found.get(Key::Lifetime).is_some() {
            "`lifetime`"
        } else {
            "`lifetime`, which is 14 days unless given"
        };
        mistakes.push(given.instead(format!("`idle` is longer than {whose}"), &written_time(lifetime)));
        return None;
    }
    Some(given)
}

/// `renew_after` is shorter than `idle`, which has to be there.
fn renew_after(
    found: &Found<'_>,
    idle: Option<&Arg<'_, u64>>,
    lifetime: u64,
    mistakes: &mut Vec<Mistake>,
) -> Option<u64> {
    let given = duration(found, Key::RenewAfter, idle.map_or(DEFAULT_IDLE, |idle| idle.value) / 4, mistakes)?;
    match idle {
        Some(idle) if given.value < idle.value => return Some(given.value),
        Some(idle) => {
            mistakes.push(
                given.instead("`renew_after` is not shorter than `idle`", &written_time(idle.value / 4)),
            );
        }
        // `idle` is there and wrong
        None if found.get(Key::Idle).is_some() => {}
        None => {
            let four = given.value.saturating_mul(4).clamp(1, lifetime);
            let attribute = given.entry.id.attribute;
            let edit = if given.value < four {
                Edit::Add(attribute, Entry::text(Key::Idle.text(), &written_time(four)))
            } else {
                Edit::Remove(given.entry.id)
            };
            let what = "`renew_after` needs `idle`: without it a session is never renewed";
            mistakes.push(Mistake::new(given.entry.key_tokens(), what).correct(attribute, [edit]));
        }
    }
    None
}

/// `leeway` is at most five minutes.
fn leeway(found: &Found<'_>, mistakes: &mut Vec<Mistake>) -> Option<u64> {
    let given = duration(found, Key::Leeway, MINUTE, mistakes)?;
    if given.value > LONGEST_LEEWAY {
        mistakes.push(given.instead("`leeway` is over 5 minutes", &written_time(LONGEST_LEEWAY)));
        return None;
    }
    Some(given.value)
}

/// A duration is a number and a unit.
fn duration<'a>(
    found: &Found<'a>,
    key: Key,
    example: u64,
    mistakes: &mut Vec<Mistake>,
) -> Option<Arg<'a, u64>> {
    let given = text(found, key, &written_time(example), mistakes)?;
    match read_time(&given.value) {
        Ok(seconds) => Some(Arg::new(given.entry, seconds)),
        Err(error) => {
            let meant = match error {
                TimeError::Form => guess(&given.value),
                TimeError::TooLong => None,
            };
            let what = match error {
                TimeError::Form if given.value.trim_start().starts_with('-') => {
                    format!("`{}` is negative", key.text())
                }
                TimeError::Form => {
                    format!("`{}` is no duration: a whole number and one of s, m, h, d, w", given.value)
                }
                TimeError::TooLong => format!("`{}` is longer than can be counted", given.value),
            };
            mistakes.push(given.instead(what, &meant.unwrap_or_else(|| written_time(example))));
            None
        }
    }
}

/// What `"15min"`, `"1h30m"`, `"1.5 hours"` or `"900"` is here.
fn guess(text: &str) -> Option<String> {
    let text: String =
        text.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect();
    let mut rest = text.as_str();
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let (number, after) =
            rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()));
        let (unit, after) = after.split_at(after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len()));
        let each = match unit {
            "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "d" | "day" | "days" => 86_400.0,
            "w" | "wk" | "week" | "weeks" => 604_800.0,
            "mo" | "month" | "months" => 30.0 * 86_400.0,
            "y" | "yr" | "year" | "years" => 365.0 * 86_400.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * each;
        rest = after;
    }
    let whole = seconds.round();
    // a cast of a float saturates
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in the range")]
    (1.0..1e12).contains(&whole).then(|| written_time(whole as u64))
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn units_of_other_libraries() {
        for (text, expected) in [
            ("15min", "15m"),
            ("15 m", "15m"),
            ("15M", "15m"),
            ("900", "15m"),
            ("901", "901s"),
            ("1h30m", "90m"),
            ("1.5 hours", "90m"),
            ("2 weeks", "14d"),
            ("1 month", "30d"),
            ("1y", "365d"),
            ("-5m", "5m"),
        ] {
            assert_eq!(guess(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "m", "1.2.3h", "0", "15x", "PT15M", "9999999999999999999999w"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }
}
