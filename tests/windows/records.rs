//! Windows over plain records, and operators after them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use streamdsl::prelude::*;
use streamdsl_tests::sorted;

use crate::model::{Stream, cases, config, mapped};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_records_themselves(case in cases()) {
        let (w, s) = case.durations();
        let expected = case.windowed(&case.stream());
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> collect(out)
        })?;
        let values = mapped(&expected, |(_, v)| *v);
        case.check(&values, |out| stream! {
            memory(case.input()) |> map(|(_, v)| v) |> window(w, s) |> collect(out)
        })?;
        let every_batch = case.window_of(&case.stream(), case.window, 1);
        case.check(&every_batch, |out| stream! {
            memory(case.input()) |> window(w) |> collect(out)
        })?;
    }

    #[test]
    fn reduce_group_and_transform_behind_a_window(case in cases()) {
        let (w, s) = case.durations();
        let window = case.windowed(&case.stream());
        let sum = |records: &Vec<(String, i64)>| {
            records.iter().map(|(_, v)| *v).reduce(|a, b| a + b).into_iter().collect::<Vec<_>>()
        };
        let sums: Stream<i64> = window.iter().map(|(at, records)| (*at, sum(records))).collect();
        case.check(&sums, |out| stream! {
            memory(case.input()) |> window(w, s) |> map(|(_, v)| v) |> reduce(+) |> collect(out)
        })?;
        let group = |records: &Vec<(String, i64)>| {
            let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
            for (key, value) in records {
                groups.entry(key.clone()).or_default().push(*value);
            }
            groups.into_iter().map(|(key, values)| (key, sorted(values))).collect::<Vec<_>>()
        };
        let groups: Stream<(String, Vec<i64>)> =
            window.iter().map(|(at, records)| (*at, group(records))).collect();
        case.check(&groups, |out| stream! {
            memory(case.input()) |> window(w, s) |> group_by_key
                |> map(|(k, values)| (k.to_owned(), sorted(values))) |> collect(out)
        })?;
        let lengths: Stream<usize> =
            window.iter().map(|(at, records)| (*at, vec![records.len()])).collect();
        case.check(&lengths, |out| stream! {
            memory(case.input()) |> window(w, s) |> transform(|batch| Some(batch.len()))
                |> collect(out)
        })?;
    }

    #[test]
    fn state_behind_a_window_is_updated_once_per_slide(case in cases()) {
        let (w, s) = case.durations();
        let mut state: BTreeMap<String, i64> = BTreeMap::new();
        let mut expected = Vec::new();
        for (at, records) in case.windowed(&case.stream()) {
            for total in state.values_mut() {
                *total += 1000;
            }
            for (key, value) in records {
                *state.entry(key).or_insert(1000) += value;
            }
            expected.push((at, state.clone().into_iter().collect::<Vec<_>>()));
        }
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s)
                |> update_state_by_key(|values, total| {
                    Some(total.unwrap_or(0) + 1000 + values.iter().sum::<i64>())
                })
                |> collect(out)
        })?;
    }

    #[test]
    fn unions_and_joins_of_windows(case in cases()) {
        let (w, s) = case.durations();
        let longer = case.long(case.window + 2);
        let stream = case.stream();
        let (left, right) = (case.windowed(&stream), case.window_of(&stream, case.window + 2, case.slide));
        let both: Stream<(String, i64)> = left
            .iter()
            .zip(&right)
            .map(|((at, left), (_, right))| (*at, [left.clone(), right.clone()].concat()))
            .collect();
        case.check(&both, |out| stream! {
            let input = memory(case.input());
            let longer = input |> window(longer, s);
            input |> window(w, s) |> union(longer) |> collect(out);
        })?;
        let product = |left: &Vec<(String, i64)>, right: &Vec<(String, i64)>| {
            let mut pairs = Vec::new();
            for (key, a) in left {
                pairs.extend(
                    right.iter().filter(|(other, _)| other == key).map(|(_, b)| (key.clone(), (*a, *b))),
                );
            }
            pairs
        };
        let joined: Stream<(String, (i64, i64))> = left
            .iter()
            .zip(&right)
            .map(|((at, left), (_, right))| (*at, product(left, right)))
            .collect();
        case.check(&joined, |out| stream! {
            let input = memory(case.input());
            let longer = input |> window(longer, s);
            input |> window(w, s) |> join(longer) |> collect(out);
        })?;
    }
}
