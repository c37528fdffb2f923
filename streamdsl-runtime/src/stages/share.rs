//! Each worker's share of a batch.

use std::mem::{replace, take};

use crate::data::record::Column;
use crate::stages::gathered::RecordFeed;

/// Keeps the records of a batch that this worker has seen, until the next batch comes.
#[derive(Debug, Default)]
pub(crate) struct Share<C> {
    records: C,
    /// Whether the records are those of a batch that has ended.
    is_past: bool,
}

impl<C: Column> Share<C> {
    /// Takes records in. A batch has a feed for each of its pages.
    pub(crate) fn feed(&mut self) -> RecordFeed<'_, C> {
        if take(&mut self.is_past) {
            self.records.clear();
        }
        RecordFeed::new(&mut self.records)
    }

    /// Ends the batch.
    pub(crate) fn end(&mut self) {
        // Without a feed the records are those of the batch before.
        if replace(&mut self.is_past, true) {
            self.records.clear();
        }
    }

    /// After the end of the batch: its records.
    pub(crate) fn records(&self) -> &C {
        &self.records
    }
}
