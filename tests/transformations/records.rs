//! Operators on single records: parts of pairs, samples, and records that a function rejects.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, batches_on, check, pairs, texts};

const LONG: &str = "a key that is too long to lie in a slot";

#[test]
fn keys_values_and_swap() {
    let input = || [vec![(LONG, 1), ("b", 2), ("b", 2)], vec![], vec![("", 3)]];
    check(&texts(&[&["b", "b", LONG], &[], &[""]]), |out| {
        stream! { memory(input()) |> keys |> collect(out) }
    });
    check(&[vec![1, 2, 2], vec![], vec![3]], |out| {
        stream! { memory(input()) |> values |> collect(out) }
    });
    let swapped = |pairs: &[(i32, &str)]| pairs.iter().map(|&(n, k)| (n, k.to_owned())).collect();
    check(&[swapped(&[(1, LONG), (2, "b"), (2, "b")]), vec![], swapped(&[(3, "")])], |out| {
        stream! { memory(input()) |> swap |> collect(out) }
    });
    check(&pairs(&[&[(LONG, 1), ("b", 2), ("b", 2)], &[], &[("", 3)]]), |out| {
        stream! { memory(input()) |> swap |> swap |> collect(out) }
    });
}

#[test]
fn keys_and_values_of_a_table() {
    check(&texts(&[&["a", "b"], &[]]), |out| {
        stream! { memory([vec!["a", "b", "a"], vec![]]) |> reduce_by_key(+) |> keys |> collect(out) }
    });
    check(&[vec![3_u64], vec![]], |out| {
        stream! {
            memory([vec!["a", "b", "a"], vec![]]) |> reduce_by_key(+) |> values |> reduce(+)
                |> collect(out)
        }
    });
}

#[test]
fn cache_and_persist_change_nothing_and_a_bound_stream_is_computed_once() {
    for workers in WORKERS {
        let calls = Arc::new(AtomicUsize::new(0));
        let (all, count) = (Collected::new(), Collected::new());
        let counter = Arc::clone(&calls);
        let job = stream! {
            let numbers = memory([vec![1, 2, 3], vec![4]])
                |> map(|n| { counter.fetch_add(1, Ordering::Relaxed); n })
                |> cache |> persist;
            numbers |> collect(&all);
            numbers |> cache |> count |> collect(&count);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(all.sorted_batches(), [vec![1, 2, 3], vec![4]]);
        assert_eq!(count.records(), [3, 1]);
        assert_eq!(calls.load(Ordering::Relaxed), 4);
    }
}

#[test]
fn a_sample_keeps_about_its_fraction() {
    let sampled = |workers: usize, fraction: f64| {
        batches_on(workers, |out| {
            stream! { memory([0..20_000, 0..0, 0..20_000]) |> sample(fraction) |> collect(out) }
        })
    };
    for workers in WORKERS {
        assert_eq!(sampled(workers, 1.0)[0], (0..20_000).collect::<Vec<_>>());
        assert!(sampled(workers, 0.0).concat().is_empty());
        let batches = sampled(workers, 0.25);
        assert!((4500..5500).contains(&batches[0].len()), "{}", batches[0].len());
        assert!(batches[1].is_empty());
        assert!((4500..5500).contains(&batches[2].len()), "{}", batches[2].len());
        assert!(batches[0].windows(2).all(|pair| pair[0] < pair[1]), "a record came twice");
    }
}

#[test]
fn a_seed_makes_a_sample_repeatable() {
    let sampled = |seed: u64| {
        batches_on(1, |out| {
            stream! { memory([0..1000]) |> sample(0.5, seed = seed) |> collect(out) }
        })
    };
    assert_eq!(sampled(7), sampled(7));
    assert_ne!(sampled(7), sampled(8));
    let unseeded =
        || batches_on(1, |out| stream! { memory([0..1000]) |> sample(0.5) |> collect(out) });
    assert_ne!(unseeded(), unseeded());
}

/// What is wrong with a line.
#[derive(Debug)]
struct Wrong(usize);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} fields instead of 2", self.0)
    }
}

/// Parses `key value`, where the value is also text.
fn two(line: &str) -> Result<(&str, &str), Wrong> {
    let fields: Vec<_> = line.split(' ').collect();
    let [key, value] = fields[..] else { return Err(Wrong(fields.len())) };
    Ok((key, value))
}

