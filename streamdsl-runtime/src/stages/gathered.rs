//! Gathers the records of a batch on the first worker.

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::stages::batch::Batch;

/// The records of a batch: first on each worker, then all on the first worker.
#[derive(Debug, Default)]
pub struct Gathered<C> {
    records: C,
    /// The batch whose records are all here; `None` before the exchange and on other workers.
    complete: Option<BatchTime>,
}

impl<C: Column> Gathered<C> {
    /// Returns the feed for records.
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        if self.complete.take().is_some() {
            self.records.clear();
        }
        RecordFeed { column: &mut self.records }
    }

    /// Gathers the records of all workers on the first one.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn gather(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        if self.complete.take().is_some() {
            self.records.clear();
        }
        if let Some(parts) = worker.gather(std::mem::take(&mut self.records))? {
            for mut part in parts {
                self.records.append(&mut part);
            }
            self.complete = Some(batch.time());
        }
        Ok(())
    }

    /// Returns these records as the second input of a stage.
    pub fn input(&mut self) -> &mut Self {
        self
    }

    /// Returns the whole batch on the first worker, `None` on the others.
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.complete.map(|time| Batch::new(&self.records, time))
    }
}

/// The stage of operators whose function takes the whole batch on the first worker.
#[derive(Debug)]
pub struct WholeBatch<C> {
    gathered: Gathered<C>,
}

impl<C: Column> WholeBatch<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: impl Into<OperatorId>) -> Result<Self> {
        Ok(Self { gathered: Gathered::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.gathered.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.gathered.gather(worker, batch)
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.gathered.batch()
    }
}

/// Stores records in a column.
#[derive(Debug)]
pub struct RecordFeed<'s, C> {
    column: &'s mut C,
}

impl<C: Column> RecordFeed<'_, C> {
    /// Stores a record.
    #[inline]
    pub fn store<R: Record<Column = C>>(&mut self, record: R) {
        record.store(self.column);
    }

    #[doc(hidden)]
    pub(crate) fn new(column: &mut C) -> RecordFeed<'_, C> {
        RecordFeed { column }
    }
}
