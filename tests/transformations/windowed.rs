//! Windows of one value, windows of groups and of values, and the effects of `filter` and
//! `inverse`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{check, deterministic, pairs, sorted};

const KEYS: [&str; 4] = ["", "a", "sixteen bytes ok", "a key that is too long to lie in a slot"];

type Item = (&'static str, i64);

/// Input, and a window in batches.
#[derive(Clone, Debug)]
struct Case {
    batches: Vec<Vec<Item>>,
    window: usize,
    slide: usize,
    workers: usize,
}

impl Case {
    fn durations(&self) -> (Duration, Duration) {
        (Duration::from_secs(self.window as u64), Duration::from_secs(self.slide as u64))
    }

    fn numbers(&self) -> Vec<Vec<i64>> {
        self.batches.iter().map(|batch| batch.iter().map(|(_, n)| *n).collect()).collect()
    }

    /// The records of each window.
    fn windows(&self) -> Vec<Vec<Item>> {
        let ends = (self.slide..=self.batches.len()).step_by(self.slide);
        ends.map(|end| self.batches[end.saturating_sub(self.window)..end].concat()).collect()
    }

    /// All records of each window, combined into one.
    fn reduced(&self, combine: fn(i64, i64) -> i64) -> Vec<Vec<i64>> {
        let values = |window: Vec<Item>| window.into_iter().map(|(_, n)| n).reduce(combine);
        self.windows().into_iter().map(|window| values(window).into_iter().collect()).collect()
    }

    /// The values of each key in each window.
    fn grouped(&self) -> Vec<Vec<(String, Vec<i64>)>> {
        let group = |window: Vec<Item>| {
            let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
            for (key, value) in window {
                groups.entry(key.to_owned()).or_default().push(value);
            }
            groups.into_iter().map(|(key, values)| (key, sorted(values))).collect()
        };
        self.windows().into_iter().map(group).collect()
    }

    fn check<T: Clone + PartialOrd + std::fmt::Debug>(
        &self,
        expected: &[Vec<T>],
        program: impl Fn(&Collected<T>) -> Pipeline,
    ) -> Result<(), TestCaseError> {
        let out = Collected::new();
        let context = deterministic(self.workers).at_end(AtEnd::Keep).build().unwrap();
        let outcome = context.run(program(&out));
        prop_assert!(outcome.is_ok(), "{outcome:?}");
        prop_assert_eq!(out.sorted_batches(), expected);
        Ok(())
    }
}

/// Windows with few and many panes, slides longer than the window, and lengths that are no multiple
/// of each other.
fn cases() -> impl Strategy<Value = Case> {
    let item = (prop::sample::select(KEYS.to_vec()), -9..10_i64);
    let batch = prop_oneof![1 => Just(Vec::new()), 2 => prop::collection::vec(item, 0..4)];
    let relation = prop_oneof![
        (1..=5_usize, 1..=5_usize),
        prop::sample::select(vec![(9, 1), (20, 1), (8, 1), (30, 10), (2, 5), (12, 5), (20, 2)]),
    ];
    (prop::collection::vec(batch, 1..40), relation, 1..=3_usize)
        .prop_map(|(batches, (window, slide), workers)| Case { batches, window, slide, workers })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn reduce_by_window_equals_a_model(case in cases()) {
        let (w, s) = case.durations();
        let sums = case.reduced(|a, b| a + b);
        case.check(&sums, |out| stream! {
            memory(case.numbers()) |> reduce_by_window(+, w, s) |> collect(out)
        })?;
        case.check(&sums, |out| stream! {
            memory(case.numbers()) |> window(w, s) |> reduce(+) |> collect(out)
        })?;
        case.check(&sums, |out| stream! {
            memory(case.numbers())
                |> reduce_by_window(|a, b| a + b, w, s, inverse = |sum, old| sum - old)
                |> collect(out)
        })?;
        let greatest = case.reduced(i64::max);
        case.check(&greatest, |out| stream! {
            memory(case.numbers()) |> reduce_by_window(max, w, s) |> collect(out)
        })?;
        case.check(&greatest, |out| stream! {
            memory(case.numbers()) |> window(w, s) |> reduce(i64::max) |> collect(out)
        })?;
        // Halves are exact, so the order of additions does not matter.
        let halves: Vec<Vec<f64>> =
            sums.iter().map(|sums| sums.iter().map(|n| *n as f64 / 2.0).collect()).collect();
        case.check(&halves, |out| stream! {
            memory(case.numbers()) |> map(|n| n as f64 / 2.0) |> reduce_by_window(+, w, s)
                |> collect(out)
        })?;
    }

    #[test]
    fn groups_of_windows_equal_a_model(case in cases()) {
        let (w, s) = case.durations();
        let groups = case.grouped();
        case.check(&groups, |out| stream! {
            memory(case.batches.clone()) |> group_by_key_and_window(w, s)
                |> map(|(key, values)| (key.to_owned(), sorted(values))) |> collect(out)
        })?;
        let counts: Vec<Vec<(String, u64)>> = groups
            .iter()
            .map(|groups| groups.iter().map(|(key, v)| (key.clone(), v.len() as u64)).collect())
            .collect();
        case.check(&counts, |out| stream! {
            memory(case.batches.clone()) |> keys |> count_by_value_and_window(w, s) |> collect(out)
        })?;
        case.check(&counts, |out| stream! {
            memory(case.batches.clone()) |> keys |> window(w, s) |> count_by_value |> collect(out)
        })?;
    }

    #[test]
    fn a_filter_selects_what_is_emitted_and_forgets_nothing(case in cases()) {
        let (w, s) = case.durations();
        let kept: Vec<Vec<(String, i64)>> = case
            .grouped()
            .into_iter()
            .map(|groups| {
                let totals = groups.into_iter().map(|(key, values)| (key, values.iter().sum()));
                totals.filter(|(_, total): &(String, i64)| *total > 2).collect()
            })
            .collect();
        case.check(&kept, |out| stream! {
            memory(case.batches.clone())
                |> reduce_by_key_and_window(+, w, s, filter = |(_, total)| *total > 2)
                |> collect(out)
        })?;
        let enough = 2;
        case.check(&kept, |out| stream! {
            memory(case.batches.clone())
                |> reduce_by_key_and_window(
                    |a, b| a + b, w, s,
                    inverse = |total, old| total - old,
                    filter = move |pair| pair.1 > enough,
                )
                |> collect(out)
        })?;
    }
}

#[test]
fn floats_are_never_subtracted() {
    // 1e16 + 1.0 is 1e16: subtracting what leaves the window would also remove the small values.
    let input = || -> Vec<Vec<f64>> {
        let mut batches = vec![vec![1e16]];
        batches.extend(vec![vec![1.0]; 14]);
        batches
    };
    let last = |batches: Vec<Vec<f64>>| batches.last().unwrap().clone();
    for workers in 1..=3 {
        let (sums, by_key) = (Collected::new(), Collected::new());
        let job = stream! {
            let numbers = memory(input());
            numbers |> reduce_by_window(+, 12s, 1s) |> collect(&sums);
            numbers |> map(|n| (1, n)) |> reduce_by_key_and_window(+, 12s, 1s) |> values
                |> collect(&by_key);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(last(sums.batches()), [12.0]);
        assert_eq!(last(by_key.batches()), [12.0]);
    }
}

#[test]
fn an_inverse_that_is_given_is_used() {
    // A combiner that adds, and an inverse that does not subtract, show which of them ran.
    let marked = |total: i64, _: i64| total + 1000;
    check(&[vec![1], vec![3], vec![1006], vec![2010]], |out| {
        stream! {
            memory([[1], [2], [3], [4]]) |> reduce_by_window(+, 2s, 1s, inverse = marked)
                |> collect(out)
        }
    });
}

#[test]
fn a_window_over_filtered_totals_combines_what_was_emitted() {
    // The totals of two batches are 1, 3, 5, 4. Those above 2 are summed over two more batches.
    check(&pairs(&[&[], &[("k", 3)], &[("k", 8)], &[("k", 9)]]), |out| {
        stream! {
            memory([[("k", 1)], [("k", 2)], [("k", 3)], [("k", 1)]])
                |> reduce_by_key_and_window(+, 2s, 1s, filter = |(_, total)| *total > 2)
                |> window(2s, 1s) |> collect(out)
        }
    });
}

#[test]
fn windows_of_counts_can_be_nested() {
    // The counts of two batches are 1, 2, 1, 0. Summed over two slides, they are 1, 3, 3, 1.
    check(&pairs(&[&[("x", 1)], &[("x", 3)], &[("x", 3)], &[("x", 1)]]), |out| {
        stream! {
            memory([vec!["x"], vec!["x"], vec![], vec![]]) |> count_by_value_and_window(2s, 1s)
                |> window(2s, 1s) |> collect(out)
        }
    });
}

#[test]
fn values_without_a_slide_are_emitted_in_every_batch() {
    check(&[vec![5], vec![7], vec![7], vec![], vec![2]], |out| {
        stream! {
            memory([vec![5], vec![7], vec![], vec![], vec![2, 1]]) |> filter(|n| *n != 1)
                |> reduce_by_window(max, 2s) |> collect(out)
        }
    });
    check(&pairs(&[&[("a", 1)], &[("a", 2)], &[("a", 1)]]), |out| {
        stream! {
            memory([vec!["a"], vec!["a"], vec![]]) |> count_by_value_and_window(2s) |> collect(out)
        }
    });
}
