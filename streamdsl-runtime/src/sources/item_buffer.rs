//! Where records are laid one by one until they are worth a chunk.

use std::mem;
use std::sync::{Mutex, MutexGuard};

use crate::base::sync::lock;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;

/// How many records make a chunk: few enough that every worker gets some of a batch.
pub(super) const CHUNK: usize = 1024;

/// What a record that owns memory elsewhere is assumed to have there.
const OWNED_ELSEWHERE: usize = 64;

/// What `count` records of a type weigh in memory, as far as the type tells.
pub(super) fn weight<T>(count: usize) -> usize {
    let elsewhere = if mem::needs_drop::<T>() { OWNED_ELSEWHERE } else { 0 };
    count.saturating_mul(size_of::<T>() + elsewhere)
}

/// Collects single records into chunks. The receiver lays them here, and a chunk that is full goes
/// to the workers at once; the driver takes the rest at the end of a batch. It never holds more
/// than one chunk.
pub(super) struct ItemBuffer<T> {
    state: Mutex<Laid<T>>,
    inlet: Inlet<ItemsChunk<T>>,
}

struct Laid<T> {
    items: Vec<T>,
    bytes: usize,
    /// Nothing is accepted any more.
    closed: bool,
}

impl<T: Send + 'static> ItemBuffer<T> {
    pub(super) fn new(inlet: Inlet<ItemsChunk<T>>) -> Self {
        ItemBuffer { state: Mutex::new(Laid { items: Vec::new(), bytes: 0, closed: false }), inlet }
    }

    /// Lays down a record that weighs `bytes`, waiting while the memory for received data is used
    /// up or the rate limit is reached; gives false, and drops the record, if nothing is accepted any more.
    pub(super) fn lay(&self, item: T, bytes: usize) -> bool {
        // The lock is held while a full chunk waits for room: what comes later must not overtake
        // it, and nobody could lay anything down anyway.
        let Some(mut laid) = self.take_turn(1) else { return false };
        laid.items.push(item);
        laid.bytes = laid.bytes.saturating_add(bytes);
        if laid.items.len() >= CHUNK || laid.bytes >= self.inlet.chunk_bytes() {
            laid.hand_over(&self.inlet);
        }
        true
    }

    /// Hands over records that belong together, after those laid down before, and returns when they
    /// are in a batch; gives false, and drops them all, if nothing is accepted any more.
    pub(super) fn hand_over_block(&self, items: Vec<T>, bytes: usize) -> bool {
        let Some(mut laid) = self.take_turn(items.len() as u64) else { return false };
        laid.hand_over(&self.inlet);
        items.is_empty() || self.inlet.push_admitted(items, bytes).is_ok()
    }

    /// What has been laid down, once the rate limit lets in `records` more; nothing if the tray is
    /// closed. The lock is not held while the limit is waited for: the driver raises it, and needs
    /// the lock at the end of a batch.
    fn take_turn(&self, records: u64) -> Option<MutexGuard<'_, Laid<T>>> {
        loop {
            let laid = lock(&self.state);
            if laid.closed {
                return None;
            }
            if self.inlet.admit_together(records) {
                return Some(laid);
            }
            drop(laid);
            self.inlet.wait_for_admission();
        }
    }

    /// The end of a batch: hands over what has been laid down.
    pub(super) fn flush(&self) {
        lock(&self.state).hand_over(&self.inlet);
    }

    /// Accepts nothing any more, and hands over what has been accepted.
    pub(super) fn close(&self) {
        let mut laid = lock(&self.state);
        laid.closed = true;
        laid.hand_over(&self.inlet);
    }
}

impl<T: Send + 'static> Laid<T> {
    fn hand_over(&mut self, inlet: &Inlet<ItemsChunk<T>>) {
        if self.items.is_empty() {
            return;
        }
        let bytes = mem::take(&mut self.bytes);
        let items = mem::replace(&mut self.items, Vec::with_capacity(CHUNK));
        // They have been accepted, so a job that stops must still take them.
        if let Err(items) = inlet.push_admitted(items, bytes) {
            inlet.push_accepted(items);
        }
    }
}
