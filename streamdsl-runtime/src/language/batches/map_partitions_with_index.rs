//! The operator `map_partitions_with_index`.

use crate::base::blame::Blamed;
use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::batches::map_partitions::MapPartitions;
use crate::stages::batch::Batch;
use crate::stages::order::RecordFeed;

/// The stage of `map_partitions_with_index`: each worker's share of a batch, and its number.
#[derive(Debug)]
pub struct MapPartitionsWithIndex<C> {
    partition: MapPartitions<C>,
    index: usize,
}

impl<C: Column> MapPartitionsWithIndex<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { index: worker.index(), partition: MapPartitions::new(worker, op)? })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.partition.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.partition.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.partition.finish(worker, batch)
    }

    #[doc(hidden)]
    pub fn batch(&self) -> (usize, Batch<'_, C>) {
        (self.index, self.partition.batch())
    }
}

impl Stream {
    /// Runs your own code over each worker's share of a batch, with the number of the worker:
    /// `map_partitions_with_index(|index, records| ..)`.
    ///
    /// Works like [`map_partitions`](Stream::map_partitions). There are as many partitions as workers,
    /// and a worker has the same number in every batch, counted from 0. The time of the batch is
    /// `records.time()`. Spark: `mapPartitionsWithIndex`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     memory([["a", "b", "c"]])
    ///         |> map_partitions_with_index(|index, records| [(index, records.len())])
    ///         |> collect(&counts)
    /// };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(counts.records(), [(0, 3)]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn map_partitions_with_index<'a, C: Column, I: IntoIterator>(
        self,
        (index, records): (usize, Batch<'a, C>),
        f: impl Fn(usize, Batch<'a, C>) -> I,
    ) -> impl Iterator<Item = I::Item> {
        Blamed::new(self.id(), self.blame(|| f(index, records).into_iter()))
    }
}
