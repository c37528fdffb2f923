//! Input with an end, delivered in one batch or in portions.

use crate::receive::chunk::Chunk;
use crate::receive::inlet::Inlet;

/// An input `I` with a last record, and how much of it each batch takes.
///
/// The first batch takes all of the input, unless a limit per batch is set.
pub(super) struct Portions<I, C> {
    per_batch: Option<u64>,
    open: Option<(I, Inlet<C>)>,
    finished: bool,
}

impl<I, C: Chunk> Portions<I, C> {
    /// An input that is not open yet, without a limit per batch.
    pub(super) fn new() -> Self {
        Portions { per_batch: None, open: None, finished: false }
    }

    /// Limits each batch to `records` records.
    pub(super) fn limit(&mut self, records: u64) {
        self.per_batch = Some(records);
    }

    /// Whether the limit is zero, so that the input would never end.
    pub(super) fn is_endless(&self) -> bool {
        self.per_batch == Some(0)
    }

    /// Starts with an open input.
    pub(super) fn open(&mut self, input: I, inlet: Inlet<C>) {
        self.open = Some((input, inlet));
    }

    /// Delivers the portion of one batch. `deliver` receives the limit and returns whether it
    /// reached the end of the input; if it did, the input is closed.
    pub(super) fn deliver<E>(
        &mut self,
        deliver: impl FnOnce(&mut I, &Inlet<C>, Option<u64>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some((input, inlet)) = &mut self.open else { return Ok(()) };
        if deliver(input, inlet, self.per_batch)? {
            self.finished = true;
            self.open = None;
        }
        Ok(())
    }

    /// Whether the end of the input has been delivered.
    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }
}
