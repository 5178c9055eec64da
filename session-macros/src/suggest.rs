//! "Did you mean": the nearest of a set of names, if it is near.

/// The name that `word` most likely stands for: the nearest, if it takes at most `1 + len / 4` insertions, deletions, changes
/// and swaps of neighbours. Case, blanks, `-` and `_` do not count.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word = plain(word);
    let limit = 1 + word.chars().count() / 4;
    names
        .into_iter()
        .map(|name| (distance(&word, &plain(name)), name))
        .filter(|(distance, name)| *distance <= limit && *distance < plain(name).chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A word without what people vary.
pub(crate) fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment: a swap of neighbours counts once.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    let at = |rows: &[Vec<usize>], i: usize, j: usize| {
        rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(usize::MAX / 2)
    };
    for (i, x) in a.iter().enumerate() {
        rows.push(vec![i + 1]);
        for (j, y) in b.iter().enumerate() {
            let change = at(&rows, i, j) + usize::from(x != y);
            let mut best = change.min(at(&rows, i, j + 1) + 1).min(at(&rows, i + 1, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&rows, i - 1, j - 1) + 1);
            }
            if let Some(row) = rows.last_mut() {
                row.push(best);
            }
        }
    }
    at(&rows, a.len(), b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_a_swap_once() {
        for (a, b, expected) in
            [("jwt", "jtw", 1), ("", "abc", 3), ("cookie", "cooky", 2), ("abc", "abc", 0), ("ab", "ba", 1)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let codecs = ["jwt", "jwe", "signed", "opaque"];
        assert_eq!(nearest("jtw", codecs), Some("jwt"));
        assert_eq!(nearest("JWE", codecs), Some("jwe"));
        assert_eq!(nearest("opaqe", codecs), Some("opaque"));
        for far in ["", "x", "xy", "paseto", "macaroon", "session"] {
            assert_eq!(nearest(far, codecs), None, "{far}");
        }
    }
}
