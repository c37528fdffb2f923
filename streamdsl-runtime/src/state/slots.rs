//! The slots of operators, and what a worker saves of them.

use crate::base::error::Error;
use crate::data::key::owner;

/// What stands between the types and the combiner in the shape of a slot.
const COMBINED: &str = " combined by ";

/// The slot of an operator: the name of its state, and the shape of what is in it.
#[derive(Clone, Debug)]
pub struct Slot {
    pub(super) name: &'static str,
    /// The types that are saved.
    types: String,
    /// How the values are combined, if they are.
    combiner: Option<&'static str>,
}

impl Slot {
    pub(crate) fn new(name: &'static str, types: String, combiner: Option<&'static str>) -> Self {
        Self { name, types, combiner }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::State { slot: self.name.to_owned(), message: message.into() }
    }

    /// The shape: the types, and the combiner if there is one.
    pub(super) fn shape(&self) -> String {
        match self.combiner {
            Some(combiner) => format!("{}{COMBINED}{combiner}", self.types),
            None => self.types.clone(),
        }
    }

    /// Checks that the program can continue from state of the shape `saved`. A shape without a
    /// combiner is of a checkpoint that did not record it, and goes with every combiner.
    ///
    /// # Errors
    /// [`Error::State`] if the types or the combiners differ.
    pub(super) fn check(&self, saved: &str) -> Result<(), Error> {
        if saved == self.types || saved == self.shape() {
            return Ok(());
        }
        let combiner = saved.strip_prefix(&self.types).and_then(|rest| rest.strip_prefix(COMBINED));
        match (combiner, self.combiner) {
            (Some(before), Some(now)) => Err(self.error(format!(
                "its values were combined by {}, but the program now combines them by {}, and the \
                 saved values do not mean the same; name the slot anew to start without the saved \
                 state, or continue from it with `keep_slot_across_combiner({:?})`",
                combiner_in_words(before),
                combiner_in_words(now),
                self.name,
            ))),
            _ => Err(self.error(format!(
                "it was saved as {saved}, but the program now keeps {}; rename the slot to start \
                 without the saved state, or restore a snapshot of this program",
                self.shape()
            ))),
        }
    }
}

/// Returns a shape without its combiner.
pub(super) fn without_combiner(shape: &str) -> &str {
    shape.rsplit_once(COMBINED).map_or(shape, |(types, _)| types)
}

fn combiner_in_words(combiner: &str) -> String {
    match combiner {
        "fn" => "a function of your own".into(),
        "count" => "counting".into(),
        operator => format!("`{operator}`"),
    }
}

/// The part of a slot that one worker saves.
#[derive(Debug)]
pub(crate) struct SavedPart {
    pub(super) slot: &'static str,
    pub(super) shape: String,
    /// The number of batches after which it was saved, if that was before this checkpoint.
    pub(super) saved_at: Option<u64>,
    pub(super) bytes: Vec<u8>,
}

impl SavedPart {
    pub(crate) fn new(slot: &Slot, bytes: Vec<u8>) -> Self {
        Self { slot: slot.name, shape: slot.shape(), saved_at: None, bytes }
    }

    /// A part that was saved before, after `batches` batches.
    pub(crate) fn again(slot: &Slot, batches: u64, bytes: Vec<u8>) -> Self {
        Self { saved_at: Some(batches), ..Self::new(slot, bytes) }
    }
}

/// A worker that restores a snapshot. It takes the keys that it owns.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    index: usize,
    workers: usize,
}

impl Owner {
    pub(crate) fn new(index: usize, workers: usize) -> Self {
        Self { index, workers }
    }

    /// Returns whether the worker owns the key with this hash.
    pub fn owns(self, hash: u64) -> bool {
        owner(hash, self.workers) == self.index
    }

    /// Returns whether this is the first worker, which keeps the state that has no key.
    pub fn is_leader(self) -> bool {
        self.index == 0
    }
}
