//! Keeps each worker's share of a batch.

use std::mem::{replace, take};

use crate::data::record::Column;
use crate::stages::gathered::RecordFeed;

/// The records of a batch that this worker has seen. They are kept until the next batch.
#[derive(Debug, Default)]
pub(crate) struct Share<C> {
    records: C,
    /// Whether the records are those of a batch that has ended.
    is_past: bool,
}

impl<C: Column> Share<C> {
    /// Returns the feed for records. A batch opens one feed per page.
    pub(crate) fn feed(&mut self) -> RecordFeed<'_, C> {
        if take(&mut self.is_past) {
            self.records.clear();
        }
        RecordFeed::new(&mut self.records)
    }

    /// Ends the batch.
    pub(crate) fn end(&mut self) {
        // If no feed was opened, the records belong to the previous batch.
        if replace(&mut self.is_past, true) {
            self.records.clear();
        }
    }

    /// After the end of the batch: returns its records.
    pub(crate) fn records(&self) -> &C {
        &self.records
    }
}
