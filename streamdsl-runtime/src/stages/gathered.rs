//! Records of a batch that end up on the first worker.

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::stages::batch::Batch;

/// Keeps the records of a batch, first on each worker, then all on the first.
#[derive(Debug, Default)]
pub struct Gathered<C> {
    records: C,
    here: Option<BatchTime>,
}

impl<C: Column> Gathered<C> {
    /// Takes records in.
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        if self.here.take().is_some() {
            self.records.clear();
        }
        RecordFeed { column: &mut self.records }
    }

    /// Brings the records of all workers together.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn gather(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        if self.here.take().is_some() {
            self.records.clear();
        }
        if let Some(parts) = worker.gather(std::mem::take(&mut self.records))? {
            for mut part in parts {
                self.records.append(&mut part);
            }
            self.here = Some(batch.time());
        }
        Ok(())
    }

    /// These records as the second input of a stage.
    pub fn input(&mut self) -> &mut Self {
        self
    }

    /// The whole batch, on the first worker.
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.here.map(|time| Batch::new(&self.records, time))
    }
}

/// The stage of an operator whose function is given the whole batch on the first worker.
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

/// The way of records into a column.
#[derive(Debug)]
pub struct RecordFeed<'s, C> {
    column: &'s mut C,
}

impl<C: Column> RecordFeed<'_, C> {
    /// Keeps a record.
    #[inline]
    pub fn store<R: Record<Column = C>>(&mut self, record: R) {
        record.store(self.column);
    }

    #[doc(hidden)]
    pub(crate) fn new(column: &mut C) -> RecordFeed<'_, C> {
        RecordFeed { column }
    }
}
