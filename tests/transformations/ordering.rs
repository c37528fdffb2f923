//! Order: sorted batches, the greatest and the least records, distinct records.

use proptest::prelude::*;
use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, sorted, texts};

/// The records that a program collects on each number of workers, in the order of arrival.
fn in_order<T: Clone + PartialEq + std::fmt::Debug>(
    expected: &[Vec<T>],
    program: impl Fn(&Collected<T>) -> Pipeline,
) {
    for workers in WORKERS {
        let out = Collected::new();
        testing::run_on(workers, program(&out)).unwrap();
        assert_eq!(out.batches(), expected, "on {workers} workers");
    }
}

#[test]
fn sort_by_puts_each_batch_in_order() {
    let input = || [vec![3, 1, 2], vec![], vec![-5, 5]];
    in_order(&[vec![1, 2, 3], vec![], vec![-5, 5]], |out| {
        stream! { memory(input()) |> sort_by(|n| *n) |> collect(out) }
    });
    in_order(&[vec![3, 2, 1], vec![], vec![5, -5]], |out| {
        stream! { memory(input()) |> sort_by(|n| *n, descending = true) |> collect(out) }
    });
    let descending = false;
    in_order(&[vec![3, 2, 1], vec![], vec![5, -5]], |out| {
        stream! { memory(input()) |> sort_by(|n| -n, descending = descending) |> collect(out) }
    });
}

#[test]
fn what_is_sorted_goes_on_in_order() {
    let many: Vec<u32> = (0..30_000).map(|n| n * 7919 % 30_011).collect();
    let expected: Vec<u32> = sorted(many.clone()).into_iter().filter(|n| n % 3 == 0).collect();
    in_order(&[expected], |out| {
        stream! {
            memory([many.clone()]) |> sort_by(|n| *n) |> filter(|n| n % 3 == 0) |> map(|n| n)
                |> collect(out)
        }
    });
    // The same for records of a table, and for a computed key.
    in_order(&texts(&[&["c", "b", "a"]]), |out| {
        stream! {
            memory([["a b c", "c b", "c"]]) |> flat_map(split) |> reduce_by_key(+)
                |> sort_by(|(word, count)| (*count, word.to_string()), descending = true)
                |> keys |> collect(out)
        }
    });
}

#[test]
fn a_named_function_and_text_as_keys_of_the_order() {
    fn last(word: &&str) -> Option<char> {
        word.chars().last()
    }
    in_order(&texts(&[&["", "ca", "ab"]]), |out| {
        stream! { memory([["ab", "ca", ""]]) |> sort_by(last) |> collect(out) }
    });
    in_order(&texts(&[&["", "ab", "ca"]]), |out| {
        stream! { memory([["ab", "ca", ""]]) |> sort_by(|word| word.to_string()) |> collect(out) }
    });
}

#[test]
fn top_and_take_ordered_at_their_limits() {
    let input = || [vec![4, 9, 4, 1], vec![], vec![2]];
    for (n, expected) in [
        (0, [vec![], vec![], vec![]]),
        (1, [vec![9], vec![], vec![2]]),
        (3, [vec![9, 4, 4], vec![], vec![2]]),
        (usize::MAX, [vec![9, 4, 4, 1], vec![], vec![2]]),
    ] {
        in_order(&expected, |out| stream! { memory(input()) |> top(n) |> collect(out) });
    }
    in_order(&[vec![1, 4], vec![], vec![2]], |out| {
        stream! { memory(input()) |> take_ordered(2) |> collect(out) }
    });
    in_order(&[vec![], vec![], vec![]], |out| {
        stream! { memory(input()) |> take_ordered(0) |> collect(out) }
    });
}

