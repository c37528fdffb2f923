//! The order of records within a batch, on any number of workers.
#![allow(clippy::unwrap_used, reason = "tests")]

mod keyed;
mod keyed_programs;
mod meaning;
mod programs;
mod random;
mod texts;
mod unions;
mod whole;
mod windows;

use std::fmt::Write as _;
use std::path::Path;

use streamdsl::prelude::*;
use streamdsl::testing;
use tempfile::NamedTempFile;

/// More workers than there are cores, so that they overtake each other.
const WORKERS: [usize; 4] = [1, 2, 3, 5];

/// How many numbers a file has. Its text fills many pages.
const MANY: u64 = 60_000;

/// A file with the numbers from 0 on, one per line.
fn numbers(count: u64) -> NamedTempFile {
    let mut text = String::new();
    for number in 0..count {
        writeln!(text, "{number}").unwrap();
    }
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// The number in a line. Some lines take a while, so that workers overtake each other.
fn parse(line: &str) -> u64 {
    let number: u64 = line.parse().unwrap();
    if number.is_multiple_of(997) {
        std::thread::yield_now();
    }
    number
}

/// All records that a program over a file of numbers collects, on each number of workers.
#[track_caller]
fn check<T: Clone + PartialEq + std::fmt::Debug>(
    expected: &[T],
    program: impl Fn(&Path, &Collected<T>) -> Pipeline,
) {
    let file = numbers(MANY);
    for workers in WORKERS {
        let out = Collected::new();
        testing::run_on(workers, program(file.path(), &out)).unwrap();
        let found = out.records();
        assert_eq!(found.len(), expected.len(), "on {workers} workers");
        let wrong = found.iter().zip(expected).position(|(found, expected)| found != expected);
        if let Some(at) = wrong {
            let found = &found[at];
            panic!("on {workers} workers: record {at} is {found:?}, not {:?}", expected[at]);
        }
    }
}
