//! Gathers the records of a batch on the first worker.

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::stages::batch::Batch;
use crate::stages::order::{Lanes, RecordFeed, Sorted};

/// The records of a batch: first on each worker, then all on the first worker, in the order of the
/// stream.
#[derive(Debug, Default)]
pub struct Gathered<C> {
    seen: Lanes<C>,
    all: Sorted<C>,
    /// The batch whose records are all here; `None` before the exchange and on other workers.
    complete: Option<BatchTime>,
}

impl<C: Column> Gathered<C> {
    /// Says where the records of the next feed stand in the order of the stream.
    pub fn begin_run(&mut self, place: Place) {
        self.forget_past();
        self.seen.begin(place);
    }

    /// Returns the feed for records.
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.seen.feed()
    }

    /// Gathers the records of all workers on the first one.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn gather(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.forget_past();
        if let Some(parts) = worker.gather(std::mem::take(&mut self.seen))? {
            self.all = Sorted::new(parts);
            self.complete = Some(batch.time());
        }
        Ok(())
    }

    /// Drops the records of the previous batch.
    fn forget_past(&mut self) {
        if self.complete.take().is_some() {
            self.seen = self.all.recycle();
        }
    }

    /// Returns how much memory the records take.
    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.seen.usage().filling() + self.all.usage().spare()
    }

    /// Returns these records as the second input of a stage.
    pub fn input(&mut self) -> &mut Self {
        self
    }

    /// Returns the whole batch on the first worker, `None` on the others.
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.complete.map(|time| Batch::new(&self.all, time))
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
    pub fn begin_run(&mut self, place: Place) {
        self.gathered.begin_run(place);
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
    pub fn kept(&self) -> Memory {
        self.gathered.kept()
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.gathered.batch()
    }
}
