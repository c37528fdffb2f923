//! Joins of every kind, also after windows, compared with a naive model.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use proptest::prelude::*;
use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, failure, sorted};

const LONG: &str = "a key that is too long to lie in a slot";
const KEYS: [&str; 5] = ["", "a", "b\0", "sixteen bytes ok", LONG];

type Left = (&'static str, i64);
type Right = (&'static str, &'static str);

/// The values of each key on both sides.
type Groups = BTreeMap<&'static str, (Vec<i64>, Vec<&'static str>)>;

fn groups(left: &[Left], right: &[Right]) -> Groups {
    let mut groups = Groups::new();
    for (key, value) in left {
        groups.entry(key).or_default().0.push(*value);
    }
    for (key, value) in right {
        groups.entry(key).or_default().1.push(value);
    }
    groups
}

/// A row of a full outer join.
type Row = (String, (Option<i64>, Option<String>));

/// The full outer join. The other joins are parts of it.
fn full(left: &[Left], right: &[Right]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, (left, right)) in groups(left, right) {
        let some = |values: Vec<i64>| values.into_iter().map(Some).collect::<Vec<_>>();
        let left = if left.is_empty() { vec![None] } else { some(left) };
        for l in left {
            for r in &right {
                rows.push((key.to_owned(), (l, Some((*r).to_owned()))));
            }
            if right.is_empty() {
                rows.push((key.to_owned(), (l, None)));
            }
        }
    }
    sorted(rows)
}

/// The last `window` batches, up to the batch at `end`.
fn last<T: Copy>(batches: &[Vec<T>], end: usize, window: usize) -> Vec<T> {
    let first = (end + 1).saturating_sub(window);
    batches.iter().take(end + 1).skip(first).flatten().copied().collect()
}

/// The groups of a `cogroup`.
type Grouped = (String, (Vec<i64>, Vec<String>));

/// The results of each join.
struct Joins {
    inner: Collected<(String, (i64, String))>,
    left: Collected<(String, (i64, Option<String>))>,
    right: Collected<(String, (Option<i64>, String))>,
    full: Collected<Row>,
    groups: Collected<Grouped>,
}

impl Joins {
    fn new() -> Self {
        Self {
            inner: Collected::new(),
            left: Collected::new(),
            right: Collected::new(),
            full: Collected::new(),
            groups: Collected::new(),
        }
    }

    /// Compares the collected records with the joins of these pairs of batches.
    fn check(&self, batches: &[(Vec<Left>, Vec<Right>)]) {
        let rows: Vec<Vec<Row>> = batches.iter().map(|(left, right)| full(left, right)).collect();
        assert_eq!(self.full.sorted_batches(), rows);
        let part = |keep: fn(&Row) -> bool| -> Vec<Vec<Row>> {
            rows.iter()
                .map(|batch| batch.iter().filter(|row| keep(row)).cloned().collect())
                .collect()
        };
        let as_rows =
            |batches: Vec<Vec<Row>>| -> Vec<Vec<Row>> { batches.into_iter().map(sorted).collect() };
        let inner = self.inner.batches().into_iter();
        let inner =
            inner.map(|b| b.into_iter().map(|(k, (l, r))| (k, (Some(l), Some(r)))).collect());
        assert_eq!(as_rows(inner.collect()), part(|(_, (l, r))| l.is_some() && r.is_some()));
        let left = self.left.batches().into_iter();
        let left = left.map(|b| b.into_iter().map(|(k, (l, r))| (k, (Some(l), r))).collect());
        assert_eq!(as_rows(left.collect()), part(|(_, (l, _))| l.is_some()));
        let right = self.right.batches().into_iter();
        let right = right.map(|b| b.into_iter().map(|(k, (l, r))| (k, (l, Some(r)))).collect());
        assert_eq!(as_rows(right.collect()), part(|(_, (_, r))| r.is_some()));
        let expected: Vec<Vec<Grouped>> = batches
            .iter()
            .map(|(left, right)| {
                let group = |(key, (l, r)): (&str, (Vec<i64>, Vec<&str>))| {
                    let r = r.into_iter().map(str::to_owned).collect();
                    (key.to_owned(), (sorted(l), sorted::<String>(r)))
                };
                groups(left, right).into_iter().map(group).collect()
            })
            .collect();
        let collected = self.groups.sorted_batches().into_iter();
        let collected = collected.map(|batch| {
            batch.into_iter().map(|(key, (l, r))| (key, (sorted(l), sorted(r)))).collect::<Vec<_>>()
        });
        assert_eq!(collected.collect::<Vec<_>>(), expected);
    }
}

