//! Keeps each worker's share of a batch.

use std::mem::take;

use crate::base::memory::Memory;
use crate::data::record::Column;
use crate::stages::order::{Lanes, RecordFeed, Sorted};

/// The records of a batch that this worker has seen. They are kept until the next batch.
#[derive(Debug, Default)]
pub(crate) struct Share<C> {
    seen: Lanes<C>,
    past: Sorted<C>,
    /// Whether the batch has ended.
    is_past: bool,
}

impl<C: Column> Share<C> {
    /// Returns the feed for records. A batch opens one feed per page.
    pub(crate) fn feed(&mut self) -> RecordFeed<'_, C> {
        self.forget_past();
        self.seen.feed()
    }

    /// Ends the batch.
    pub(crate) fn end(&mut self) {
        self.forget_past();
        self.past = Sorted::new([take(&mut self.seen)]);
        self.is_past = true;
    }

    /// After the end of the batch: returns its records.
    pub(crate) fn records(&self) -> &Sorted<C> {
        &self.past
    }

    /// Returns how much memory the records take.
    pub(crate) fn kept(&self) -> Memory {
        self.seen.usage().filling() + self.past.usage().spare()
    }

    /// Drops the records of the previous batch.
    fn forget_past(&mut self) {
        if take(&mut self.is_past) {
            self.seen = self.past.recycle();
        }
    }
}
