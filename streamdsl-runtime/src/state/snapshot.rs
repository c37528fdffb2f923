//! The state of a whole job at the end of a batch.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::time::BatchTime;
use crate::state::slots::{SavedPart, Slot};

/// The state of a job at the end of a batch.
///
/// After a job has ended by itself or by a graceful stop,
/// [`StreamingContext::snapshot`](crate::job::context::StreamingContext::snapshot) returns its
/// snapshot. A context that is built with the snapshot
/// ([`restore`](crate::job::context::Builder::restore)) continues from it. The number of workers may
/// be different, and so may the program, if the slots that both have are of the same shape.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    interval: Duration,
    batches: u64,
    last_batch: Option<BatchTime>,
    slots: BTreeMap<String, SavedSlot>,
}

#[derive(Clone, Debug, Default)]
struct SavedSlot {
    shape: String,
    parts: Vec<Vec<u8>>,
}

impl Snapshot {
    /// Returns the batch interval of the job.
    pub fn batch_interval(&self) -> Duration {
        self.interval
    }

    /// Returns the number of the last batch that the job had processed, counted from the beginning
    /// of the stream. Batches that are missing because no job ran, or because the wall clock was set
    /// forward, count too.
    pub fn batches(&self) -> u64 {
        self.batches
    }

    /// Returns the end of the last batch that the job had processed. It is `None` if there was none,
    /// and for a checkpoint of an old version, which does not hold it.
    pub fn last_batch(&self) -> Option<BatchTime> {
        self.last_batch
    }

    /// Iterates over the slots: the name of each, and the shape of the types in it.
    pub fn slots(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.slots.iter().map(|(name, slot)| (name.as_str(), slot.shape.as_str()))
    }

    pub(crate) fn collect(
        interval: Duration,
        (batches, last_batch): (u64, BatchTime),
        parts: impl IntoIterator<Item = SavedPart>,
    ) -> Self {
        let mut slots: BTreeMap<String, SavedSlot> = BTreeMap::new();
        for part in parts {
            let slot = slots.entry(part.slot.to_owned()).or_default();
            slot.shape = part.shape;
            slot.parts.push(part.bytes);
        }
        // The stream has not begun if the job had no batch.
        let last_batch = (batches > 0).then_some(last_batch);
        Self { interval, batches, last_batch, slots }
    }

    /// Returns what was saved of a slot: one part for each worker.
    pub(crate) fn parts_of(&self, slot: &str) -> &[Vec<u8>] {
        self.slots.get(slot).map_or(&[], |saved| &saved.parts)
    }

    pub(crate) fn set_progress(&mut self, interval: Duration, batches: u64) {
        (self.interval, self.batches) = (interval, batches);
    }

    pub(crate) fn set_last_batch(&mut self, time: BatchTime) {
        self.last_batch = Some(time);
    }

    pub(crate) fn insert(&mut self, slot: &str, shape: &str, parts: Vec<Vec<u8>>) {
        self.slots.insert(slot.into(), SavedSlot { shape: shape.into(), parts });
    }

    /// Checks that a job with this batch interval can continue from the snapshot.
    pub(crate) fn check_interval(&self, interval: Duration) -> Result<()> {
        if self.slots.is_empty() || self.interval == interval {
            return Ok(());
        }
        Err(Error::config(format!(
            "the snapshot was made with a batch interval of {:?}, but the job has {interval:?}; the \
             interval must stay the same, because windows are counted in batches",
            self.interval
        )))
    }

    /// Returns whether the snapshot has a slot of this name.
    pub(crate) fn holds(&self, slot: &Slot) -> bool {
        self.slots.contains_key(slot.name)
    }

    /// Returns the parts of a slot; none if it was not saved.
    ///
    /// # Errors
    /// [`Error::State`] if the saved slot has another shape.
    pub(crate) fn parts(&self, slot: &Slot) -> Result<&[Vec<u8>]> {
        match self.slots.get(slot.name) {
            None => Ok(&[]),
            Some(saved) if saved.shape == slot.shape => Ok(&saved.parts),
            Some(saved) => Err(slot.error(format!(
                "it was saved as {}, but the program now keeps {}; rename the slot to start \
                 without the saved state, or restore a snapshot of this program",
                saved.shape, slot.shape
            ))),
        }
    }
}
