//! Programs on random batches, beside what their operators mean.
//!
//! The sources deliver chunks of random sizes. Each program runs on several numbers of workers, once as
//! one job and once as two jobs of which the second continues from the snapshot of the first.

use std::collections::BTreeMap;
use std::fmt::Debug;

use streamdsl::chunk::ItemsChunk;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl::source::{Inlet, Source};
use streamdsl::state::Snapshot;
use streamdsl::time::BatchTime;
use streamdsl_tests::{Random, deterministic};

use crate::meaning::Stream;

/// How many batches the sources have.
const BATCHES: u64 = 7;

/// How many random inputs each program gets.
const SEEDS: u64 = 8;

/// A source that delivers its batches in chunks of random sizes.
pub(crate) struct Chunks {
    batches: std::vec::IntoIter<Vec<u32>>,
    random: Random,
    inlet: Option<Inlet<ItemsChunk<u32>>>,
}

impl Source for Chunks {
    type Chunk = ItemsChunk<u32>;

    fn describe(&self) -> String {
        "chunks".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> streamdsl::Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> streamdsl::Result<()> {
        let mut records = self.batches.next().unwrap_or_default();
        while !records.is_empty() {
            let size = (1 + self.random.below(5) as usize).min(records.len());
            let rest = records.split_off(size);
            if let Some(inlet) = &self.inlet {
                inlet.push_items(records);
            }
            if self.random.below(4) == 0 {
                std::thread::yield_now();
            }
            records = rest;
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.batches.len() == 0
    }

    fn stop(&mut self) {}
}

fn chunks(batches: &[Vec<u32>], seed: u64) -> Chunks {
    let batches = Vec::from(batches).into_iter();
    Chunks { batches, random: Random::new(seed), inlet: None }
}

/// A source of one batch that delivers either numbers from 100 on when it starts, or numbers from 0 on
/// when the batch ends.
pub(crate) fn early(at_start: bool) -> Early {
    Early { at_start, inlet: None, done: false }
}

pub(crate) struct Early {
    at_start: bool,
    inlet: Option<Inlet<ItemsChunk<u32>>>,
    done: bool,
}

impl Source for Early {
    type Chunk = ItemsChunk<u32>;

    fn describe(&self) -> String {
        "early".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> streamdsl::Result<()> {
        if self.at_start {
            for n in 100..120 {
                inlet.push_items(vec![n]);
            }
        }
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> streamdsl::Result<()> {
        if let Some(inlet) = self.inlet.as_ref().filter(|_| !self.at_start) {
            for n in 0..20 {
                inlet.push_items(vec![n]);
            }
        }
        self.done = true;
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.done
    }

    fn stop(&mut self) {}
}

/// Batches of up to 40 numbers below 100; some are empty, some have one record.
fn input(seed: u64) -> Vec<Vec<u32>> {
    let mut random = Random::new(seed);
    let batch = |_| {
        let length = [0, 1, 1 + random.below(40), 1 + random.below(40)][random.below(4) as usize];
        (0..length).map(|_| random.below(100) as u32).collect()
    };
    (0..BATCHES).map(batch).collect()
}

fn stream(input: &[Vec<u32>]) -> Stream<u32> {
    Stream((1..).zip(input.iter().cloned()).collect())
}

type Program<'p, T> = &'p dyn Fn(Chunks, Chunks, &Collected<T>) -> Pipeline;

/// Runs a part of the batches.
fn part<T: Clone>(
    (workers, seed): (usize, u64),
    (left, right): (&[Vec<u32>], &[Vec<u32>]),
    restored: Option<Snapshot>,
    program: Program<'_, T>,
) -> (BTreeMap<u64, Vec<T>>, Option<Snapshot>) {
    let out = Collected::new();
    let mut context = deterministic(workers).at_end(AtEnd::Keep);
    if let Some(snapshot) = restored {
        context = context.restore(snapshot);
    }
    let context = context.build().unwrap();
    context.run(program(chunks(left, seed), chunks(right, seed + 1), &out)).unwrap();
    let found = out.take().into_iter().map(|(time, records)| (time.as_millis() / 1000, records));
    (found.collect(), context.snapshot())
}

/// Compares a program with its meaning, on random input.
#[track_caller]
pub(crate) fn compare<T: Clone + PartialEq + Debug>(
    program: impl Fn(Chunks, Chunks, &Collected<T>) -> Pipeline,
    meaning: impl Fn(&Stream<u32>, &Stream<u32>) -> Stream<T>,
) {
    for seed in 1..=SEEDS {
        let (left, right) = (input(seed), input(seed + 1000));
        let expected = meaning(&stream(&left), &stream(&right));
        for workers in [1, 2, 3, 4, 7] {
            let found = part((workers, seed), (&left, &right), None, &program).0;
            assert_eq!(Stream(found), expected, "seed {seed}, {workers} workers");
            let cut = (seed + workers as u64) as usize % left.len();
            if cut == 0 {
                continue;
            }
            let (before, after) = ((&left[..cut], &right[..cut]), (&left[cut..], &right[cut..]));
            let (mut found, saved) = part((workers, seed), before, None, &program);
            let (rest, _) = part((8 - workers, seed), after, saved, &program);
            found.extend(rest);
            let which = format!("seed {seed}, {workers} workers, continued after batch {cut}");
            assert_eq!(Stream(found), expected, "{which}");
        }
    }
}
