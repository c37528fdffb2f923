//! A buffer that collects single records into chunks.

use std::mem;
use std::sync::{Mutex, MutexGuard};

use crate::base::sync::lock;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;

/// The number of records in a full chunk: small enough that every worker gets some of a batch.
pub(super) const CHUNK: usize = 1024;

/// The assumed number of bytes that a record owns outside of itself, if its type needs dropping.
const OWNED_ELSEWHERE: usize = 64;

/// The estimated size in bytes of `count` records in memory, as far as the type tells.
pub(super) fn weight<T>(count: usize) -> usize {
    let elsewhere = if mem::needs_drop::<T>() { OWNED_ELSEWHERE } else { 0 };
    count.saturating_mul(size_of::<T>() + elsewhere)
}

/// Collects single records into chunks. The receiver pushes records, and a full chunk goes to the
/// workers at once. At the end of a batch the driver takes the rest. The buffer never holds more
/// than one chunk.
pub(super) struct ItemBuffer<T> {
    state: Mutex<Buffered<T>>,
    inlet: Inlet<ItemsChunk<T>>,
}

struct Buffered<T> {
    items: Vec<T>,
    bytes: usize,
    /// The buffer accepts no more records.
    closed: bool,
}

impl<T: Send + 'static> ItemBuffer<T> {
    pub(super) fn new(inlet: Inlet<ItemsChunk<T>>) -> Self {
        ItemBuffer {
            state: Mutex::new(Buffered { items: Vec::new(), bytes: 0, closed: false }),
            inlet,
        }
    }

    /// Adds a record of `bytes` bytes. Waits while the memory for received data is used up or the
    /// rate limit is reached. Returns false and drops the record if the buffer is closed.
    pub(super) fn push(&self, item: T, bytes: usize) -> bool {
        // The lock is held while a full chunk waits for memory. Later records must not overtake it,
        // and no other thread could add a record meanwhile.
        let Some(mut buffered) = self.take_turn(1) else { return false };
        buffered.items.push(item);
        buffered.bytes = buffered.bytes.saturating_add(bytes);
        if buffered.items.len() >= CHUNK || buffered.bytes >= self.inlet.chunk_bytes() {
            buffered.hand_over(&self.inlet);
        }
        true
    }

    /// Hands over records that belong together, after those pushed before, and returns when they
    /// are in a batch. Returns false and drops all of them if the buffer is closed.
    pub(super) fn push_block(&self, items: Vec<T>, bytes: usize) -> bool {
        let Some(mut buffered) = self.take_turn(items.len() as u64) else { return false };
        buffered.hand_over(&self.inlet);
        items.is_empty() || self.inlet.push_admitted(items, bytes).is_ok()
    }

    /// The buffered records, once the rate limit admits `records` more; `None` if the buffer is
    /// closed. This does not hold the lock while it waits for the limit: the driver raises the
    /// limit and needs the lock at the end of a batch.
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

    /// Hands over the buffered records at the end of a batch.
    pub(super) fn flush(&self) {
        lock(&self.state).hand_over(&self.inlet);
    }

    /// Closes the buffer and hands over the records that it accepted.
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
        // The buffer has accepted these records, so a stopping job must still take them.
        if let Err(items) = inlet.push_admitted(items, bytes) {
            inlet.push_accepted(items);
        }
    }
}
