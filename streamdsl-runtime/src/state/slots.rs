//! The slots of operators, and what a worker saves of them.

use crate::base::error::Error;
use crate::data::key::owner;

/// The slot of an operator: the name of its state, and the shape of the types in it.
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

/// The part of a slot that one worker saves.
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
