//! State that outlives a batch: slots, snapshots, and how tables are saved.
//!
//! An operator that keeps something from batch to batch owns a *slot*: a name
//! that stays the same when the program is changed around it, and the shape of
//! the types it keeps. Each worker saves its share of a slot as one part; a
//! snapshot is read back by any number of workers, each of which takes the keys
//! it owns out of all parts.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::key::owner;

/// Where an operator keeps its state.
#[derive(Clone, Debug)]
pub struct Slot {
    name: &'static str,
    shape: String,
}

impl Slot {
    pub(crate) fn new(name: &'static str, shape: String) -> Self {
        Self { name, shape }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::State { slot: self.name.to_owned(), message: message.into() }
    }
}

/// The state of a job as it was at the end of a batch.
///
/// A job that ends by itself or by a graceful stop leaves one behind
/// ([`StreamingContext::snapshot`](crate::context::StreamingContext::snapshot));
/// a context that is built with it
/// ([`restore`](crate::context::Builder::restore)) goes on from
/// there, with any number of workers, and with a changed program as long as the
/// shapes of its slots are the same.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    interval: Duration,
    batches: u64,
    slots: BTreeMap<String, SavedSlot>,
}

#[derive(Clone, Debug, Default)]
struct SavedSlot {
    shape: String,
    parts: Vec<Vec<u8>>,
}

/// What one worker saves of a slot.
#[derive(Debug)]
pub(crate) struct SavedPart {
    slot: &'static str,
    shape: String,
    bytes: Vec<u8>,
}

impl SavedPart {
    pub(crate) fn new(slot: &Slot, bytes: Vec<u8>) -> Self {
        Self { slot: slot.name, shape: slot.shape.clone(), bytes }
    }
}

impl Snapshot {
    /// The batch interval of the job.
    pub fn batch_interval(&self) -> Duration {
        self.interval
    }

    /// How many batches the job had done.
    pub fn batches(&self) -> u64 {
        self.batches
    }

    /// The names of the slots, each with the shape of what it holds.
    pub fn slots(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.slots.iter().map(|(name, slot)| (name.as_str(), slot.shape.as_str()))
    }

    pub(crate) fn collect(
        interval: Duration,
        batches: u64,
        parts: impl IntoIterator<Item = SavedPart>,
    ) -> Self {
        let mut slots: BTreeMap<String, SavedSlot> = BTreeMap::new();
        for part in parts {
            let slot = slots.entry(part.slot.to_owned()).or_default();
            slot.shape = part.shape;
            slot.parts.push(part.bytes);
        }
        Self { interval, batches, slots }
    }

    /// What was saved of a slot, one part per worker.
    pub(crate) fn parts_of(&self, slot: &str) -> &[Vec<u8>] {
        self.slots.get(slot).map_or(&[], |saved| &saved.parts)
    }

    pub(crate) fn set_progress(&mut self, interval: Duration, batches: u64) {
        (self.interval, self.batches) = (interval, batches);
    }

    pub(crate) fn insert(&mut self, slot: &str, shape: &str, parts: Vec<Vec<u8>>) {
        self.slots.insert(slot.into(), SavedSlot { shape: shape.into(), parts });
    }

    /// Checks that a job with this batch interval can go on from the snapshot.
    pub(crate) fn check_interval(&self, interval: Duration) -> Result<()> {
        if self.slots.is_empty() || self.interval == interval {
            return Ok(());
        }
        Err(Error::config(format!(
            "the snapshot to restore was made with a batch interval of {:?}, the job has {interval:?}; \
             windows are counted in batches, so the interval has to stay the same",
            self.interval
        )))
    }

    /// Whether anything was saved in a slot.
    pub(crate) fn holds(&self, slot: &Slot) -> bool {
        self.slots.contains_key(slot.name)
    }

    /// The parts of a slot, if it was saved; an error if it held something
    /// else.
    pub(crate) fn parts(&self, slot: &Slot) -> Result<&[Vec<u8>]> {
        match self.slots.get(slot.name) {
            None => Ok(&[]),
            Some(saved) if saved.shape == slot.shape => Ok(&saved.parts),
            Some(saved) => Err(slot.error(format!(
                "it was saved as {}, the program now keeps {}; rename the slot to start afresh, \
                 or restore a snapshot of this program",
                saved.shape, slot.shape
            ))),
        }
    }
}

/// The worker that reads a snapshot: it takes the keys that it owns.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    index: usize,
    workers: usize,
}

impl Owner {
    pub(crate) fn new(index: usize, workers: usize) -> Self {
        Self { index, workers }
    }

    /// Whether the key with this hash belongs to the worker.
    pub fn owns(self, hash: u64) -> bool {
        owner(hash, self.workers) == self.index
    }

    /// Whether it is the first worker, which keeps what has no key.
    pub fn is_leader(self) -> bool {
        self.index == 0
    }
}
