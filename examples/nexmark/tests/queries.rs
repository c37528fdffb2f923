//! Compares every query with its reference implementation.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};

use streamdsl::source::text;
use streamdsl_nexmark::generator::Generator;
use streamdsl_nexmark::model::Event;
use streamdsl_nexmark::output::{Checksum, Output, Row};
use streamdsl_nexmark::source::{BATCH_MS, by_event_time};
use streamdsl_nexmark::{queries, reference};

/// An output that collects rows as text.
#[derive(Clone, Default)]
struct Rows(Arc<Mutex<Vec<String>>>);

impl Output for Rows {
    fn row(&self, row: impl Row) {
        self.0.lock().unwrap().push(format!("{row:?}"));
    }
}

impl Rows {
    fn sorted(&self) -> Vec<String> {
        let mut rows = self.0.lock().unwrap().clone();
        rows.sort();
        rows
    }
}

/// Compares a query with its reference, at this rate of events per second, with 1 and 2 workers.
fn check(name: &str, rate: u64) {
    let seconds = 23_u32;
    let generator = Generator::new(rate);
    let batches: Vec<String> = (0..seconds).map(|index| generator.batch(index.into())).collect();
    let events = batches.iter().flat_map(|batch| batch.lines());
    let events: Vec<_> = events.map(|line| Event::parse(line).expect(line)).collect();
    assert_eq!(events.len() as u64, rate * u64::from(seconds));
    let expected = Rows::default();
    assert!(reference::by_name(name, &events, u64::from(seconds) * BATCH_MS, &expected));
    let expected = expected.sorted();
    assert!(expected.len() >= 2, "{name} has {} rows", expected.len());
    for workers in [1, 2] {
        let rows = Rows::default();
        let texts: Vec<_> = batches.iter().map(|batch| text(batch.as_str())).collect();
        let job = queries::by_name(name, by_event_time(texts), rows.clone()).unwrap();
        streamdsl::testing::run_on(workers, job).unwrap();
        assert_eq!(rows.sorted(), expected, "{name} at {rate} per second, {workers} workers");
    }
}

/// One slow rate, so that batches are small, and one fast rate, so that many events have the same
/// time.
macro_rules! agree {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            check(stringify!($name), 130);
            check(stringify!($name), 2300);
        }
    )*};
}
agree! { q0 q1 q2 q3 q4 q5 q6 q7 q8 }

#[test]
fn all_names_are_queries_and_nothing_else_is() {
    let none = || by_event_time(Vec::new());
    for name in queries::NAMES {
        assert!(queries::by_name(name, none(), Rows::default()).is_some(), "{name}");
    }
    assert!(queries::by_name("q9", none(), Rows::default()).is_none());
    assert!(!reference::by_name("q9", &[], 0, &Rows::default()));
}

#[test]
fn a_checksum_sees_every_field_and_no_order() {
    let sum = |rows: &[(u64, &str)]| {
        let checksum = Checksum::default();
        for row in rows {
            checksum.row(*row);
        }
        checksum.value()
    };
    let (a, b) = ((1, "a longer text"), (2, ""));
    assert_eq!(sum(&[a, b]), sum(&[b, a]));
    assert_ne!(sum(&[a, b]), sum(&[a]));
    assert_ne!(sum(&[a]), sum(&[(3, "a longer text")]));
    assert_ne!(sum(&[a]), sum(&[(1, "a longer texT")]));
    assert_ne!(sum(&[a]), sum(&[(1, "A longer text")]));
}
