//! Names of slots that are close to another name.

/// How many names a message proposes.
const MOST: usize = 3;

/// The candidates that are closest to `name`, the closest first. A name of the same operator, such as
/// `counts.window` and `totals.window`, is closer than any other, because a `let` is renamed more often
/// than an operator is replaced.
pub(super) fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Vec<&'c str> {
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .map(|candidate| {
            (operator(candidate) != operator(name), distance(name, candidate), candidate)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(_, _, candidate)| candidate).collect()
}

/// The operator in an automatic name: `window` of `counts.window#2`.
fn operator(name: &str) -> &str {
    let name = name.split_once('#').map_or(name, |(name, _)| name);
    name.rsplit_once('.').map_or(name, |(_, operator)| operator)
}

/// How many letters must be inserted, removed or replaced to turn one name into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let replaced = above[j] + usize::from(a != *b);
            row.push(replaced.min(above[j + 1] + 1).min(row[j] + 1));
        }
        above = row;
    }
    above[to.len()]
}

/// Several names for a message: `` `a`, `b` ``.
pub(super) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_let_is_closer_than_another_operator() {
        let names = ["counts.count_by_window", "totals.window", "x", "count.window", "window#1"];
        assert_eq!(nearest("counts.window", names), ["count.window", "totals.window", "window#1"]);
        assert!(nearest("counts.window", []).is_empty());
    }

    #[test]
    fn every_letter_counts() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("süß", "süß"), 0);
    }
}
