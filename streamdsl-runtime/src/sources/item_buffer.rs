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
    state: Mutex<Buffered<T>>,
    inlet: Inlet<ItemsChunk<T>>,
}

struct Buffered<T> {
    items: Vec<T>,
    bytes: usize,
    /// Nothing is accepted any more.
    closed: bool,
}

impl<T: Send + 'static> ItemBuffer<T> {
    pub(super) fn new(inlet: Inlet<ItemsChunk<T>>) -> Self {
        ItemBuffer {
            state: Mutex::new(Buffered { items: Vec::new(), bytes: 0, closed: false }),
            inlet,
        }
    }

    /// Lays down a record that weighs `bytes`, waiting while the memory for received data is used
    /// up or the rate limit is reached; gives false, and drops the record, if nothing is accepted any more.
    pub(super) fn push(&self, item: T, bytes: usize) -> bool {
        // The lock is held while a full chunk waits for room: what comes later must not overtake
        // it, and nobody could lay anything down anyway.
        let Some(mut buffered) = self.take_turn(1) else { return false };
        buffered.items.push(item);
        buffered.bytes = buffered.bytes.saturating_add(bytes);
        if buffered.items.len() >= CHUNK || buffered.bytes >= self.inlet.chunk_bytes() {
            buffered.hand_over(&self.inlet);
        }
        true
    }

    /// Hands over records that belong together, after those laid down before, and returns when they
    /// are in a batch; gives false, and drops them all, if nothing is accepted any more.
    pub(super) fn push_block(&self, items: Vec<T>, bytes: usize) -> bool {
        let Some(mut buffered) = self.take_turn(items.len() as u64) else { return false };
        buffered.hand_over(&self.inlet);
        items.is_empty() || self.inlet.push_admitted(items, bytes).is_ok()
    }

    /// What has been laid down, once the rate limit lets in `records` more; nothing if the tray is
    /// closed. The lock is not held while the limit is waited for: the driver raises it, and needs
    /// the lock at the end of a batch.
    fn take_turn(&self, records: u64) -> Option<MutexGuard<'_, Buffered<T>>> {
        loop {
            let buffered = lock(&self.state);
            if buffered.closed {
                return None;
            }
            if self.inlet.take_turn(records) {
                return Some(buffered);
            }
            drop(buffered);
            self.inlet.wait_for_turn();
        }
    }

    /// The end of a batch: hands over what has been laid down.
    pub(super) fn flush(&self) {
        lock(&self.state).hand_over(&self.inlet);
    }

    /// Accepts nothing any more, and hands over what has been accepted.
    pub(super) fn close(&self) {
        let mut buffered = lock(&self.state);
        buffered.closed = true;
        buffered.hand_over(&self.inlet);
    }
}

impl<T: Send + 'static> Buffered<T> {
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
