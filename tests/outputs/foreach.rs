//! The `foreach` output.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use streamdsl::prelude::*;
use streamdsl::testing;

#[test]
fn every_record_is_handed_over_once_on_any_number_of_workers() {
    for workers in 1..=3 {
        let sum = Arc::new(AtomicU64::new(0));
        let adding = Arc::clone(&sum);
        let job = stream! {
            memory([(0..10_000_u64).collect::<Vec<_>>(), vec![], vec![1]])
                |> foreach(|n| { adding.fetch_add(n, Ordering::Relaxed); })
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(sum.load(Ordering::Relaxed), 49_995_001, "on {workers} workers");
    }
}

#[test]
fn results_of_a_stage_reach_it_too() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keeping = Arc::clone(&seen);
    let job = stream! {
        memory([["a b", "b"]]) |> flat_map(split) |> reduce_by_key(+) |> foreach(|(word, n)| {
            keeping.lock().unwrap().push((word.to_string(), n));
        })
    };
    testing::run(job).unwrap();
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    assert_eq!(seen, [("a".to_string(), 1), ("b".to_string(), 2)]);
}

#[test]
fn an_error_stops_the_job_with_batch_and_line() {
    let calls = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&calls);
    let line = line!() + 3;
    let job = stream! {
        memory([vec!["1"], vec!["x", "2"], vec!["3"]])
            |> foreach(|text| {
                counting.fetch_add(1, Ordering::Relaxed);
                text.parse::<u32>().map(|_| ())
            })
    };
    let error = testing::run_on(1, job).unwrap_err();
    assert!(
        matches!(&error, Error::Sink { operator, location, batch, message, .. }
        if operator == "foreach" && location.line == line && batch.as_millis() == 2000
            && message == "invalid digit found in string"),
        "{error}"
    );
    assert_eq!(calls.load(Ordering::Relaxed), 2, "the record after the error is not handed over");
}

#[test]
fn a_panic_is_blamed_on_it() {
    let job = stream! { memory([[1_u32]]) |> foreach(|n| assert_eq!(n, 2, "two is expected")) };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("`foreach` failed in the batch of"), "{error}");
    assert!(error.contains("two is expected"), "{error}");
}
