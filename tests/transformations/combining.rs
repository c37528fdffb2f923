//! Combiners whose type differs from that of the values.

use std::collections::BTreeMap;

use streamdsl::prelude::*;
use streamdsl_tests::{check, pairs, sorted};

const LONG: &str = "a key that is too long to lie in a slot";

#[test]
fn combine_by_key_of_few_values() {
    check(&pairs(&[&[("a", (6.0, 2)), (LONG, (1.0, 1))], &[], &[("a", (0.5, 1))]]), |out| {
        stream! {
            memory([vec![("a", 2.0), (LONG, 1.0), ("a", 4.0)], vec![], vec![("a", 0.5)]])
                |> combine_by_key(
                    |value| (value, 1),
                    |(sum, count), value| (sum + value, count + 1),
                    |(a, m), (b, n)| (a + b, m + n),
                )
                |> collect(out)
        }
    });
}

#[test]
fn create_is_called_for_the_first_value_only() {
    // Across workers, `merge` adds the combiners of each worker. So the number of calls of `add` is
    // the number of values minus the number of combiners created.
    check(&[vec![(7, (10_000_u64, true))]], |out| {
        stream! {
            memory([vec![(7, ()); 10_000]])
                |> combine_by_key(
                    |()| (1_u64, 1_u64),
                    |(values, created), ()| (values + 1, created),
                    |a, b| (a.0 + b.0, a.1 + b.1),
                )
                |> map_values(|(values, created)| (values, (1..=3).contains(&created)))
                |> collect(out)
        }
    });
}

#[test]
fn lists_of_borrowed_text_are_gathered_by_hand() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "apple ant\nbee\nant axe\n").unwrap();
    let words = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    check(&[vec![('a', words(&["ant", "ant", "apple", "axe"])), ('b', words(&["bee"]))]], |out| {
        stream! {
            text_file(file.path()) |> flat_map(split)
                |> map(|word| (word.chars().next().unwrap(), word))
                |> combine_by_key(
                    |word| vec![word.to_owned()],
                    |mut list, word| { list.push(word.to_owned()); list },
                    |mut list, more: Vec<String>| { list.extend(more); list },
                )
                |> map_values(sorted)
                |> collect(out)
        }
    });
}

/// Many pairs with short and long keys.
fn many(batch: u64) -> Vec<(String, u64)> {
    let key =
        |n: u64| if n.is_multiple_of(2) { format!("{n}") } else { format!("{LONG}, number {n}") };
    (0..20_000).map(|n| (key((n * 31 + batch) % 2500), n)).collect()
}

#[test]
fn many_keys_equal_a_model() {
    let batches = || vec![many(0), vec![], many(7)];
    let range = |batch: &Vec<(String, u64)>| -> Vec<(String, (u64, u64))> {
        let mut ranges: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (key, value) in batch {
            let range = ranges.entry(key.clone()).or_insert((*value, *value));
            *range = (range.0.min(*value), range.1.max(*value));
        }
        ranges.into_iter().collect()
    };
    let expected: Vec<_> = batches().iter().map(range).collect();
    check(&expected, |out| {
        stream! {
            memory(batches())
                |> combine_by_key(
                    |value| (value, value),
                    |(low, high), value| (low.min(value), high.max(value)),
                    |a, b| (a.0.min(b.0), a.1.max(b.1)),
                )
                |> collect(out)
        }
    });
    check(&expected, |out| {
        stream! {
            memory(batches())
                |> aggregate_by_key(
                    (u64::MAX, u64::MIN),
                    |(low, high), value| (low.min(value), high.max(value)),
                    |a, b| (a.0.min(b.0), a.1.max(b.1)),
                )
                |> collect(out)
        }
    });
}

#[test]
fn aggregate_by_key_starts_each_key_of_each_batch_with_zero() {
    check(&pairs(&[&[("a", 3_usize), ("b", 0)], &[], &[("a", 1)]]), |out| {
        stream! {
            memory([vec![("a", "xx"), ("b", ""), ("a", "x")], vec![], vec![("a", "y")]])
                |> aggregate_by_key(0_usize, |n, word| n + word.len(), +)
                |> collect(out)
        }
    });
    let zero = vec![0_u8];
    check(&[vec![(1, vec![0_u8, 5])], vec![(1, vec![0, 6])]], |out| {
        let zero = zero.clone();
        stream! {
            memory([[(1, 5_u8)], [(1, 6)]])
                |> aggregate_by_key(
                    zero.clone(),
                    |mut list, n| { list.push(n); list },
                    |mut list, more| { list.extend(more.into_iter().skip(1)); list },
                )
                |> collect(out)
        }
    });
}

#[test]
fn behind_a_window_the_combiners_are_of_the_window() {
    let mean = |expected: &[Vec<(i32, f64)>]| {
        check(expected, |out| {
            stream! {
                memory([vec![(1, 2.0), (2, 1.0)], vec![(1, 4.0)], vec![]])
                    |> window(2s, 1s)
                    |> combine_by_key(
                        |value| (value, 1.0),
                        |(sum, n), value| (sum + value, n + 1.0),
                        |a, b| (a.0 + b.0, a.1 + b.1),
                    )
                    |> map_values(|(sum, n)| sum / n)
                    |> collect(out)
            }
        });
    };
    mean(&[vec![(1, 2.0), (2, 1.0)], vec![(1, 3.0), (2, 1.0)], vec![(1, 4.0)]]);
}

#[test]
fn a_window_over_combiners_collects_what_each_batch_had() {
    check(&[vec![(1, 2)], vec![(1, 1), (1, 2)], vec![(1, 1)]], |out| {
        stream! {
            memory([vec![(1, 'a'), (1, 'b')], vec![(1, 'c')], vec![]])
                |> aggregate_by_key(0, |n, _| n + 1, +) |> window(2s, 1s) |> collect(out)
        }
    });
}
