//! The memory that operators keep has a limit.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod growth;
#[cfg(unix)]
mod process;
mod receivers;
mod status;

use streamdsl::prelude::*;

const MIB: usize = 1 << 20;

/// The error of a job whose operators may keep `limit` bytes.
#[track_caller]
fn refused(workers: usize, limit: usize, job: Pipeline) -> Error {
    let builder = StreamingContext::builder().workers(workers).pin_workers(false);
    let clock = streamdsl::clock::SimulatedClock::new();
    let context = builder.clock(clock).memory_limit(limit).build().unwrap();
    let outcome = context.run(job);
    let status = context.status();
    outcome.err().unwrap_or_else(|| panic!("it has run with a limit of {limit}: {status:?}"))
}

/// Checks that a job ends because `operator`, which is in line `line`, keeps `what`.
#[track_caller]
fn check_refused(error: &Error, operator: &str, line: u32, what: &str) {
    let Error::Memory { operator: named, location, .. } = error else { panic!("{error}") };
    assert_eq!((named.as_str(), location.line), (operator, line), "{error}");
    let message = error.to_string();
    for part in [what, "`memory_limit` is ", "a shorter window, fewer keys", "batch of "] {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}