#[test]
fn try_map_over_pages_is_a_tee_of_what_is_good_and_what_is_not() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "a 1\nb\na 2\nc d e f\n\nb 3\n").unwrap();
    for workers in WORKERS {
        let (good, keys, bad, reasons) =
            (Collected::new(), Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let parsed = text_file(file.path(), lines_per_batch = 3) |> try_map(two);
            parsed |> collect(&good);
            parsed |> keys |> reduce_by_key(+) |> collect(&keys);
            let failed = parsed |> failures;
            failed |> collect(&bad);
            failed |> values |> reduce_by_key(+) |> collect(&reasons);
        };
        testing::run_on(workers, job).unwrap();
        let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect()
        };
        assert_eq!(good.sorted_batches(), [own(&[("a", "1"), ("a", "2")]), own(&[("b", "3")])]);
        assert_eq!(keys.sorted_batches(), pairs(&[&[("a", 2)], &[("b", 1)]]));
        let (one, four) = ("1 fields instead of 2", "4 fields instead of 2");
        assert_eq!(
            bad.sorted_batches(),
            [own(&[("b", one)]), own(&[("", one), ("c d e f", four)])]
        );
        assert_eq!(reasons.sorted_batches(), pairs(&[&[(one, 1)], &[(one, 1), (four, 1)]]));
    }
}

#[test]
fn try_map_may_fail_with_any_reason_and_on_owned_records() {
    check(&[vec![("x".to_owned(), "no".to_owned())], vec![]], |out| {
        stream! {
            let checked = memory([vec!["x".to_owned(), "y".to_owned()], vec![]])
                |> try_map(|text| if text == "x" { Err("no") } else { Ok(text.len()) });
            checked |> failures |> collect(out);
        }
    });
    let boxed = |text: &str| -> Result<u8, Box<dyn std::error::Error>> { Ok(text.parse()?) };
    check(&[vec![7_u8], vec![]], |out| {
        stream! {
            let checked = memory([vec!["7", "300"], vec![]]) |> try_map(boxed);
            checked |> collect(out);
            checked |> failures |> count |> foreach_batch(|_| ());
        }
    });
}

#[test]
fn failures_go_where_any_stream_goes() {
    // The two dead-letter streams become one, which is counted over a window.
    check(&[vec![2_u64], vec![3], vec![1]], |out| {
        stream! {
            let numbers = memory([vec!["1", "x"], vec!["y"], vec!["2"]])
                |> try_map(|text| text.parse::<u8>());
            let lists = memory([vec!["1,2", "3,z"], vec!["4"], vec![]])
                |> try_flat_map(|text| text.split(',').map(str::parse).collect::<Result<Vec<u8>, _>>());
            let more = lists |> failures;
            numbers |> union(lists) |> reduce(+) |> foreach_batch(|_| ());
            numbers |> failures |> union(more) |> count_by_window(2s, 1s) |> collect(out);
        }
    });
}

#[test]
fn try_flat_map_yields_all_items_or_a_failure() {
    let numbers = |line: &str| {
        let numbers: Result<Vec<i64>, _> = line.split_ascii_whitespace().map(str::parse).collect();
        numbers
    };
    let (lines, many) = (["1 2", "", "3 x 4", "5"], 3000);
    let batch: Vec<_> = lines.iter().copied().cycle().take(4 * many).collect();
    for workers in WORKERS {
        let (good, bad) = (Collected::new(), Collected::new());
        let job = stream! {
            let parsed = memory([batch.clone(), vec![], vec!["6"]]) |> try_flat_map(numbers);
            parsed |> reduce_by_key(+) |> collect(&good);
            parsed |> failures |> keys |> reduce_by_key(+) |> collect(&bad);
        };
        testing::run_on(workers, job).unwrap();
        let many = many as u64;
        assert_eq!(
            good.sorted_batches(),
            [vec![(1, many), (2, many), (5, many)], vec![], vec![(6, 1)]]
        );
        assert_eq!(bad.sorted_batches(), pairs(&[&[("3 x 4", many)], &[], &[]]));
    }
}
