//! Where operators keep their state, and what a worker saves of it.

use crate::base::error::Error;
use crate::data::key::owner;

/// Where an operator keeps its state.
#[derive(Clone, Debug)]
pub struct Slot {
    pub(super) name: &'static str,
    pub(super) shape: String,
}

impl Slot {
    pub(crate) fn new(name: &'static str, shape: String) -> Self {
        Self { name, shape }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::State { slot: self.name.to_owned(), message: message.into() }
    }
}

/// What one worker saves of a slot.
#[derive(Debug)]
pub(crate) struct SavedPart {
    pub(super) slot: &'static str,
    pub(super) shape: String,
    pub(super) bytes: Vec<u8>,
}

impl SavedPart {
    pub(crate) fn new(slot: &Slot, bytes: Vec<u8>) -> Self {
        Self { slot: slot.name, shape: slot.shape.clone(), bytes }
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
