//! Runs a program in one part and in several parts.

use std::fmt::Debug;
use std::time::Duration;

use streamdsl::clock::SimulatedClock;
use streamdsl::context::{AtEnd, Builder};
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;
use streamdsl_tests::{Random, deterministic, sorted};

/// A key and a value.
pub(crate) type Item = (&'static str, i64);

/// The collected records, with their times in seconds.
pub(crate) type Output<T> = Vec<(u64, Vec<T>)>;

/// The windows and slides, in seconds, used for stateful programs.
pub(crate) const WINDOWS: [(u64, u64); 8] =
    [(1, 1), (3, 1), (4, 2), (2, 3), (7, 4), (12, 1), (20, 2), (10, 10)];

/// Batches with few keys, some of which appear and vanish.
pub(crate) fn batches(random: &mut Random, count: usize) -> Vec<Vec<Item>> {
    const KEYS: [&str; 6] = ["", "a", "b\0", "sixteen bytes ok", "more than sixteen bytes", "z"];
    let mut item = |at: usize| {
        // A key is used only in some stretches, so keys vanish and return.
        let awake = |key: &usize| !(at / 4 + key).is_multiple_of(3);
        let key = Some(random.below(6) as usize).filter(awake)?;
        Some((KEYS[key], random.below(20).cast_signed() - 9))
    };
    (0..count).map(|at| (0..4).filter_map(|_| item(at)).collect()).collect()
}

/// Runs a program on one part of its input, from the second at which the snapshot was taken.
pub(crate) fn part<T: Clone + PartialOrd>(
    workers: usize,
    snapshot: Option<Snapshot>,
    program: impl FnOnce(&Collected<T>) -> Pipeline,
) -> Result<(Output<T>, Snapshot), Error> {
    part_with(workers, snapshot, |builder| builder, program)
}

/// The same with further settings of the context.
pub(crate) fn part_with<T: Clone + PartialOrd>(
    workers: usize,
    snapshot: Option<Snapshot>,
    settings: impl FnOnce(Builder) -> Builder,
    program: impl FnOnce(&Collected<T>) -> Pipeline,
) -> Result<(Output<T>, Snapshot), Error> {
    let begun = snapshot.as_ref().map_or(0, Snapshot::batches);
    let clock = SimulatedClock::at(Duration::from_secs(begun));
    let mut builder = settings(deterministic(workers).at_end(AtEnd::Keep).clock(clock));
    if let Some(snapshot) = snapshot {
        builder = builder.restore(snapshot);
    }
    let out = Collected::new();
    let context = builder.build()?;
    context.run(program(&out))?;
    let output = out.take().into_iter().map(|(time, records)| {
        assert_eq!(time.as_millis() % 1000, 0);
        (time.as_millis() / 1000, sorted(records))
    });
    Ok((output.collect(), context.snapshot().expect("a job that has ended leaves a snapshot")))
}

/// Checks that a program produces the same results in three parts, each on another number of
/// workers, as in one part.
#[track_caller]
pub(crate) fn check<T: Clone + PartialOrd + Debug>(
    name: &str,
    program: impl Fn(Vec<Vec<Item>>, &Collected<T>) -> Pipeline,
) {
    let mut random = Random::new(name.len() as u64);
    for round in 0..3 {
        let input = batches(&mut random, 24);
        let (whole, last) = part(2, None, |out| program(input.clone(), out)).unwrap();
        let mut cuts = [random.below(25) as usize, random.below(25) as usize];
        cuts.sort_unstable();
        let parts = [&input[..cuts[0]], &input[cuts[0]..cuts[1]], &input[cuts[1]..]];
        let mut output = Vec::new();
        let mut snapshot = None;
        for (index, batches) in parts.into_iter().enumerate() {
            let workers = 1 + (round + index * 2) % 3;
            let (records, kept) =
                part(workers, snapshot, |out| program(batches.to_vec(), out)).unwrap();
            output.extend(records);
            snapshot = Some(kept);
        }
        assert_eq!(output, whole, "{name}, cut at {cuts:?}");
        let snapshot = snapshot.unwrap();
        assert_eq!(snapshot.batches(), 24);
        assert_eq!(snapshot.slots().collect::<Vec<_>>(), last.slots().collect::<Vec<_>>());
    }
}
