//! The operator `count`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;

/// The stage of `count`.
#[derive(Debug)]
pub struct Count {
    /// The number of records that this worker has seen in the batch.
    here: u64,
    /// The number of records of the batch, on the first worker.
    total: Option<u64>,
}

impl Count {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { here: 0, total: None })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> CountFeed<'_> {
        CountFeed { count: &mut self.here }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        Memory::default()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        let counts = worker.gather(std::mem::take(&mut self.here))?;
        self.total = counts.map(|counts| counts.into_iter().sum());
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = u64> {
        self.total.take().into_iter()
    }
}

/// Counts records.
#[derive(Debug)]
pub struct CountFeed<'s> {
    count: &'s mut u64,
}

impl<'s> CountFeed<'s> {
    pub(crate) fn new(count: &'s mut u64) -> Self {
        Self { count }
    }
}

impl Stream {
    /// Counts the records of a batch: `count`.
    ///
    /// Yields one `u64` per batch, 0 for an empty batch. Directly after a
    /// [`window`](Stream::window) it counts the records of the window and keeps one count per pane.
    /// It keeps no records. Spark: `count`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! { memory([vec!["a", "b"], vec![]]) |> count |> collect(&counts) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(counts.batches(), [[2], [0]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn count<R>(self, feed: &mut CountFeed<'_>, _record: R) {
        *feed.count += 1;
    }
}
