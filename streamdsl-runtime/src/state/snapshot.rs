//! The state of a whole job at the end of a batch.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::time::BatchTime;
use crate::state::slots::{SavedPart, Slot, without_combiner};

/// The state of a job at the end of a batch.
///
/// After a job has ended by itself or by a graceful stop,
/// [`StreamingContext::snapshot`](crate::job::context::StreamingContext::snapshot) returns its
/// snapshot. A context that is built with the snapshot
/// ([`restore`](crate::job::context::Builder::restore)) continues from it. The number of workers may
/// be different, and so may the program, if the slots that both have are of the same shape. A slot
/// that the program does not have is refused, unless
/// [`on_missing_slot`](crate::job::context::Builder::on_missing_slot) says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    progress: Progress,
    slots: BTreeMap<String, Arc<SavedSlot>>,
}

/// How far a job had come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) interval: Duration,
    /// How many batches the stream had.
    pub(crate) batches: u64,
    /// The end of the last one.
    pub(crate) time: Option<BatchTime>,
}

/// What was saved of a slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct SavedSlot {
    pub(super) shape: String,
    /// How many batches the stream had when an operator last had the state.
    pub(super) saved_at: u64,
    /// One for each worker that saved something.
    pub(super) parts: Vec<Vec<u8>>,
}

impl Snapshot {
    /// Returns the batch interval of the job.
    pub fn batch_interval(&self) -> Duration {
        self.progress.interval
    }

    /// Returns the number of the last batch that the job had processed, counted from the beginning
    /// of the stream. Batches that are missing because no job ran, or because the wall clock was set
    /// forward, count too.
    pub fn batches(&self) -> u64 {
        self.progress.batches
    }

    /// Returns the end of the last batch that the job had processed. `None` if there was no batch, or
    /// if the snapshot is a checkpoint in the first format, which does not hold the time.
    pub fn time(&self) -> Option<BatchTime> {
        self.progress.time
    }

    /// Iterates over the slots: the name of each, and the shape of what is in it. A shape is the types,
    /// and how values are combined: `window of (str, i64) combined by +`.
    pub fn slots(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.slots.iter().map(|(name, slot)| (name.as_str(), slot.shape.as_str()))
    }

    pub(crate) fn collect(progress: Progress, parts: impl IntoIterator<Item = SavedPart>) -> Self {
        let mut slots: BTreeMap<String, SavedSlot> = BTreeMap::new();
        for part in parts {
            let slot = slots.entry(part.slot.to_owned()).or_default();
            slot.shape = part.shape;
            slot.saved_at = part.saved_at.unwrap_or(progress.batches);
            slot.parts.push(part.bytes);
        }
        let slots = slots.into_iter().map(|(name, slot)| (name, Arc::new(slot))).collect();
        Self { progress, slots }
    }

    pub(super) fn new(progress: Progress) -> Self {
        Self { progress, slots: BTreeMap::new() }
    }

    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    pub(super) fn saved(&self) -> impl ExactSizeIterator<Item = (&str, &SavedSlot)> {
        self.slots.iter().map(|(name, slot)| (name.as_str(), &**slot))
    }

    pub(super) fn insert(&mut self, name: &str, slot: SavedSlot) {
        self.slots.insert(name.into(), Arc::new(slot));
    }

    /// Adds the slots of `earlier` that the snapshot does not have: no operator of the program has
    /// saved them again.
    pub(crate) fn carry(&mut self, earlier: &Snapshot) {
        for (name, slot) in &earlier.slots {
            self.slots.entry(name.clone()).or_insert_with(|| Arc::clone(slot));
        }
    }

    /// Returns whether there is a slot of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.slots.contains_key(name)
    }

    /// Gives a slot another name.
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        if let Some(slot) = self.slots.remove(old) {
            self.slots.insert(new.into(), slot);
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.slots.remove(name);
    }

    /// Forgets how the values of a slot were combined.
    pub(super) fn forget_combiner(&mut self, name: &str) {
        if let Some(slot) = self.slots.get_mut(name).map(Arc::make_mut) {
            slot.shape = without_combiner(&slot.shape).to_owned();
        }
    }

    /// Checks that a job with this batch interval can continue from the snapshot.
    pub(crate) fn check_interval(&self, interval: Duration) -> Result<()> {
        let saved = self.progress.interval;
        if self.slots.is_empty() || saved == interval {
            return Ok(());
        }
        Err(Error::config(format!(
            "the snapshot was made with a batch interval of {saved:?}, but the job has {interval:?}; the \
             interval must stay the same, because windows are counted in batches"
        )))
    }

    /// Returns whether the snapshot has a slot of this name.
    pub(crate) fn holds(&self, slot: &Slot) -> bool {
        self.has(slot.name)
    }

    /// Returns the parts of a slot; none if it was not saved.
    ///
    /// # Errors
    /// [`Error::State`] if the saved slot has another shape.
    pub(crate) fn parts(&self, slot: &Slot) -> Result<&[Vec<u8>]> {
        let Some(saved) = self.slots.get(slot.name) else { return Ok(&[]) };
        slot.check(&saved.shape).map(|()| &saved.parts[..])
    }

    /// Returns how many batches the stream had when a slot was last in use.
    pub(crate) fn saved_at(&self, slot: &Slot) -> Option<u64> {
        self.slots.get(slot.name).map(|saved| saved.saved_at)
    }
}
