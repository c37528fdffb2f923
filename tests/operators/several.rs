//! Programs with several streams: streams used twice, unions, joins, several chains and sources.

use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, pairs, sorted, texts};

#[test]
fn a_bound_stream_is_used_several_times() {
    for workers in WORKERS {
        let (lines, words, counts) = (Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let input = memory([vec!["to be", "or"], vec![], vec!["be"]]);
            input |> count |> collect(&lines);
            input |> flat_map(split) |> collect(&words);
            input |> flat_map(split) |> reduce_by_key(+) |> collect(&counts);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(lines.batches(), [[2], [0], [1]]);
        assert_eq!(words.sorted_batches(), texts(&[&["be", "or", "to"], &[], &["be"]]));
        let expected = pairs(&[&[("be", 1), ("or", 1), ("to", 1)], &[], &[("be", 1)]]);
        assert_eq!(counts.sorted_batches(), expected);
    }
}

#[test]
fn a_tee_behind_an_aggregate_and_behind_operators_that_take_ownership() {
    for workers in WORKERS {
        let (all, many, total) = (Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let counts = memory([vec!["a".to_owned(), "b".to_owned(), "a".to_owned()], vec![]])
                |> reduce_by_key(+);
            counts |> collect(&all);
            counts |> filter(|(_, n)| *n > 1) |> map(|(key, _)| key.to_owned()) |> collect(&many);
            counts |> map(|(_, n)| n) |> reduce(+) |> collect(&total);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(all.sorted_batches(), pairs(&[&[("a", 2), ("b", 1)], &[]]));
        assert_eq!(many.batches(), texts(&[&["a"], &[]]));
        assert_eq!(total.batches(), [vec![3], vec![]]);
    }
}

#[test]
fn several_chains_and_sources_run_in_step() {
    for workers in WORKERS {
        let (left, right) = (Collected::new(), Collected::new());
        let job = stream! {
            memory([vec![1, 2], vec![3]]) |> collect(&left);
            memory([vec!["a"], vec![], vec!["b"], vec!["c"]]) |> collect(&right);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(left.sorted_batches(), [vec![1, 2], vec![3], vec![], vec![]]);
        assert_eq!(right.batches(), texts(&[&["a"], &[], &["b"], &["c"]]));
        let times = |taken: Vec<(BatchTime, Vec<_>)>| -> Vec<u64> {
            taken.iter().map(|(time, _)| time.as_millis()).collect()
        };
        assert_eq!(times(left.take()), [1000, 2000, 3000, 4000]);
    }
}

#[test]
fn nested_bindings_shadow_and_build_on_each_other() {
    check(&[vec![12, 14], vec![16]], |out| {
        stream! {
            let numbers = memory([vec![1, 2], vec![3]]);
            let doubled = numbers |> map(|n| n * 2);
            let shifted = doubled |> map(|n| n + 10);
            shifted |> collect(out);
        }
    });
}

#[test]
fn union_of_three_streams() {
    check(&[vec![1, 2, 3, 4], vec![5], vec![6]], |out| {
        stream! {
            let a = memory([vec![1], vec![5]]);
            let b = memory([vec![2, 3]]);
            let c = memory([vec![4], vec![], vec![6]]) |> map(|n| n);
            a |> union(b, c) |> collect(out);
        }
    });
}

#[test]
fn union_with_itself_and_with_its_own_filter_repeats_records() {
    check(&[vec![1, 1, 2, 2], vec![]], |out| {
        stream! {
            let a = memory([vec![1, 2], vec![]]);
            a |> union(a) |> collect(out);
        }
    });
    check(&[vec![1, 2, 2, 3], vec![4, 4]], |out| {
        stream! {
            let all = memory([vec![1, 2, 3], vec![4]]);
            let even = all |> filter(|n| n % 2 == 0);
            all |> union(even) |> collect(out);
        }
    });
}

#[test]
fn union_feeds_aggregates_and_tees() {
    for workers in WORKERS {
        let (counts, total) = (Collected::new(), Collected::new());
        let job = stream! {
            let a = memory([vec!["x y"], vec!["x"]]) |> flat_map(split);
            let b = memory([vec!["y"], vec![]]);
            let both = a |> union(b);
            both |> reduce_by_key(+) |> collect(&counts);
            both |> count |> collect(&total);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(counts.sorted_batches(), pairs(&[&[("x", 1), ("y", 2)], &[("x", 1)]]));
        assert_eq!(total.batches(), [[3], [1]]);
    }
}

#[test]
fn union_of_a_source_and_an_aggregate() {
    check(&pairs(&[&[("a", 2), ("b", 7)], &[("b", 8)]]), |out| {
        stream! {
            let counts = memory([vec!["a", "a"], vec![]]) |> reduce_by_key(+);
            memory([vec![("b", 7_u64)], vec![("b", 8)]]) |> union(counts) |> collect(out);
        }
    });
}

#[test]
fn join_pairs_values_of_equal_keys_within_a_batch() {
    check(&[vec![("a".to_owned(), (1, 1.5))], vec![], vec![]], |out| {
        stream! {
            let right = memory([vec![("a", 1.5), ("c", 2.5)], vec![], vec![("b", 0.5)]]);
            memory([vec![("a", 1), ("b", 2)], vec![("a", 3)], vec![]]) |> join(right) |> collect(out);
        }
    });
}

#[test]
fn join_of_duplicates_is_the_cross_product() {
    let mut expected = Vec::new();
    for left in 0..3 {
        for right in ["x", "y"] {
            expected.push(("k".to_owned(), (left, right.to_owned())));
        }
    }
    check(&[expected], |out| {
        stream! {
            let right = memory([[("k", "x"), ("k", "y"), ("other", "z")]]);
            memory([[("k", 0), ("k", 1), ("k", 2)]]) |> join(right) |> collect(out);
        }
    });
}

#[test]
fn a_stream_joins_itself() {
    let pair = |a: i32, b: i32| (7, (a, b));
    check(&[vec![pair(1, 1), pair(1, 2), pair(2, 1), pair(2, 2)], vec![]], |out| {
        stream! {
            let pairs = memory([vec![(7, 1), (7, 2)], vec![]]);
            pairs |> join(pairs) |> collect(out);
        }
    });
}

#[test]
fn join_of_many_keys_equals_a_model() {
    let key = |n: u32| {
        if n.is_multiple_of(2) { format!("k{n}") } else { format!("a rather long key number {n}") }
    };
    let left = || (0..3).map(|batch| (batch * 10..2000).map(|n| (key(n), n)).collect::<Vec<_>>());
    let right = || {
        (0..3).map(|batch| {
            (batch * 300..3000).step_by(3).map(|n| (key(n), n + 1)).collect::<Vec<_>>()
        })
    };
    let expected: Vec<Vec<(String, (u32, u32))>> = (0..3_u32)
        .map(|batch| {
            let both = (batch * 300..3000).step_by(3).filter(|n| (batch * 10..2000).contains(n));
            both.map(|n| (key(n), (n, n + 1))).collect()
        })
        .collect();
    check(&expected, |out| {
        stream! {
            let right = memory(right().collect::<Vec<_>>());
            memory(left().collect::<Vec<_>>()) |> join(right) |> collect(out);
        }
    });
}

#[test]
fn joins_of_aggregates_and_of_joins() {
    check(&[vec![("a".to_owned(), ((2, 20), 5))], vec![]], |out| {
        stream! {
            let counts = memory([vec!["a", "a", "b"], vec![]]) |> reduce_by_key(+) |> map_values(|n| n as i32);
            let prices = memory([vec![("a", 20), ("c", 1)], vec![("a", 2)]]);
            let stock = memory([vec![("a", 5)], vec![("b", 1)]]);
            counts |> join(prices) |> join(stock) |> collect(out);
        }
    });
}

#[test]
fn many_sinks_on_many_streams_agree() {
    for workers in WORKERS {
        let outs: Vec<Collected<u64>> = (0..3).map(|_| Collected::new()).collect();
        let (a, b, c) = (&outs[0], &outs[1], &outs[2]);
        let job = stream! {
            let numbers = memory([0..3000_u64, 0..10]);
            let even = numbers |> filter(|n| n % 2 == 0);
            numbers |> reduce(+) |> collect(a);
            even |> reduce(+) |> collect(b);
            even |> union(numbers) |> reduce(+) |> collect(c);
        };
        testing::run_on(workers, job).unwrap();
        for ((all, even), both) in a.records().into_iter().zip(b.records()).zip(c.records()) {
            assert_eq!(all + even, both);
        }
        assert_eq!(sorted(a.records()), [45, 4_498_500]);
    }
}
