//! Batches with so many keys that single records are sent to the owners of their keys, between
//! batches with few keys.

use std::collections::BTreeMap;

use streamdsl::prelude::*;
use streamdsl_tests::{Random, WORKERS, batches_on};

/// Two batches in which most keys occur once, with more keys than tables can merge well; a batch
/// with few keys; a large batch in which half of the records also have the same key; two small
/// batches.
fn batches() -> Vec<Vec<u64>> {
    const KEYS: u64 = 110_000;
    let mut random = Random::new(7);
    let mut draw = |count, keys| (0..count).map(|_| random.below(keys)).collect::<Vec<_>>();
    let (first, second) = (draw(KEYS, 20 * KEYS), draw(KEYS, 20 * KEYS));
    let few = draw(10_000, 300);
    let mut hot: Vec<u64> = (0..KEYS).flat_map(|key| [key, 1]).collect();
    hot.rotate_left(77_777);
    vec![first, vec![], hot, few, second, vec![5]]
}

/// The key with this number. One key in four is too long to lie in a slot.
fn key(number: u64) -> String {
    format!("{number}{}", if number.is_multiple_of(4) { " and what makes it long" } else { "" })
}

/// The count of each key in a window of some batches, after each batch.
fn counts(batches: &[Vec<u64>], window: usize) -> Vec<BTreeMap<String, u64>> {
    let count = |end: usize| {
        let mut counts = BTreeMap::new();
        for number in batches[(end + 1).saturating_sub(window)..=end].iter().flatten() {
            *counts.entry(key(*number)).or_default() += 1;
        }
        counts
    };
    (0..batches.len()).map(count).collect()
}

#[track_caller]
fn check(
    expected: &[BTreeMap<String, u64>],
    program: impl Fn(&Collected<(String, u64)>) -> Pipeline,
) {
    let expected: Vec<Vec<_>> =
        expected.iter().map(|counts| counts.clone().into_iter().collect()).collect();
    for workers in WORKERS {
        assert!(batches_on(workers, &program) == expected, "they differ on {workers} workers");
    }
}

#[test]
fn keys_that_hardly_come_twice_are_counted_exactly() {
    let batches = batches();
    check(&counts(&batches, 1), |out| {
        stream! { memory(batches.clone()) |> map(key) |> reduce_by_key(+) |> collect(out) }
    });
}

#[test]
fn they_are_in_a_window_of_single_batches_and_in_one_of_panes() {
    let batches = batches();
    check(&counts(&batches, 2), |out| {
        stream! {
            memory(batches.clone()) |> map(key) |> reduce_by_key(+) |> window(2s, 1s) |> collect(out)
        }
    });
    let every_other = counts(&batches, 2).into_iter().skip(1).step_by(2).collect::<Vec<_>>();
    check(&every_other, |out| {
        stream! {
            memory(batches.clone()) |> map(key) |> reduce_by_key(+) |> window(2s, 2s) |> collect(out)
        }
    });
}

#[test]
fn each_is_found_once_by_distinct_and_keeps_values_that_own_memory() {
    let batches = batches();
    let mut expected = counts(&batches, 1);
    expected.iter_mut().flat_map(BTreeMap::values_mut).for_each(|count| *count = 1);
    check(&expected, |out| {
        stream! {
            memory(batches.clone()) |> distinct |> map(|number| (key(number), 1_u64)) |> collect(out)
        }
    });
    let digits = |number: u64| (key(number), number.to_string());
    let number_of =
        |(key, digits): (&str, String)| (key.to_owned(), digits.parse::<u64>().unwrap());
    for counts in &mut expected {
        for (key, number) in counts {
            *number = key.split(' ').next().unwrap().parse().unwrap();
        }
    }
    check(&expected, |out| {
        stream! {
            memory(batches.clone())
                |> map(digits)
                |> reduce_by_key(|a: String, b: String| if a == b { a } else { a + &b })
                |> map(number_of)
                |> collect(out)
        }
    });
}
