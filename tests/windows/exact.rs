//! Windows by example, where an exact number says more than a model.

use streamdsl::prelude::*;
use streamdsl_tests::{WORKERS, check, deterministic, pairs};

#[test]
fn the_program_of_the_front_page() {
    let lines = || [vec!["a b", "a"], vec![], vec!["b"], vec!["c"], vec![], vec![]];
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! {
            batch_interval = 5s;
            memory(lines()) |> flat_map(split) |> reduce_by_key(+) |> window(20s, 10s) |> collect(&out);
        };
        deterministic(workers).build().unwrap().run(job).unwrap();
        let expected =
            pairs(&[&[("a", 2), ("b", 1)], &[("a", 2), ("b", 2), ("c", 1)], &[("b", 1), ("c", 1)]]);
        assert_eq!(out.sorted_batches(), expected);
        let times: Vec<u64> = out.take().iter().map(|(time, _)| time.as_millis()).collect();
        assert_eq!(times, [10_000, 20_000, 30_000]);
    }
}

/// The type in which sums of floats are collected.
type Sums = Collected<(String, f64)>;

#[test]
fn floats_are_added_anew_not_subtracted() {
    let tiny = 1.0_f64;
    let huge = 1e16;
    for panes in [3_u32, 8, 9, 30] {
        let mut batches = vec![vec![("k", huge)]];
        batches.extend((0..2 * panes).map(|_| vec![("k", tiny)]));
        let w = Duration::from_secs(1) * panes;
        let last = |program: &dyn Fn(&Sums) -> Pipeline| {
            let out = Collected::new();
            deterministic(2).build().unwrap().run(program(&out)).unwrap();
            out.batches().pop().unwrap()
        };
        let expected = [("k".to_owned(), f64::from(panes))];
        let (one, two, three) = (batches.clone(), batches.clone(), batches);
        let program = |out: &Collected<_>| {
            stream! { memory(one.clone()) |> reduce_by_key_and_window(+, w, 1s) |> collect(out) }
        };
        assert_eq!(last(&program), expected);
        let program = |out: &Collected<_>| {
            stream! { memory(two.clone()) |> reduce_by_key(+) |> window(w, 1s) |> collect(out) }
        };
        assert_eq!(last(&program), expected);
        let program = |out: &Collected<_>| {
            stream! { memory(three.clone()) |> window(w, 1s) |> reduce_by_key(|a, b| a + b) |> collect(out) }
        };
        assert_eq!(last(&program), expected);
    }
}

#[test]
fn running_totals_do_not_overflow_where_the_window_does_not() {
    // 30 batches of 8 are 240, which just fits; one more batch would not fit.
    let batches = || (0..100).map(|_| vec![("k", 8_u8)]);
    let total = |at: u8| vec![("k".to_owned(), 8 * at.min(30))];
    let expected: Vec<_> = (1..=100).map(total).collect();
    check(&expected, |out| {
        stream! { memory(batches()) |> reduce_by_key_and_window(+, 30s, 1s) |> collect(out) }
    });
    let mixed = || (0..60).map(|at| vec![("k", if at % 2 == 0 { 100_i8 } else { -100 })]);
    let expected: Vec<_> = (1..=60)
        .map(|at: i32| vec![("k".to_owned(), if at % 2 == 1 { 100_i8 } else { 0 })])
        .collect();
    check(&expected[..20], |out| {
        stream! { memory(mixed().take(20)) |> reduce_by_key_and_window(+, 20s, 1s) |> collect(out) }
    });
    // Windows of an even length hold equal numbers of both values, so the sum is zero, and the key
    // stays.
    let expected: Vec<_> = (1..=60)
        .map(|at: i32| vec![("k".to_owned(), if at < 20 && at % 2 == 1 { 100_i8 } else { 0 })])
        .collect();
    check(&expected, |out| {
        stream! { memory(mixed()) |> reduce_by_key_and_window(+, 20s, 1s) |> collect(out) }
    });
}

#[test]
fn keys_that_leave_vanish_and_may_come_back() {
    let batches = || [vec!["a", "b"], vec!["a"], vec![], vec![], vec!["b"], vec![], vec![]];
    let expected = pairs(&[
        &[("a", 1), ("b", 1)],
        &[("a", 2), ("b", 1)],
        &[("a", 1)],
        &[],
        &[("b", 1)],
        &[("b", 1)],
        &[],
    ]);
    check(&expected, |out| {
        stream! { memory(batches()) |> reduce_by_key(+) |> window(2s, 1s) |> collect(out) }
    });
    check(&expected, |out| {
        stream! {
            memory(batches())
                |> reduce_by_key_and_window(+, 2s, 1s, inverse = |total, old| total - old)
                |> collect(out)
        }
    });
}

#[test]
fn a_job_that_ends_before_the_first_slide_emits_its_window() {
    check(&[vec![1, 2]], |out| {
        stream! { memory([[1], [2]]) |> window(30s, 10s) |> collect(out) }
    });
    check(&pairs(&[&[("a", 1), ("b", 1)]]), |out| {
        stream! { memory([["a"], ["b"]]) |> reduce_by_key(+) |> window(30s, 10s) |> collect(out) }
    });
}

#[test]
fn many_keys_through_many_panes() {
    // Each key occurs for a while and then vanishes. The window holds what the last 20 batches
    // brought.
    let batch = |at: u64| (at * 100..at * 100 + 300).map(|n| format!("key number {n}")).collect();
    let batches = move || (0..60).map(batch).collect::<Vec<Vec<String>>>();
    let table = |end: u64| {
        let mut counts = std::collections::BTreeMap::<String, u64>::new();
        for key in (end.saturating_sub(20)..end).flat_map(batch) {
            *counts.entry(key).or_default() += 1;
        }
        counts.into_iter().collect::<Vec<_>>()
    };
    let expected: Vec<_> = (1..=12).map(|k| table(k * 5)).collect();
    check(&expected, |out| {
        stream! { memory(batches()) |> reduce_by_key(+) |> window(20s, 5s) |> collect(out) }
    });
    let every: Vec<_> = (1..=60).map(table).collect();
    check(&every, |out| {
        stream! { memory(batches()) |> reduce_by_key(+) |> window(20s, 1s) |> collect(out) }
    });
}

#[test]
fn windows_of_different_slides_live_side_by_side() {
    for workers in WORKERS {
        let (fast, slow) = (Collected::new(), Collected::new());
        let job = stream! {
            let input = memory((1..=6).map(|n| [n]));
            input |> window(2s, 1s) |> reduce(+) |> collect(&fast);
            input |> window(3s, 3s) |> reduce(+) |> collect(&slow);
        };
        deterministic(workers).build().unwrap().run(job).unwrap();
        assert_eq!(fast.batches(), [[1], [3], [5], [7], [9], [11]]);
        assert_eq!(slow.batches(), [[6], [15]]);
    }
}
