//! Comparison with Apache Spark. See `README.md` beside this file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod case;
mod differences;
mod programs;

use case::{Case, Output};
use differences::{DIFFERENCES, Difference, Expected};
use streamdsl::prelude::*;
use streamdsl_tests::{WORKERS, deterministic};

/// Runs a case. Returns `None` if there is no program for its steps.
fn run(case: &Case, workers: usize) -> Option<Result<Output, Error>> {
    let out = Collected::new();
    let job = programs::program(case, &out)?;
    let context = deterministic(workers).batch_interval(case.interval).build().unwrap();
    let outcome = context.run(job);
    Some(outcome.map(|()| case.output(out.take())))
}

/// The expected result of a case.
fn expected(case: &Case, all: &[Case]) -> Option<Output> {
    let spark = |name: &str| {
        let case = all.iter().find(|case| case.name == name).unwrap();
        case.spark.clone().unwrap()
    };
    let difference = DIFFERENCES.iter().find(|difference| difference.case == case.name);
    match difference.map(|Difference { expected, .. }| expected) {
        None => case.spark.clone().ok(),
        Some(Expected::AsSpark(other)) => Some(spark(other)),
        Some(Expected::Batches(batches)) => {
            let own = |words: &&[&str]| words.iter().map(ToString::to_string).collect();
            let batches = batches.iter().map(|(batch, records)| (*batch, own(records)));
            Some(case::normalized(batches.collect()))
        }
        Some(Expected::Refused) => None,
    }
}

#[test]
fn every_case_gives_sparks_result_or_the_decided_one() {
    let cases = case::all();
    let mut failures = Vec::new();
    for case in &cases {
        let expected = expected(case, &cases);
        for workers in WORKERS {
            let name = format!("{} on {workers} workers", case.name);
            match (run(case, workers), &expected) {
                (None, _) => failures.push(format!("{name}: no program for {}", case.shape())),
                (Some(Ok(ours)), Some(expected)) if ours == *expected => {}
                (Some(Err(Error::Window { .. })), None) => {}
                (Some(ours), expected) => {
                    failures
                        .push(format!("{name}:\n  ours:     {ours:?}\n  expected: {expected:?}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(cases.len(), 46);
}

#[test]
fn differences_are_of_cases_that_exist_and_do_differ() {
    let cases = case::all();
    for difference in DIFFERENCES {
        let found: Vec<&Case> = cases.iter().filter(|case| case.name == difference.case).collect();
        assert_eq!(found.len(), 1, "{}", difference.case);
        assert_ne!(found[0].spark.clone().ok(), expected(found[0], &cases), "{}", difference.case);
        assert!(!difference.reason.is_empty());
        let twice = DIFFERENCES.iter().filter(|other| other.case == difference.case).count();
        assert_eq!(twice, 1, "{}", difference.case);
    }
}
