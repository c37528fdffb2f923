//! A naive model of windows.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use proptest::prelude::*;
use streamdsl::context::AtEnd;
use streamdsl::prelude::{Collected, Pipeline};
use streamdsl_tests::{deterministic, sorted};

/// Keys that need care: empty, short, at the limit of inline keys, long.
const KEYS: [&str; 5] = ["", "a", "b\0", "sixteen bytes ok", "more than sixteen bytes"];

/// A key and a value.
pub(crate) type Item = (&'static str, i64);

/// The output of a stream: for each batch with output, the batch number from 1 and the records.
pub(crate) type Stream<T> = Vec<(u64, Vec<T>)>;

/// The input, and a window in batches.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) batches: Vec<Vec<Item>>,
    pub(crate) window: u64,
    pub(crate) slide: u64,
    pub(crate) workers: usize,
    pub(crate) interval: Duration,
}

impl Case {
    /// This many batches as a duration.
    pub(crate) fn long(&self, batches: u64) -> Duration {
        self.interval * u32::try_from(batches).unwrap()
    }

    /// The window and the slide as durations.
    pub(crate) fn durations(&self) -> (Duration, Duration) {
        (self.long(self.window), self.long(self.slide))
    }

    /// The input for the source.
    pub(crate) fn input(&self) -> Vec<Vec<Item>> {
        self.batches.clone()
    }

    /// The input as a stream of the model, with keys in collected form.
    pub(crate) fn stream(&self) -> Stream<(String, i64)> {
        let own = |batch: &Vec<Item>| batch.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
        (1..).zip(self.batches.iter().map(own)).collect()
    }

    /// A window of the model.
    pub(crate) fn windowed<T: Clone>(&self, stream: &Stream<T>) -> Stream<T> {
        self.window_of(stream, self.window, self.slide)
    }

    /// A window with this length and slide.
    pub(crate) fn window_of<T: Clone>(
        &self,
        stream: &Stream<T>,
        window: u64,
        slide: u64,
    ) -> Stream<T> {
        let last = self.batches.len() as u64;
        let emissions = (1..=last).filter(|batch| batch % slide == 0);
        let covered = |end: u64| {
            let inside = stream.iter().filter(move |(at, _)| *at <= end && *at + window > end);
            inside.flat_map(|(_, records)| records.iter().cloned()).collect()
        };
        emissions.map(|end| (end, covered(end))).collect()
    }

    /// Runs a program without the batches after its input, and compares the collected records with the model.
    pub(crate) fn check<T>(
        &self,
        expected: &Stream<T>,
        program: impl Fn(&Collected<T>) -> Pipeline,
    ) -> Result<(), TestCaseError>
    where
        T: Clone + PartialOrd + Debug,
    {
        let out = Collected::new();
        let context = deterministic(self.workers)
            .batch_interval(self.interval)
            .at_end(AtEnd::Keep)
            .build()
            .unwrap();
        let outcome = context.run(program(&out));
        prop_assert!(outcome.is_ok(), "{outcome:?}");
        let millis = self.interval.as_millis() as u64;
        let number = |(time, records): (streamdsl::time::BatchTime, Vec<T>)| {
            (time.as_millis() / millis, sorted(records))
        };
        let actual: Stream<T> = out.take().into_iter().map(number).collect();
        let expected: Stream<T> =
            expected.iter().map(|(at, records)| (*at, sorted(records.clone()))).collect();
        prop_assert_eq!(actual, expected);
        Ok(())
    }
}

/// Combines the values of each key in each batch of a stream.
pub(crate) fn reduced<K, V>(stream: &Stream<(K, V)>, combine: impl Fn(V, V) -> V) -> Stream<(K, V)>
where
    K: Ord + Clone,
    V: Clone,
{
    let table = |records: &Vec<(K, V)>| {
        let mut table: BTreeMap<K, V> = BTreeMap::new();
        for (key, value) in records {
            let value = match table.remove(key) {
                Some(old) => combine(old, value.clone()),
                None => value.clone(),
            };
            table.insert(key.clone(), value);
        }
        table.into_iter().collect()
    };
    stream.iter().map(|(at, records)| (*at, table(records))).collect()
}

/// Changes each record of a stream.
pub(crate) fn mapped<T, U>(stream: &Stream<T>, f: impl Fn(&T) -> U) -> Stream<U> {
    stream.iter().map(|(at, records)| (*at, records.iter().map(&f).collect())).collect()
}

/// The number of records of each batch of a stream.
pub(crate) fn counted<T>(stream: &Stream<T>) -> Stream<u64> {
    stream.iter().map(|(at, records)| (*at, vec![records.len() as u64])).collect()
}

/// Windows and slides in batches: all small ones, those with few and with many panes, slides longer
/// than the window, and lengths that are no multiple of the slide.
pub(crate) fn relations() -> impl Strategy<Value = (u64, u64)> {
    prop_oneof![
        (1..=6_u64, 1..=6_u64),
        (1..=30_u64, 1..=12_u64),
        prop::sample::select(vec![
            (1, 1),
            (30, 1),
            (30, 10),
            (9, 1),
            (8, 1),
            (2, 3),
            (1, 7),
            (7, 4),
            (12, 5),
            (20, 2),
        ]),
    ]
}

/// Batches with few records and runs of empty ones.
fn batches(most: usize) -> impl Strategy<Value = Vec<Vec<Item>>> {
    let item = (prop::sample::select(KEYS.to_vec()), -9..10_i64);
    let batch = prop_oneof![
        1 => Just(Vec::new()),
        2 => prop::collection::vec(item, 0..5),
    ];
    prop::collection::vec(batch, 1..most)
}

/// Any case.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let interval = prop::sample::select(vec![1_u64, 250, 1000, 60_000]);
    (batches(45), relations(), 1..=3_usize, interval).prop_map(
        |(batches, (window, slide), workers, interval)| {
            let interval = Duration::from_millis(interval);
            Case { batches, window, slide, workers, interval }
        },
    )
}

/// The number of cases. Failing cases are not written to disk.
pub(crate) fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}
