//! Keyed operators keep the order of the input for each key.

use streamdsl::prelude::*;

use crate::{MANY, check, parse};

/// How many keys the numbers have.
const KEYS: u64 = 7;

fn pair(line: &str) -> (u64, u64) {
    let number = parse(line);
    (number % KEYS, number)
}

/// The key of a number, as text that is too long to be kept inline.
fn long(line: &str) -> (String, u64) {
    let (key, number) = pair(line);
    (format!("a rather long key {key}"), number)
}

/// The numbers of each key, in order.
fn values() -> Vec<(u64, Vec<u64>)> {
    (0..KEYS).map(|key| (key, (0..MANY).filter(|n| n % KEYS == key).collect())).collect()
}

/// How many records of a program are out of order. The expected number is 0.
const NONE: [u64; 1] = [0];

#[test]
fn map_with_state_sees_each_key_in_order() {
    check(&NONE, |file, out| {
        stream! {
            text_file(file) |> map(pair)
                |> map_with_state(|_, number, state: &mut KeyState<u64>| {
                    let (last, number) = (state.get().copied(), number.unwrap_or_default());
                    state.update(number);
                    u64::from(last.is_some_and(|last| last > number))
                })
                |> reduce(+) |> collect(out)
        }
    });
    check(&NONE, |file, out| {
        stream! {
            text_file(file) |> map(long)
                |> map_with_state(|_, number, state: &mut KeyState<u64>| {
                    let (last, number) = (state.get().copied(), number.unwrap_or_default());
                    state.update(number);
                    u64::from(last.is_some_and(|last| last > number))
                })
                |> reduce(+) |> collect(out)
        }
    });
}

#[test]
fn update_state_by_key_sees_the_values_in_order() {
    let expected: Vec<u64> = values().iter().map(|(_, values)| values.len() as u64).collect();
    check(&expected, |file, out| {
        stream! {
            text_file(file) |> map(pair)
                |> update_state_by_key(|new: &[u64], seen: Option<u64>| {
                    assert!(new.is_sorted());
                    Some(seen.unwrap_or_default() + new.len() as u64)
                })
                |> sort_by(|(key, _)| *key) |> values |> collect(out)
        }
    });
}

#[test]
fn groups_have_the_order() {
    check(&values(), |file, out| {
        stream! {
            text_file(file) |> map(pair) |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out)
        }
    });
    let long_keys: Vec<(String, Vec<u64>)> = values()
        .into_iter()
        .map(|(key, values)| (format!("a rather long key {key}"), values))
        .collect();
    check(&long_keys, |file, out| {
        stream! {
            text_file(file) |> map(long) |> group_by_key |> sort_by(|(key, _)| key.to_string())
                |> map(|(key, values)| (key.to_string(), values)) |> collect(out)
        }
    });
}

#[test]
fn cogroup_has_the_order_on_both_sides() {
    let expected: Vec<(u64, (Vec<u64>, Vec<u64>))> = values()
        .into_iter()
        .map(|(key, values)| (key, (values.clone(), values.iter().map(|n| n * 2).collect())))
        .collect();
    check(&expected, |file, out| {
        stream! {
            let pairs = text_file(file) |> map(pair);
            let doubled = pairs |> map_values(|n| n * 2);
            pairs |> cogroup(doubled) |> sort_by(|(key, _)| *key) |> collect(out);
        }
    });
}

#[test]
fn joins_have_the_order_of_both_sides() {
    let expected: Vec<(u64, (u64, u64))> =
        (0..MANY).filter(|n| n % 1000 == 0).map(|n| (n % KEYS, (n, n % KEYS))).collect();
    check(&expected, |file, out| {
        stream! {
            let pairs = text_file(file) |> map(pair);
            let first = pairs |> filter(|(_, n)| *n < KEYS);
            pairs |> filter(|(_, n)| n % 1000 == 0) |> join(first)
                |> sort_by(|(_, (n, _))| *n) |> collect(out);
        }
    });
    check(&NONE, |file, out| {
        stream! {
            let pairs = text_file(file) |> map(pair);
            let first = pairs |> filter(|(_, n)| *n < KEYS);
            pairs |> join(first) |> map_values(|(n, _)| n) |> group_by_key
                |> map(|(_, values)| u64::from(!values.is_sorted())) |> reduce(+) |> collect(out);
        }
    });
}

#[test]
fn partitions_have_each_key_in_order() {
    check(&NONE, |file, out| {
        stream! {
            text_file(file) |> map(pair) |> partition_by
                |> map_partitions(|pairs| {
                    let mut last = [0; KEYS as usize];
                    let mut wrong = 0;
                    for (key, number) in pairs {
                        wrong += u64::from(last[key as usize] > number);
                        last[key as usize] = number;
                    }
                    [wrong]
                })
                |> reduce(+) |> collect(out)
        }
    });
}