#[test]
fn top_of_text_and_of_a_table() {
    in_order(&texts(&[&["pear", "fig"]]), |out| {
        stream! { memory([["apple", "pear", "fig"]]) |> top(2) |> collect(out) }
    });
    in_order(&texts(&[&["fig", "pear"]]), |out| {
        stream! {
            memory([["apple", "pear", "fig"]]) |> take_ordered(2, |word| word.len()) |> collect(out)
        }
    });
    // The most frequent words of a window.
    let counts = |pairs: &[(&str, u64)]| -> Vec<(String, u64)> {
        pairs.iter().map(|&(word, count)| (word.to_owned(), count)).collect()
    };
    in_order(&[counts(&[("b", 2)]), counts(&[("a", 4)]), counts(&[("a", 3)])], |out| {
        stream! {
            memory([vec!["b a b"], vec!["a a a"], vec![]]) |> flat_map(split) |> reduce_by_key(+)
                |> window(2s, 1s) |> top(1, |(_, count)| *count) |> collect(out)
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn top_and_take_ordered_equal_a_sorted_list(
        batches in prop::collection::vec(prop::collection::vec(-50..50_i64, 0..40), 1..5),
        n in 0..12_usize,
        workers in 1..=3_usize,
    ) {
        let taken = |order: fn(&mut Vec<i64>)| -> Vec<Vec<i64>> {
            let batch = |batch: &Vec<i64>| {
                let mut batch = batch.clone();
                order(&mut batch);
                batch.truncate(n);
                batch
            };
            batches.iter().map(batch).collect()
        };
        let (greatest, least, closest) = (Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let numbers = memory(batches.clone());
            numbers |> top(n) |> collect(&greatest);
            numbers |> take_ordered(n) |> collect(&least);
            numbers |> take_ordered(n, |number| number.abs()) |> map(i64::abs) |> collect(&closest);
        };
        testing::run_on(workers, job).unwrap();
        prop_assert_eq!(greatest.batches(), taken(|b| b.sort_by(|a, b| b.cmp(a))));
        prop_assert_eq!(least.batches(), taken(|b| b.sort_unstable()));
        let distances = taken(|b| b.sort_by_key(|n| n.abs()));
        let distances: Vec<Vec<i64>> =
            distances.into_iter().map(|b| b.into_iter().map(i64::abs).collect()).collect();
        prop_assert_eq!(closest.batches(), distances);
    }
}

#[test]
fn distinct_yields_each_record_once() {
    let long = "a record that is too long to lie in a slot";
    check(&texts(&[&["", "a", long], &[], &["a"]]), |out| {
        stream! {
            memory([vec!["a", long, "a", "", long, "a", ""], vec![], vec!["a"]])
                |> distinct |> collect(out)
        }
    });
    check(&[vec![(1, 'a'), (1, 'b'), (2, 'a')]], |out| {
        stream! {
            memory([[(1, 'b'), (1, 'a'), (2, 'a'), (1, 'a')]]) |> distinct |> collect(out)
        }
    });
    let many: Vec<String> = (0..20_000).map(|n| format!("record number {}", n % 3000)).collect();
    let expected = sorted((0..3000).map(|n| format!("record number {n}")).collect());
    check(&[expected], |out| stream! { memory([many.clone()]) |> distinct |> collect(out) });
}

#[test]
fn distinct_words_of_pages_and_of_windows() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "to be or\nnot to be\nto be\n").unwrap();
    check(&texts(&[&["be", "not", "or", "to"], &["be", "to"]]), |out| {
        stream! {
            text_file(file.path(), lines_per_batch = 2) |> flat_map(split) |> distinct |> collect(out)
        }
    });
    check(&[vec![1, 2], vec![1, 2, 3], vec![2, 3]], |out| {
        stream! {
            memory([vec![1, 2, 1], vec![2, 3], vec![]]) |> window(2s, 1s) |> distinct |> collect(out)
        }
    });
    check(&[vec![2_u64], vec![0]], |out| {
        stream! { memory([vec![1, 2, 1], vec![]]) |> distinct |> count |> collect(out) }
    });
}

/// Floats with a NaN and both infinities.
fn floats() -> Vec<f64> {
    vec![2.5, f64::NAN, -1.0, f64::INFINITY, -f64::NAN, 0.0, f64::NEG_INFINITY]
}

/// NaN as `None`, so that it is equal to itself.
fn shown(records: Vec<f64>) -> Vec<Option<f64>> {
    records.into_iter().map(|n| (!n.is_nan()).then_some(n)).collect()
}

#[test]
fn floats_have_an_order_with_nan_last_in_both_directions() {
    let (least, greatest) = (f64::NEG_INFINITY, f64::INFINITY);
    let up = [least, -1.0, 0.0, 2.5, greatest].map(Some);
    let down = [greatest, 2.5, 0.0, -1.0, least].map(Some);
    for workers in WORKERS {
        let run = |program: &dyn Fn(&Collected<f64>) -> Pipeline| {
            let out = Collected::new();
            testing::run_on(workers, program(&out)).unwrap();
            shown(out.records())
        };
        let nan = [None, None];
        let sorted = |first: &[Option<f64>]| [first, &nan].concat();
        assert_eq!(
            run(&|out| stream! { memory([floats()]) |> sort_by(|n| *n) |> collect(out) }),
            sorted(&up)
        );
        assert_eq!(
            run(&|out| stream! {
                memory([floats()]) |> sort_by(|n| *n, descending = true) |> collect(out)
            }),
            sorted(&down)
        );
        assert_eq!(
            run(&|out| stream! { memory([floats()]) |> top(6) |> collect(out) }),
            sorted(&down)[..6]
        );
        assert_eq!(
            run(&|out| stream! { memory([floats()]) |> take_ordered(6) |> collect(out) }),
            sorted(&up)[..6]
        );
        assert_eq!(run(&|out| stream! { memory([floats()]) |> top(2) |> collect(out) }), down[..2]);
        assert_eq!(
            run(&|out| stream! {
                memory([floats()]) |> transform(|batch| batch.top(3)) |> collect(out)
            }),
            down[..3]
        );
        assert_eq!(
            run(&|out| stream! {
                memory([floats()]) |> transform(|batch| batch.take_ordered(7)) |> collect(out)
            }),
            sorted(&up)
        );
    }
}

#[test]
fn a_tuple_with_a_nan_is_last() {
    in_order(&[vec![2, 1, 3, 4]], |out| {
        stream! {
            memory([[(1, 0.5), (2, 0.25), (3, 7.0), (4, f64::NAN)]])
                |> top(9, |(n, score)| (-score / score, -score, *n))
                |> keys
                |> collect(out)
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_floats_is_that_of_numbers(records in prop::collection::vec(any::<f32>(), 0..200), n in 0_usize..250) {
        let mut expected: Vec<f32> = records.iter().copied().filter(|n| !n.is_nan()).collect();
        expected.sort_by(|a, b| b.partial_cmp(a).unwrap());
        expected.truncate(n);
        let out = Collected::new();
        testing::run(stream! { memory([records.clone()]) |> top(n) |> collect(&out) }).unwrap();
        let found: Vec<f32> = out.records();
        prop_assert_eq!(found.len(), n.min(records.len()));
        prop_assert_eq!(&found[..expected.len()], &expected[..]);
        prop_assert!(found[expected.len()..].iter().all(|n| n.is_nan()));
    }
}

#[test]
fn tuples_of_floats_with_nans_are_sorted_without_contradiction() {
    let values = [f64::NAN, 0.0, 1.0, 2.0];
    let pairs: Vec<(f64, f64)> =
        (0..400_usize).map(|n| (values[n * 7 % 4], values[n * 13 / 4 % 4])).collect();
    let out = Collected::new();
    let job = stream! { memory([pairs.clone()]) |> sort_by(|pair| *pair) |> collect(&out) };
    testing::run(job).unwrap();
    let sorted: Vec<(f64, f64)> = out.records();
    let with_nan = |pair: &(f64, f64)| pair.0.is_nan() || pair.1.is_nan();
    let in_order = pairs.iter().filter(|pair| !with_nan(pair)).count();
    assert!(sorted[..in_order].is_sorted() && sorted[in_order..].iter().all(with_nan));
    assert_eq!(sorted.len(), pairs.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn records_with_equal_keys_stay_in_order(keys in prop::collection::vec(0_u8..4, 0..300)) {
        let records: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
        let (small, large) = (Collected::new(), Collected::new());
        testing::run_on(1, stream! {
            let all = memory([records.clone()]);
            all |> sort_by(|(key, _)| *key) |> collect(&small);
            all |> sort_by(|(key, _)| u128::from(*key), descending = true) |> collect(&large);
        }).unwrap();
        let mut expected = records.clone();
        expected.sort_by_key(|(key, _)| *key);
        prop_assert_eq!(small.records(), expected.clone());
        expected.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        prop_assert_eq!(large.records(), expected);
    }
}
