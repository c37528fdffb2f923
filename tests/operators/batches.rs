//! Operators on whole batches.

use std::sync::{Arc, Mutex};

use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, sorted, texts};

#[test]
fn count_of_an_empty_batch_is_zero() {
    check(&[vec![2_u64], vec![0], vec![1]], |out| {
        stream! { memory([vec!["a", "b"], vec![], vec!["c"]]) |> count |> collect(out) }
    });
    check(&[vec![0_u64]], |out| {
        stream! { memory([[1, 2]]) |> filter(|_| false) |> count |> collect(out) }
    });
    check(&[vec![100_000_u64]], |out| stream! { memory([0..100_000]) |> count |> collect(out) });
}

#[test]
fn reduce_of_an_empty_batch_is_nothing() {
    check(&[vec![6], vec![], vec![4]], |out| {
        stream! { memory([vec![1, 2, 3], vec![], vec![4]]) |> reduce(+) |> collect(out) }
    });
    check(&[vec![3], vec![]], |out| {
        stream! { memory([vec![1, 3, 2], vec![]]) |> reduce(max) |> collect(out) }
    });
    check(&[vec!["abcd".len()]], |out| {
        stream! {
            memory([["ab", "c", "d"]]) |> map(str::to_owned)
                |> reduce(|a, b| a + &b) |> map(|text| text.len()) |> collect(out)
        }
    });
    check(&[vec![(3, 5.0)]], |out| {
        stream! {
            memory([[(3, 0.5), (1, 5.0)]])
                |> reduce(|a, b| (a.0.max(b.0), if a.1 > b.1 { a.1 } else { b.1 })) |> collect(out)
        }
    });
}

#[test]
fn count_and_reduce_feed_further_operators() {
    check(&texts(&[&["3 records"], &["0 records"]]), |out| {
        stream! {
            memory([vec![1, 2, 3], vec![]]) |> count |> map(|n| format!("{n} records")) |> collect(out)
        }
    });
    check(&[vec![1_u64], vec![0]], |out| {
        stream! { memory([vec![1, 2, 3], vec![]]) |> reduce(+) |> count |> collect(out) }
    });
}

#[test]
fn transform_is_given_the_whole_batch_and_its_time() {
    check(&[vec![4, 3], vec![], vec![9, 8]], |out| {
        stream! {
            memory([vec![1_i32, 4, 2, 3], vec![], vec![8, 9]])
                |> transform(|batch| {
                    let mut records = batch.collect();
                    records.sort_unstable_by(|a, b| b.cmp(a));
                    records.truncate(2);
                    records
                })
                |> collect(out)
        }
    });
    check(&[vec![(1000, 2)], vec![(2000, 0)], vec![(3000, 1)]], |out| {
        stream! {
            memory([vec!["a", "b"], vec![], vec!["c"]])
                |> transform(|batch, time| {
                    assert_eq!(batch.time(), time);
                    [(time.as_millis(), batch.len())]
                })
                |> collect(out)
        }
    });
}

#[test]
fn transform_yields_text_that_borrows_from_its_batch() {
    check(&texts(&[&["a", "c"], &[]]), |out| {
        stream! {
            memory([vec!["b", "a", "c"], vec![]])
                |> transform(|batch| batch.iter().filter(|word| *word != "b"))
                |> collect(out)
        }
    });
    check(&[vec![("a".to_owned(), 2_u64)]], |out| {
        stream! {
            memory([["b a", "a"]]) |> flat_map(split)
                |> transform(|batch| batch.iter().filter(|word| *word != "b"))
                |> reduce_by_key(+)
                |> collect(out)
        }
    });
}

#[test]
fn transform_takes_a_named_function_and_runs_once_per_batch() {
    use streamdsl::ops::Batch;
    use streamdsl::record::Values;
    fn length(batch: Batch<'_, Values<i32>>, _: BatchTime) -> [usize; 1] {
        [batch.len()]
    }
    check(&[vec![2_usize], vec![0]], |out| {
        stream! { memory([vec![1, 2], vec![]]) |> transform(length) |> collect(out) }
    });
}

/// The batches that a `foreach_batch` has received: times in milliseconds and records.
type Seen<T> = Arc<Mutex<Vec<(u64, Vec<T>)>>>;

#[test]
fn foreach_batch_sees_every_batch_once_in_order() {
    for workers in WORKERS {
        let seen: Seen<String> = Arc::default();
        let seen_by_job = Arc::clone(&seen);
        let job = stream! {
            memory([vec!["a", "b"], vec![], vec!["c"]]) |> foreach_batch(|batch, time| {
                seen_by_job.lock().unwrap().push((time.as_millis(), sorted(batch.collect())));
            })
        };
        testing::run_on(workers, job).unwrap();
        let text = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let expected = [(1000, text(&["a", "b"])), (2000, text(&[])), (3000, text(&["c"]))];
        assert_eq!(*seen.lock().unwrap(), expected);
    }
}

#[test]
fn foreach_batch_offers_what_a_batch_has() {
    for workers in WORKERS {
        let calls = Arc::new(Mutex::new(0));
        let calls_by_job = Arc::clone(&calls);
        let job = stream! {
            memory([vec![3, 1, 2], vec![]]) |> foreach_batch(|batch| {
                *calls_by_job.lock().unwrap() += 1;
                if batch.time() == BatchTime::from_millis(2000) {
                    assert!(batch.is_empty() && batch.first().is_none());
                    assert!(batch.take(3).is_empty());
                    return;
                }
                assert_eq!(batch.len(), 3);
                assert_eq!(batch.iter().len(), 3);
                assert_eq!(batch.take(2).len(), 2);
                assert_eq!(batch.iter().sum::<i32>(), 6);
                assert!(batch.first().is_some_and(|n| (1..=3).contains(&n)));
                let (mut by_value, mut by_reference) = (0, 0);
                for n in batch {
                    by_value += n;
                }
                for n in &batch {
                    by_reference += n;
                }
                assert_eq!((by_value, by_reference), (6, 6));
            })
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(*calls.lock().unwrap(), 2);
    }
}

#[test]
fn foreach_batch_may_return_a_result() {
    let job = stream! {
        memory([[1, 2]]) |> foreach_batch(|batch| -> Result<(), String> {
            if batch.len() == 2 { Ok(()) } else { Err("wrong".into()) }
        })
    };
    testing::run(job).unwrap();
}

#[test]
fn a_job_can_be_stopped_by_its_own_output() {
    let context = Arc::new(streamdsl_tests::deterministic(2).build().unwrap());
    let (seen, inner) = (Arc::new(Mutex::new(Vec::new())), Arc::clone(&context));
    let seen_by_job = Arc::clone(&seen);
    let job = stream! {
        memory((0_usize..).map(|n| [n])) |> foreach_batch(|batch| {
            seen_by_job.lock().unwrap().extend(batch);
            if batch.first() == Some(5) {
                inner.stop(StopMode::Graceful).unwrap();
            }
        })
    };
    context.run(job).unwrap();
    let seen = seen.lock().unwrap().clone();
    assert!(seen.len() >= 6);
    assert_eq!(seen, (0..seen.len()).collect::<Vec<_>>());
}
