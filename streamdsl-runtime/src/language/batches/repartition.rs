//! The operator `repartition`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::dealt::deal_out;
use crate::stages::order::{Lane, RecordFeed};

/// The largest number of workers that get records.
#[derive(Clone, Copy, Debug)]
pub struct Partitions(usize);

impl Partitions {
    #[doc(hidden)]
    pub fn with_n(mut self, n: usize) -> Self {
        self.0 = n;
        self
    }
}

/// The default: all workers.
#[doc(hidden)]
pub fn arguments() -> Partitions {
    Partitions(usize::MAX)
}

/// The stage of `repartition`: gives each worker records in turn.
#[derive(Debug)]
pub struct Repartition<C> {
    partitions: usize,
    /// The records that this worker has seen.
    seen: Lane<C>,
    /// The records that this worker got in the exchange.
    received: C,
}

impl<C: Column> Repartition<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, partitions: &Partitions) -> Result<Self> {
        if partitions.0 == 0 {
            return worker.checked(op.id().0, Err("records need at least one worker".to_owned()));
        }
        let partitions = partitions.0.clamp(1, worker.peers());
        Ok(Self { partitions, seen: Lane::default(), received: C::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        RecordFeed::of_lane(&mut self.seen)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.seen.usage().filling() + self.received.usage().spare()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        let mut parts: Vec<C> = (0..worker.peers()).map(|_| C::default()).collect();
        for (turn, record) in self.seen.records.iter().enumerate() {
            record.store(&mut parts[(worker.index() + turn) % self.partitions]);
        }
        self.seen.records.clear();
        self.received.clear();
        for mut part in deal_out(worker, parts)? {
            self.received.append(&mut part);
        }
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.received.iter()
    }
}

impl Stream {
    /// Distributes the records of a batch evenly over the workers: `repartition`, or
    /// `repartition(n)` for `n` workers.
    ///
    /// Usually this is not needed, because each worker takes the next page when it is free. Use it
    /// for batches with few records and much work per record: all the records may lie in one page.
    /// If `n` is larger than the number of workers, all workers get records; 0 is an error. The
    /// operator copies the batch and exchanges it between the workers. Spark: `repartition`;
    /// Spark's partitions correspond to workers.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let shares = Collected::new();
    /// let job = stream! {
    ///     memory([[1, 2, 3, 4]]) |> repartition |> glom |> map(|list| list.len()) |> collect(&shares)
    /// };
    /// streamdsl::testing::run_on(2, job)?;
    /// assert_eq!(shares.records(), [2, 2]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn repartition<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
