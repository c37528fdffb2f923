//! The operator `map_partitions`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::order::RecordFeed;
use crate::stages::share::Share;

/// The stage of `map_partitions`: each worker's share of a batch.
#[derive(Debug)]
pub struct MapPartitions<C> {
    share: Share<C>,
    time: BatchTime,
}

impl<C: Column> MapPartitions<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { share: Share::default(), time: BatchTime::from_millis(0) })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.share.feed()
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.share.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.share.end();
        self.time = batch.time();
        worker.check()
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Batch<'_, C> {
        Batch::new(self.share.records(), self.time)
    }
}

impl Stream {
    /// Runs your own code over each worker's share of a batch: `map_partitions(|records| ..)`.
    ///
    /// Works like [`transform`](Stream::transform), but the function is called on every worker,
    /// with the records that this worker has of the batch, also if it has none. The records of one
    /// source are in their order; those of a union are in no order. Use it for work
    /// with an expensive setup: the setup happens once per worker and batch, and the work still
    /// runs in parallel. The operator keeps one copy of the share in memory. For the number of the
    /// worker see [`map_partitions_with_index`](Stream::map_partitions_with_index). Spark:
    /// `mapPartitions`; Spark's partitions correspond to workers.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let sums = Collected::new();
    /// let job = stream! {
    ///     memory([[1_i64, 2, 3]])
    ///         |> map_partitions(|records| [records.iter().sum::<i64>()])
    ///         |> reduce(+)
    ///         |> collect(&sums)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [6]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn map_partitions<'a, C: Column, I: IntoIterator>(
        self,
        records: Batch<'a, C>,
        f: impl Fn(Batch<'a, C>, BatchTime) -> I,
    ) -> impl Iterator<Item = I::Item> {
        self.transform(Some(records), f)
    }
}