/// Batches of pairs with few keys, some of them empty.
fn batches<V: Clone + std::fmt::Debug + 'static>(
    values: Vec<V>,
) -> impl Strategy<Value = Vec<Vec<(&'static str, V)>>> {
    let pair = (prop::sample::select(KEYS.to_vec()), prop::sample::select(values));
    prop::collection::vec(prop::collection::vec(pair, 0..7), 6)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn joins_of_batches_equal_a_model(
        left in batches(vec![1_i64, 2, -3]),
        right in batches(vec!["", "x", "some text that is rather long"]),
        workers in 1..=3_usize,
    ) {
        let joins = Joins::new();
        let job = stream! {
            let left = memory(left.clone());
            let right = memory(right.clone());
            left |> join(right) |> collect(&joins.inner);
            left |> left_outer_join(right) |> collect(&joins.left);
            left |> right_outer_join(right) |> collect(&joins.right);
            left |> full_outer_join(right) |> collect(&joins.full);
            left |> cogroup(right) |> collect(&joins.groups);
        };
        testing::run_on(workers, job).unwrap();
        joins.check(&left.into_iter().zip(right).collect::<Vec<_>>());
    }

    #[test]
    fn joins_of_windows_equal_a_model(
        left in batches(vec![1_i64, 2, -3]),
        right in batches(vec!["", "x", "some text that is rather long"]),
        (wide, narrow, slide) in (1..5_usize, 1..4_usize, 1..4_usize),
        workers in 1..=3_usize,
    ) {
        let joins = Joins::new();
        let seconds = |n: usize| Duration::from_secs(n as u64);
        let (w, n, s) = (seconds(wide), seconds(narrow), seconds(slide));
        let job = stream! {
            let left = memory(left.clone()) |> window(w, s);
            let right = memory(right.clone()) |> window(n, s);
            left |> join(right) |> collect(&joins.inner);
            left |> left_outer_join(right) |> collect(&joins.left);
            left |> right_outer_join(right) |> collect(&joins.right);
            left |> full_outer_join(right) |> collect(&joins.full);
            left |> cogroup(right) |> collect(&joins.groups);
        };
        testing::run_on(workers, job).unwrap();
        let ends = (slide - 1..6).step_by(slide);
        joins.check(&ends.map(|end| (last(&left, end, wide), last(&right, end, narrow))).collect::<Vec<_>>());
    }
}

#[test]
fn a_table_is_joined_with_the_totals_of_a_window() {
    check(
        &[vec![('a', (2, Some(2)))], vec![('a', (1, Some(3))), ('b', (1, Some(1)))], vec![]],
        |out| {
            stream! {
                let letters = memory([vec!["aa"], vec!["ab"], vec![]]) |> flat_map(chars);
                let recent = letters |> reduce_by_key(+) |> window(2s, 1s);
                letters |> reduce_by_key(+) |> left_outer_join(recent) |> collect(out);
            }
        },
    );
}

#[test]
fn many_duplicates_of_long_keys_are_all_paired() {
    let batch = |n: u8| vec![(LONG, i64::from(n)); usize::from(n)];
    check(&[vec![(LONG.to_owned(), 40 * 50 * 90_i64)], vec![]], |out| {
        stream! {
            let right = memory([batch(50), vec![]]);
            memory([batch(40), batch(3)]) |> join(right) |> map_values(|(l, r)| l + r)
                |> reduce_by_key(+) |> collect(out);
        }
    });
}

