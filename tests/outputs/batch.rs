//! The methods of a batch in `foreach_batch` and `transform`.

use std::sync::{Arc, Mutex};

use streamdsl::ops::Stats;
use streamdsl::prelude::*;
use streamdsl::testing;

use super::{lines, names, place};

/// The values that a closure has seen.
type Seen<T> = Arc<Mutex<Vec<T>>>;

/// Storage for what a closure sees, shared by the closure and the test.
fn seen<T>() -> (Seen<T>, Seen<T>) {
    let seen = Seen::default();
    (Arc::clone(&seen), seen)
}

#[test]
fn numbers_are_counted_ordered_and_combined() {
    let (counts, seen_counts) = seen();
    let job = stream! {
        memory([vec![5_i64, -3, 9, 9, 0], vec![]]) |> foreach_batch(|batch, time| {
            let all: Vec<i64> = batch.iter().collect();
            assert_eq!(all, batch.collect());
            assert_eq!(batch.is_empty(), all.is_empty());
            assert_eq!(batch.first(), all.first().copied());
            assert_eq!(batch.take(2), all[..all.len().min(2)]);
            assert_eq!(batch.take(usize::MAX), all);
            assert_eq!(batch.reduce(|a, b| a + b), all.iter().copied().reduce(|a, b| a + b));
            assert_eq!(batch.fold(100, |sum, n| sum + n), 100 + all.iter().sum::<i64>());
            counts.lock().unwrap().push((time.as_millis(), batch.count()));
        })
    };
    testing::run(job).unwrap();
    assert_eq!(*seen_counts.lock().unwrap(), [(1000, 5), (2000, 0)]);
}

#[test]
fn the_largest_and_smallest_are_those_of_sorting() {
    let numbers: Vec<u32> = (0..5000_u32).map(|n| n.wrapping_mul(2_654_435_761) % 1000).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let job = stream! {
        memory([numbers]) |> foreach_batch(move |batch| {
            for n in [0, 1, 2, 7, 999, 4999, 5000, 5001, usize::MAX] {
                let smallest = &sorted[..n.min(sorted.len())];
                assert_eq!(batch.take_ordered(n), smallest, "{n}");
                let largest: Vec<u32> = sorted.iter().rev().take(n).copied().collect();
                assert_eq!(batch.top(n), largest, "{n}");
            }
        })
    };
    testing::run(job).unwrap();
}

#[test]
fn records_without_an_order_are_compared_by_a_function() {
    let job = stream! {
        memory([[("a", 0.5_f64), ("b", f64::INFINITY), ("c", -1.0), ("d", 7.25)]])
            |> foreach_batch(|batch| {
                assert_eq!(
                    batch.top_by(2, |a, b| a.1.total_cmp(&b.1)),
                    [("b", f64::INFINITY), ("d", 7.25)]
                );
                assert_eq!(batch.take_ordered_by(1, |a, b| a.1.total_cmp(&b.1)), [("c", -1.0)]);
                assert_eq!(batch.take_ordered_by(0, |a, b| a.0.cmp(b.0)), []);
            })
    };
    testing::run(job).unwrap();
}

#[test]
fn statistics_are_those_of_spark_and_an_empty_batch_has_some() {
    let (stats, seen_stats) = seen::<Stats>();
    let job = stream! {
        memory([vec![1_u64, 2, 3, 3, 3, 3], vec![]])
            |> foreach_batch(|batch| stats.lock().unwrap().push(batch.stats()))
    };
    testing::run(job).unwrap();
    let stats = seen_stats.lock().unwrap();
    assert_eq!(
        stats[0].to_string(),
        "(count: 6, mean: 2.5, stdev: 0.7637626158259734, max: 3.0, min: 1.0)"
    );
    assert_eq!(stats[1].count(), 0);
    assert_eq!(stats[1].to_string(), "(count: 0, mean: 0.0, stdev: NaN, max: -inf, min: inf)");
}

#[test]
fn transform_has_the_same_handle() {
    let most = Collected::new();
    let job = stream! {
        memory([["b", "a", "b", "c", "b", "a"]])
            |> count_by_value
            |> transform(|batch| batch.top_by(2, |a, b| a.1.cmp(&b.1)))
            |> collect(&most)
    };
    testing::run(job).unwrap();
    assert_eq!(most.records(), [("b".to_string(), 3), ("a".to_string(), 2)]);
}

/// The pattern of Spark's tutorials for saving results only if there are some.
#[test]
fn a_batch_is_saved_in_every_format_where_the_program_says() {
    let (directory, _) = place();
    let out = directory.path().to_path_buf();
    let job = stream! {
        memory([vec!["b", "a", "b"], vec![]]) |> count_by_value |> foreach_batch(move |batch, time| {
            if batch.is_empty() {
                return Ok(());
            }
            let name = |kind: &str| out.join(format!("{kind}-{}", time.as_millis()));
            batch.save_as_text_file(name("text"))?;
            batch.save_as_object_file(name("object"))?;
            batch.save_as_hadoop_file(name("tsv"), HadoopFormat::Text)?;
            batch.save_as_hadoop_file(name("seq"), HadoopFormat::Sequence)
        })
    };
    testing::run(job).unwrap();
    assert_eq!(names(directory.path()), ["object-1000", "seq-1000", "text-1000", "tsv-1000"]);
    assert_eq!(lines(&directory.path().join("text-1000")), [r#"("a", 1)"#, r#"("b", 2)"#]);
    assert_eq!(lines(&directory.path().join("tsv-1000")), ["a\t1", "b\t2"]);
    let mut objects: Vec<(String, u64)> =
        streamdsl::files::read_object_file(directory.path().join("object-1000")).unwrap();
    objects.sort();
    assert_eq!(objects, [("a".to_string(), 1), ("b".to_string(), 2)]);
}

#[test]
fn saving_where_it_is_impossible_is_an_error_of_the_output() {
    let (directory, _) = place();
    let file = directory.path().join("file");
    std::fs::write(&file, "precious").unwrap();
    let path = file.clone();
    let job = stream! {
        memory([["a"]]) |> foreach_batch(move |batch| batch.save_as_text_file(&path))
    };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("`foreach_batch` could not write the batch of"), "{error}");
    assert!(error.contains(&format!("cannot write {}: ", file.display())), "{error}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "precious");
}

#[test]
fn a_path_without_a_name_is_refused() {
    for path in ["", "/", "..", "a/.."] {
        let job = stream! {
            memory([["a"]]) |> foreach_batch(move |batch| batch.save_as_text_file(path))
        };
        let error = testing::run(job).unwrap_err().to_string();
        assert!(error.contains("the path does not end with a name"), "{path:?}: {error}");
    }
}
