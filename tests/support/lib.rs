//! Helpers that the tests share.
#![allow(clippy::missing_panics_doc, reason = "test helpers panic where a test fails")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers panic where a test fails")]

pub mod examples;
pub mod peers;
pub mod stepped;

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use streamdsl::clock::SimulatedClock;
use streamdsl::prelude::*;
use streamdsl::testing;

/// The numbers of workers on which every program runs.
pub const WORKERS: std::ops::RangeInclusive<usize> = 1..=3;

/// Runs a program on one, two and three workers, and compares each batch that reaches its
/// `collect` as a multiset.
#[track_caller]
pub fn check<T>(expected: &[Vec<T>], program: impl Fn(&Collected<T>) -> Pipeline)
where
    T: Clone + PartialOrd + Debug,
{
    let expected: Vec<Vec<T>> = expected.iter().cloned().map(sorted).collect();
    for workers in WORKERS {
        assert_eq!(batches_on(workers, &program), expected, "on {workers} workers");
    }
}

/// The sorted batches that a program collects on this number of workers.
#[track_caller]
pub fn batches_on<T>(workers: usize, program: impl Fn(&Collected<T>) -> Pipeline) -> Vec<Vec<T>>
where
    T: Clone + PartialOrd,
{
    let out = Collected::new();
    match testing::run_on(workers, program(&out)) {
        Ok(()) => out.sorted_batches(),
        Err(error) => panic!("on {workers} workers: {error}"),
    }
}

/// The error that ends a job. It must be the same on any number of workers.
#[track_caller]
pub fn failure(program: impl Fn() -> Pipeline) -> Error {
    let errors: Vec<Error> =
        WORKERS.map(|workers| testing::run_on(workers, program()).unwrap_err()).collect();
    for error in &errors {
        assert_eq!(error.to_string(), errors[0].to_string());
    }
    errors[0].clone()
}

/// Reports that a test cannot run here, and why. The line goes to standard error and bypasses the
/// test harness, which hides the output of passing tests. `.ci/run` counts these lines as skipped
/// tests.
pub fn skipped(test: &str, why: impl std::fmt::Display) {
    // Starts a new line, whatever the harness has written before.
    let _ = writeln!(io::stderr().lock(), "\nskipped: {test}: {why}");
}

/// Sorts records by their order.
pub fn sorted<T: PartialOrd>(mut records: Vec<T>) -> Vec<T> {
    records.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    records
}

/// Batches of text in collected form.
pub fn texts(batches: &[&[&str]]) -> Vec<Vec<String>> {
    batches.iter().map(|batch| batch.iter().map(ToString::to_string).collect()).collect()
}

/// Batches of pairs with text keys, in collected form.
pub fn pairs<V: Copy>(batches: &[&[(&str, V)]]) -> Vec<Vec<(String, V)>> {
    let pair = |&(key, value): &(&str, V)| (key.to_owned(), value);
    batches.iter().map(|batch| batch.iter().map(pair).collect()).collect()
}

/// A builder for deterministic runs: simulated time, no pinning, no signals.
pub fn deterministic(workers: usize) -> streamdsl::context::Builder {
    StreamingContext::builder()
        .clock(SimulatedClock::new())
        .workers(workers)
        .pin_workers(false)
        .stop_on_ctrl_c(false)
}

/// An output that a test can read: pass it to a context as the writer to print to.
#[derive(Clone, Default)]
pub struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    /// The text printed so far.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The output that a program prints on this number of workers.
pub fn printed(workers: usize, job: Pipeline) -> String {
    let output = Printed::default();
    deterministic(workers).output(output.clone()).build().unwrap().run(job).unwrap();
    output.text()
}

/// A small random number generator. Its numbers are the same in every run.
pub struct Random(u64);

impl Random {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// The next number, at least 0 and less than `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A time limit that only a hanging test reaches, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until a condition is true, by checking it again and again.
///
/// # Panics
/// If it does not become true within `PATIENCE`. `what` describes the condition.
#[track_caller]
#[allow(clippy::panic, reason = "it is for tests")]
pub fn until(what: &str, condition: impl Fn() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < give_up, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}