#[test]
fn a_stream_is_joined_with_a_data_set_that_changes_while_the_job_runs() {
    let prices = Arc::new(RwLock::new(BTreeMap::from([("apple", 2)])));
    for workers in WORKERS {
        *prices.write().unwrap() = BTreeMap::from([("apple", 2)]);
        let (bills, current, raised) = (Collected::new(), Arc::clone(&prices), Arc::clone(&prices));
        let job = stream! {
            let sold = memory([[("apple", 3), ("pear", 1)], [("apple", 1), ("pear", 1)]]);
            sold
                |> flat_map(|(fruit, n)| current.read().unwrap().get(fruit).map(|price| (fruit, n * price)))
                |> collect(&bills);
            // The price list of the next day.
            sold |> count |> foreach_batch(|_| {
                *raised.write().unwrap() = BTreeMap::from([("apple", 4), ("pear", 5)]);
            });
        };
        testing::run_on(workers, job).unwrap();
        let own = |pairs: &[(&str, i32)]| -> Vec<(String, i32)> {
            pairs.iter().map(|&(fruit, n)| (fruit.to_owned(), n)).collect()
        };
        let expected = [own(&[("apple", 6)]), own(&[("apple", 4), ("pear", 5)])];
        assert_eq!(bills.sorted_batches(), expected);
    }
}

#[test]
fn transform_with_sees_both_batches_whole() {
    for workers in WORKERS {
        let missing = Collected::new();
        let job = stream! {
            let seen = memory([(0..3000).collect(), vec![], vec![7]]);
            memory([(0..4000).collect(), vec![5], vec![]])
                |> transform_with(seen, |expected, seen, time| {
                    let seen: std::collections::BTreeSet<i32> = seen.iter().collect();
                    let missing = expected.iter().filter(move |n| !seen.contains(n));
                    missing.map(move |n| (time.as_millis(), n))
                })
                |> collect(&missing);
        };
        testing::run_on(workers, job).unwrap();
        let first = (3000..4000).map(|n| (1000, n)).collect::<Vec<_>>();
        assert_eq!(missing.sorted_batches(), [first, vec![(2000, 5)], vec![]]);
    }
}

#[test]
fn transform_with_a_stream_of_another_type_and_behind_a_window() {
    check(
        &[vec![("a".to_owned(), 1_u64)], vec![("a".to_owned(), 2), ("b".to_owned(), 2)]],
        |out| {
            stream! {
                let total = memory([vec![(), ()], vec![()]]) |> count_by_window(2s, 1s);
                memory([vec!["a"], vec!["b"]]) |> window(2s, 1s)
                    |> transform_with(total, |words, total| {
                        let total = total.first().unwrap_or(0);
                        words.iter().map(move |word| (word.to_owned(), total - 1)).collect::<Vec<_>>()
                    })
                    |> collect(out);
            }
        },
    );
}

#[test]
fn streams_of_different_slides_cannot_be_joined() {
    let (fast, slow) = (Duration::from_secs(1), Duration::from_secs(2));
    macro_rules! refused {
        ($($operator:ident $(, $f:expr)?;)*) => {$({
            let error = failure(|| {
                stream! {
                    let other = memory([[(1, 2)]]) |> window(slow, slow);
                    memory([[(1, 2)]]) |> window(slow, fast)
                        |> $operator(other $(, $f)?) |> count |> pprint;
                }
            });
            let Error::Window { operator, .. } = &error else { panic!("{error}") };
            assert_eq!(*operator, stringify!($operator), "{error}");
            assert!(error.to_string().contains("1s") && error.to_string().contains("2s"), "{error}");
        })*};
    }
    refused! {
        join;
        left_outer_join;
        right_outer_join;
        full_outer_join;
        cogroup;
        transform_with, |a, b| [a.len() + b.len()];
        union;
    }
}
