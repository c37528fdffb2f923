//! Batches without records between others. Every operator that must produce a result for them does
//! so, and the next batch finds all state in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use streamdsl::clock::ManualClock;
use streamdsl::listener::{OutputOperationInfo, StreamingListener};
use streamdsl::prelude::*;
use streamdsl_tests::{WORKERS, batches_on, check, printed};

/// Batches with no records, some, twice none, many, and none.
fn batches() -> Vec<Vec<u64>> {
    vec![vec![], vec![1, 2, 1], vec![], vec![], (0..5000).collect(), vec![]]
}

/// The number of records and of distinct records of each batch.
fn sizes() -> Vec<(u64, u64)> {
    vec![(0, 0), (3, 2), (0, 0), (0, 0), (5000, 5000), (0, 0)]
}

#[test]
fn results_of_single_records_do_not_exist() {
    for workers in WORKERS {
        let (seen, sum) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (counted, added) = (Arc::clone(&seen), Arc::clone(&sum));
        let job = stream! {
            memory(batches())
                |> map(|n| (n, 1_u64))
                |> reduce_by_key(+)
                |> foreach(move |(_, count)| {
                    counted.fetch_add(1, Ordering::Relaxed);
                    added.fetch_add(count, Ordering::Relaxed);
                })
        };
        streamdsl::testing::run_on(workers, job).unwrap();
        assert_eq!((seen.load(Ordering::Relaxed), sum.load(Ordering::Relaxed)), (5002, 5003));
    }
}

#[test]
fn a_whole_batch_has_a_result() {
    let counts: Vec<Vec<u64>> = sizes().iter().map(|(records, _)| vec![*records]).collect();
    check(&counts, |out| stream! { memory(batches()) |> count |> collect(out) });
    check(
        &counts,
        |out| stream! { memory(batches()) |> transform(|batch| [batch.len() as u64]) |> collect(out) },
    );
}

#[test]
fn what_a_whole_batch_results_in_reaches_its_worker() {
    let keyed: Vec<Vec<(u64, u64)>> =
        sizes().iter().map(|(records, _)| vec![(records % 7, *records)]).collect();
    check(&keyed, |out| {
        stream! {
            memory(batches())
                |> count
                |> map(|records| (records % 7, records))
                |> group_by_key
                |> map(|(key, records)| (key, records[0]))
                |> collect(out)
        }
    });
    let counts: Vec<Vec<u64>> = sizes().iter().map(|(records, _)| vec![*records]).collect();
    check(&counts, |out| {
        stream! { memory(batches()) |> count |> repartition |> sort_by(|n| *n) |> collect(out) }
    });
}

#[test]
fn every_share_has_a_result() {
    for workers in WORKERS {
        let shares = batches_on(workers, |out| {
            stream! { memory(batches()) |> glom |> map(|_share| 1_u64) |> collect(out) }
        });
        assert_eq!(shares, vec![vec![1; workers]; 6]);
    }
}

#[test]
fn outputs_say_that_there_was_nothing() {
    for workers in WORKERS {
        let out = printed(
            workers,
            stream! { memory([vec![], vec!["a"], vec![]]) |> count_by_value |> pprint },
        );
        assert_eq!(out.matches("Time:").count(), 3, "{out}");
        assert_eq!(out.matches("(\"a\", 1)").count(), 1, "{out}");
    }
}

#[test]
fn windows_and_state_pass_them() {
    let mut windows = vec![vec![], vec![(1, 2), (2, 1)], vec![(1, 2), (2, 1)], vec![]];
    windows.extend(vec![(0..5000).map(|n| (n, 1)).collect::<Vec<(u64, u64)>>(); 2]);
    check(&windows, |out| {
        stream! { memory(batches()) |> reduce_by_key_and_window(+, 2s, 1s) |> collect(out) }
    });
}

/// A listener that counts outputs.
#[derive(Clone, Default)]
struct Outputs(Arc<AtomicU64>);

impl StreamingListener for Outputs {
    fn on_output_operation_completed(&mut self, _output: &OutputOperationInfo) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn all_of_them_are_completed_and_heard_of() {
    for workers in WORKERS {
        for listens in [false, true] {
            let (clock, outputs) = (ManualClock::new(), Outputs::default());
            let mut builder = StreamingContext::builder().workers(workers).clock(clock.clone());
            if listens {
                builder = builder.listener(outputs.clone());
            }
            let context = builder.stop_on_ctrl_c(false).build().unwrap();
            let records = Queue::new();
            let job = stream! { queue(&records) |> distinct |> foreach(|_: u64| ()) };
            context.start(job).unwrap();
            for batch in 1..=20 {
                if batch % 5 == 0 {
                    records.push([batch]);
                }
                clock.advance(Duration::from_secs(1));
                context.wait_for_batches(batch, Duration::from_secs(60)).unwrap();
            }
            assert_eq!(context.status().records_received, 4);
            context.stop(StopMode::Graceful).unwrap();
            assert!(context.status().batches_completed >= 20);
            if listens {
                assert!(outputs.0.load(Ordering::Relaxed) >= 20);
            }
        }
    }
}
