//! Guesses what an unknown name was meant to be.

use crate::compiler::operators::{self, Operator};

/// The operator that `name` was probably meant to be.
pub(crate) fn operator(name: &str) -> Option<&'static Operator> {
    let snake = snake_case(name);
    let by_other_name = operators::all().find(|row| row.other_names.contains(&snake.as_str()));
    by_other_name.or_else(|| {
        operators::find(closest(&snake, operators::all().map(|operator| operator.name))?)
    })
}

/// The candidate that is closest to `name`, if it is close enough to be meant: one slip in a short
/// name, one for every three letters in a longer one.
pub(crate) fn closest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let allowed = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `flatMap` as `flat_map`, and `foreachRDD` as `foreach_rdd`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = c.is_lowercase();
        snake.extend(c.to_lowercase());
    }
    snake
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to turn
/// one name into the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                let swapped: &Vec<usize> = &before;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(typed: &str) -> Option<&'static str> {
        operator(typed).map(|operator| operator.name)
    }

    #[test]
    fn slips_and_other_conventions_are_understood() {
        assert_eq!(name_of("flat_mpa"), Some("flat_map"));
        assert_eq!(name_of("flatMap"), Some("flat_map"));
        assert_eq!(name_of("reduceByKey"), Some("reduce_by_key"));
        assert_eq!(name_of("reduceByKeyAndWindow"), Some("reduce_by_key_and_window"));
        assert_eq!(name_of("foreachRDD"), Some("foreach_batch"));
        assert_eq!(name_of("socketTextStream"), Some("socket"));
        assert_eq!(name_of("fileStream"), Some("file_stream"));
        assert_eq!(name_of("textFileStream"), Some("text_file_stream"));
        assert_eq!(name_of("queueStream"), Some("queue"));
        assert_eq!(name_of("print"), Some("pprint"));
        assert_eq!(name_of("mpa"), Some("map"));
        assert_eq!(name_of("windwo"), Some("window"));
    }

    #[test]
    fn names_far_from_everything_get_no_suggestion() {
        assert_eq!(name_of("frobnicate"), None);
        assert_eq!(name_of("x"), None);
        assert_eq!(name_of("my_source"), None);
    }

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(distance("map", "mpa"), 1);
        assert_eq!(distance("", "map"), 3);
        assert_eq!(distance("filter", "filter"), 0);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
